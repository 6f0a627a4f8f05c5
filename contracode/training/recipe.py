"""Recipes: TOML files that come with the package, or any other; flags go on top."""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from contracode.errors import RecipeError

RECIPES = Path(__file__).parent.parent / "recipes"
_WORD = re.compile(r"[\w./~+-]+")

Settings = TypeVar("Settings")


def read_values(name: str, folder: Path, what: str = "recipe") -> dict[str, Any]:
    """What a TOML file says, unchecked.

    Args:
        name: a file of the folder, without its ending, or the path of a TOML file.
        folder: those of the package.
        what: they are, for errors.

    Raises:
        RecipeError: there is none, or it can't be read.
    """
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        known = ", ".join(sorted(place.stem for place in folder.glob("*.toml")))
        raise RecipeError(
            f"no {what} {name!r}; there are {known}, or give the path of a TOML file"
        ) from error
    except OSError as error:
        raise RecipeError(f"can't read {path}: {error.strerror}; give a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path} is not TOML: {error}") from error


def settings_of(
    kind: type[Settings], values: dict[str, Any], overrides: Sequence[str], name: str
) -> Settings:
    """Checked settings.

    Args:
        kind: their class, a frozen dataclass.
        values: as a TOML file says them; the overrides are merged into them.
        overrides: as TOML, with dotted keys; a lone word needs no quotes.
        name: of the recipe, for errors.

    Raises:
        RecipeError: unknown keys, or values that can't be run; all faults together.
    """
    merge(values, parsed(overrides))
    try:
        return TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or name}: {_told(fault['msg'])}"
            for fault in error.errors()
        )
        raise RecipeError(f"{name} can't be run: {faults}") from error


def _told(message: str) -> str:
    """What pydantic says, in words that need no Python."""
    if message == "Unexpected keyword argument":
        return "there is no such setting"
    return message.removeprefix("Value error, ")


def plain(settings: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """Settings as a JSON file gives them back: dictionaries, lists, numbers and texts."""
    values: dict[str, Any] = json.loads(json.dumps(asdict(settings)))
    return values


def merge(into: dict[str, Any], values: dict[str, Any]) -> None:
    """Put values over others, table by table."""
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


def parsed(overrides: Sequence[str]) -> dict[str, Any]:
    """What all of them say together, as one TOML file would; of two for one key the later.

    Raises:
        RecipeError: one is no TOML.
    """
    values: dict[str, Any] = {}
    for override in overrides:
        merge(values, _parse(override))
    return values


def _parse(override: str) -> dict[str, Any]:
    key, _, value = override.partition("=")
    # A shell takes quotes away, and a lone word can only be a text.
    if _WORD.fullmatch(value.strip()) and not _is_toml(f"value={value}"):
        override = f"{key}={json.dumps(value.strip())}"
    try:
        return tomllib.loads(override)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(
            f"{override!r} is no setting ({error}); write KEY=VALUE with a value as in TOML, such "
            "as schedule.steps=200 or plan=full"
        ) from error


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
