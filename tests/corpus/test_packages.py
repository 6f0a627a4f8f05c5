import json

import pytest
from pydantic import ValidationError

from contracode.corpus.packages import PackageRecipe, Sources
from contracode.errors import CorpusError


@pytest.fixture
def write(tmp_path):
    def run(*files, **about):
        for name in files:
            path = tmp_path / "queue" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        stated = {"name": "queue", "version": "1.2.3", "license": "MIT", **about}
        (tmp_path / "queue" / "package.json").write_text(json.dumps(stated))
        return tmp_path

    return run


def recipe(**given):
    return PackageRecipe(**{"name": "queue", "roots": ["src"], "split": "valid", **given})


def names_of(sources):
    return [path.relative_to(sources.folder).as_posix() for path in sources.files]


def test_files_of_all_roots_are_read_once_and_in_the_order_of_the_roots(write):
    packages = write("src/b.js", "src/a.js", "src/deep/c.ts", "lib/d.js", "main.js", "other.js")
    sources = Sources.of(recipe(roots=["src/deep", "src", "main.js"]), packages)
    assert names_of(sources) == ["src/deep/c.ts", "src/a.js", "src/b.js", "main.js"]
    assert sources.left_out == {}


def test_the_recipe_leaves_out_folders_files_and_patterns(write):
    packages = write("src/a.js", "src/b.js", "src/old/c.js", "src/deep/a.test.js", "src/tests/d.js")
    leave_out = ["src/b.js", "src/old", "*.test.js", "tests*"]
    sources = Sources.of(recipe(leave_out=leave_out), packages)
    assert names_of(sources) == ["src/a.js"]
    assert sources.left_out == {"left out by the recipe": 4}


def test_files_in_folders_that_are_left_out_are_counted(write):
    packages = write(
        "src/a.js",
        "src/vendor/b.js",
        "src/vendor/c/d.ts",
        "src/vendor/notes.md",
        "src/.cache/none.md",
        "src/e.min.js",
    )
    assert Sources.of(recipe(), packages).left_out == {
        "hidden, installed or vendored folder": 2,
        "minified, by its name": 1,
    }


def test_the_origin_is_the_packages_own_with_the_recipes_split(write):
    origin = Sources.of(recipe(), write("src/a.js")).origin
    told = (origin.package, origin.version, origin.licence, origin.split)
    assert told == ("queue", "1.2.3", "MIT", "valid")


def test_a_licence_in_no_form_of_today_is_the_recipes(write):
    packages = write("src/a.js", license={"type": "MIT"})
    assert Sources.of(recipe(licence="MIT"), packages).origin.licence == "MIT"


@pytest.mark.parametrize(
    ("stated", "licence", "message"),
    [
        ("MIT", "ISC", "queue states the licence 'MIT', its recipe 'ISC'"),
        (None, "", "queue states the licence None, its recipe ''; correct the recipe"),
    ],
)
def test_a_licence_that_is_unclear_is_refused(write, stated, licence, message):
    with pytest.raises(CorpusError, match=message):
        Sources.of(recipe(licence=licence), write("src/a.js", license=stated))


@pytest.mark.parametrize("given", [{"roots": ["lib"]}, {"leave_out": ["lib"]}])
def test_a_place_that_the_package_lacks_is_named(write, given):
    with pytest.raises(CorpusError, match="names lib in queue, which has no such place"):
        Sources.of(recipe(**given), write("src/a.js"))


def test_a_package_without_roots_is_refused():
    with pytest.raises(ValidationError, match="roots"):
        recipe(roots=[])
