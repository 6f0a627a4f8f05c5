import pytest

from compiler_aug import Plan
from compiler_aug.errors import PlanError
from compiler_aug.plan import PLANS, PlanStep


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_plan_can_be_read_by_name(path):
    assert Plan.named(path.stem) == Plan.read(path)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(PlanError, match=r"'paperr'.*default, full, identity"):
        Plan.named("paperr")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps = [", r"is not a plan .*write tables"),
        ('[[steps]]\npass = "compress"\nchance = 1\ncolour = 2', "colour"),
        ('[[steps]]\npass = "compress"\nchance = 1.5', r"must be in \[0, 1\], got 1.5"),
        ('[[steps]]\npass = "a"\nchance = 1\n[[steps]]\npass = "a"\nchance = 1', "twice"),
    ],
)
def test_wrong_plans_are_refused_with_the_reason(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(PlanError, match=message):
        Plan.read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PlanError, match=r"no plan at .*none\.toml"):
        Plan.read(tmp_path / "none.toml")


def test_digests_tell_plans_apart_and_ignore_their_names():
    steps = (PlanStep("compress", 0.5),)
    assert Plan("a", steps).digest == Plan("b", steps).digest
    assert Plan("a", steps).digest != Plan("a", (PlanStep("compress", 0.4),)).digest
