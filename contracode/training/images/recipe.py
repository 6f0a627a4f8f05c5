"""Recipes of training runs on images, by name or as files."""

from collections.abc import Sequence
from pathlib import Path

from contracode.training.images.config import ImageRunConfig
from contracode.training.recipe import RECIPES, parsed, read_values, settings_of

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
    match values, parsed(overrides):
        case {"method": {"kind": own}}, {"method": {"kind": wanted}} if wanted != own:
            del values["method"]
    return settings_of(ImageRunConfig, values, overrides, name)
