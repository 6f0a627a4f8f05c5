import tomllib

import pytest

from compiler_aug import Plan
from contracode.errors import RecipeError
from contracode.training.code import read_recipe
from contracode.training.recipe import RECIPES, parsed


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_recipe_can_be_run(path):
    config = read_recipe(path.stem)
    assert config.name == path.stem
    assert Plan.named(config.plan).steps


def test_settings_go_on_top_of_a_recipe(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("batch = 8\n[schedule]\nsteps = 5\npeak = 0.1\n")
    config = read_recipe(str(path), ["schedule.steps=7", "plan='full'", "schedule.max_minutes=3"])
    assert config.name == "mine"
    assert (config.batch, config.plan) == (8, "full")
    assert (config.schedule.steps, config.schedule.peak) == (7, 0.1)
    assert config.schedule.max_minutes == 3


@pytest.mark.parametrize("plan", ["plan=full", "plan = full ", 'plan="full"', "plan='full'"])
def test_a_word_needs_no_quotes(plan):
    assert read_recipe("smoke", [plan]).plan == "full"


@pytest.mark.parametrize(
    "value",
    ["'two words'", '"a"', "1e3", "true", "[1, 2]", "{ c = 1 }", "1979-05-27", "0x1F", "inf"],
)
def test_what_is_toml_stays_what_it_is(value):
    assert parsed([f"a.b={value}"]) == tomllib.loads(f"a.b={value}")


def test_an_unknown_recipe_names_the_known_ones():
    with pytest.raises(RecipeError, match=r"no recipe 'smok'; there are .*smoke"):
        read_recipe("smok")


def test_all_faults_are_reported_together(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("[schedule]\nsteps = 'many'\n[encoder]\nwidht = 3\n")
    with pytest.raises(RecipeError) as refused:
        read_recipe(str(path))
    assert "schedule.steps" in str(refused.value)
    assert "encoder.widht" in str(refused.value)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("batch=0", "batch must be at least 1, got 0"),
        ("method.temperature=0.0", "method.temperature must be > 0"),
        ("encoder.heads=7", "encoder.heads must divide"),
        ("tokens.alpha=-1.0", "tokens.alpha must be > 0"),
        ("tokens.nbest_size=0", "tokens.nbest_size must be at least 1"),
        ("tokens.read=2", "tokens.read must be at least 3"),
        ("batch", "is no setting"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(override, message):
    with pytest.raises(RecipeError, match=message):
        read_recipe("smoke", [override])


def test_a_recipe_that_cannot_be_read_is_refused(tmp_path):
    path = tmp_path / "folder.toml"
    path.mkdir()
    with pytest.raises(RecipeError, match=r"can't read .*folder.toml: Is a directory"):
        read_recipe(str(path))


@pytest.mark.parametrize("content", [b"steps = = 3", b"name = '\xff'"])
def test_a_file_that_is_not_toml_is_refused(tmp_path, content):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(RecipeError, match="is not TOML"):
        read_recipe(str(path))
