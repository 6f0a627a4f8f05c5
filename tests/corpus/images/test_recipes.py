"""The recipes of the image data sets that the project brings along."""

import json
from pathlib import Path

import pytest

from contracode.corpus.dataset import kind_of, read_recipe
from contracode.corpus.images.recipe import ImagesRecipe

DATASETS = Path(__file__).parents[3] / "datasets"
NAMES = ["digits", "emoji", "fashion-mnist", "mnist-5k"]


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_reads_and_is_named_as_its_source(name):
    assert kind_of(DATASETS / name) == "images"
    assert read_recipe(DATASETS / name, ImagesRecipe).root.source == name
    assert (DATASETS / name / "README.md").exists()


def test_the_packages_of_the_emoji_are_pinned_by_hash_and_without_address():
    recipe = read_recipe(DATASETS / "emoji", ImagesRecipe).root
    lock = json.loads((DATASETS / "emoji" / "package-lock.json").read_text())["packages"]
    wanted = json.loads((DATASETS / "emoji" / "package.json").read_text())["dependencies"]
    assert set(wanted) == {*recipe.vendors, recipe.names}
    assert {name.removeprefix("node_modules/") for name in lock if name} == set(wanted)
    for name, version in wanted.items():
        package = lock[f"node_modules/{name}"]
        assert package["version"] == version
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package
