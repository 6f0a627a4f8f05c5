"""The data sets of npm packages that come with the project, as they are written."""

import json
import re
from pathlib import Path

import pytest

from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.dataset import kind_of, read_recipe
from contracode.corpus.functions.recipe import FunctionsRecipe
from contracode.corpus.types.recipe import TypesRecipe

DATASETS = Path(__file__).parents[2] / "datasets"
LOCKED = sorted(path.parent for path in DATASETS.glob("npm-*/package-lock.json"))


def packages_of(dataset):
    if kind_of(dataset) == "clones":
        return set(read_recipe(dataset, ClonesRecipe).packages)
    return {package.name for package in read_recipe(dataset, FunctionsRecipe).packages}


@pytest.mark.parametrize("dataset", LOCKED, ids=lambda path: path.name)
def test_recipe_package_json_and_lock_file_name_the_same_packages(dataset):
    wanted = json.loads((dataset / "package.json").read_text())["dependencies"]
    root, *locked = json.loads((dataset / "package-lock.json").read_text())["packages"].items()
    assert packages_of(dataset) == wanted.keys()
    assert root[1]["dependencies"] == wanted
    assert {name: about["version"] for name, about in locked} == {
        f"node_modules/{name}": version for name, version in wanted.items()
    }
    assert all(about["integrity"].startswith("sha512-") for _, about in locked)


@pytest.mark.parametrize("dataset", LOCKED, ids=lambda path: path.name)
def test_a_data_set_holds_no_address_of_a_registry(dataset):
    for name in ("package.json", "package-lock.json", ".npmrc", "recipe.toml"):
        assert not re.search(r"https?://|\bresolved\b(?!=)|registry=", (dataset / name).read_text())


def test_npm_functions_begins_with_npm_small():
    small, large = (
        read_recipe(DATASETS / name, FunctionsRecipe) for name in ("npm-small", "npm-functions")
    )
    assert len(small.packages) == 10
    kept = {"name", "roots", "leave_out", "split", "max_file_bytes"}
    assert [each.model_dump(include=kept) for each in large.packages[:10]] == [
        each.model_dump(include=kept) for each in small.packages
    ]


def test_the_types_recipe_leaves_out_packages_that_there_are():
    types = read_recipe(DATASETS / "npm-types", TypesRecipe)
    assert set(types.leave_out) <= packages_of(DATASETS / types.packages_of)
