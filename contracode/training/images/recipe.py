"""Recipes of training runs on images, by name or as files."""

from collections.abc import Sequence
from pathlib import Path

from contracode.training.images.config import ImageRunConfig
from contracode.training.recipe import RECIPES, merge, parse_override, read_values, settings_of

IMAGE_RECIPES = RECIPES / "images"


def read_image_recipe(name: str, overrides: Sequence[str] = ()) -> ImageRunConfig:
    """Settings of a training run on images.

    Args:
        name: an image recipe of the package (``supcon``), or the path of a TOML file.
        overrides: settings as in TOML, with dotted keys: ``schedule.steps=20``.

    Where ``method.kind`` is another than the recipe's, the recipe's settings of its own method go.

    Raises:
        RecipeError: no such recipe, a file that can't be read, unknown keys, or values that can't
            be run.
    """
    values = read_values(name, IMAGE_RECIPES)
    values.setdefault("name", Path(name).stem)
    recipes_method = dict(values.get("method", {}))
    for override in overrides:
        merge(values, parse_override(override))
    method = values.get("method", {})
    if method.get("kind") != recipes_method.get("kind"):
        values["method"] = {
            key: value for key, value in method.items() if recipes_method.get(key) != value
        }
    return settings_of(ImageRunConfig, values, (), name)
