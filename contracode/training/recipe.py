"""Recipes: TOML files that come with the package, or any other; flags go on top."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from contracode.errors import RecipeError
from contracode.training.code.config import PretrainConfig

RECIPES = Path(__file__).parent.parent / "recipes"


def read_recipe(name: str, overrides: Sequence[str] = ()) -> PretrainConfig:
    """Settings of a run.

    Args:
        name: a recipe of the package (``smoke``), or the path of a TOML file.
        overrides: settings as in TOML, with dotted keys: ``schedule.steps=200``.

    Raises:
        RecipeError: no such recipe, a file that can't be read, unknown keys, or values that can't
            be run.
    """
    path = Path(name) if name.endswith(".toml") else RECIPES / f"{name}.toml"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(place.stem for place in RECIPES.glob("*.toml")))
        raise RecipeError(
            f"no recipe {name!r}; there are {known}, or give the path of a TOML file"
        ) from error
    except OSError as error:
        raise RecipeError(f"can't read {path}: {error.strerror}; give a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path} is not TOML: {error}") from error
    values.setdefault("name", path.stem)
    for override in overrides:
        _merge(values, _parse(override))
    try:
        return TypeAdapter(PretrainConfig).validate_python(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'recipe'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise RecipeError(f"recipe {name} can't be run: {faults}") from error


def _parse(override: str) -> dict[str, Any]:
    try:
        return tomllib.loads(override)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(
            f"{override!r} is no setting ({error}); write it as in TOML, such as "
            "schedule.steps=200 or plan='full'"
        ) from error


def _merge(into: dict[str, Any], values: dict[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value
