"""Recipes of pre-training runs on code, by name or as files."""

from collections.abc import Sequence
from pathlib import Path

from contracode.training.code.config import PretrainConfig
from contracode.training.recipe import RECIPES, read_values, settings_of


def read_recipe(name: str, overrides: Sequence[str] = ()) -> PretrainConfig:
    """Settings of a pre-training run on code.

    Args:
        name: a recipe of the package (``smoke``), or the path of a TOML file.
        overrides: settings as in TOML, with dotted keys: ``schedule.steps=200``.

    Raises:
        RecipeError: no such recipe, a file that can't be read, unknown keys, or values that can't
            be run.
    """
    values = read_values(name, RECIPES)
    values.setdefault("name", Path(name).stem)
    return settings_of(PretrainConfig, values, overrides, name)
