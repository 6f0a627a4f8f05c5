"""Rows of a study: how each is trained, and where its runs lie."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, with_config


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way to train, once for every seed."""

    name: str
    settings: dict[str, Any]
    """What differs from the settings of all rows. In texts, ``{runs}`` stands for the study's
    folder and ``{seed}`` for the seed: ``"{runs}/teacher/{seed}"`` is another row's run."""
    after: tuple[str, ...] = ()
    """Rows whose runs it needs."""


def run_folder(folder: Path, row: str, seed: int) -> Path:
    """Where a row's run with a seed lies in a study's folder."""
    return folder / slug(row) / str(seed)


def slug(name: str) -> str:
    """A row's name as that of a folder."""
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")


def replaced(settings: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
    """The same settings and no others, with the values of ``by`` where it has one."""
    return {
        key: replaced(value, by.get(key, {})) if isinstance(value, dict) else by.get(key, value)
        for key, value in settings.items()
    }


def filled(value: Any, places: dict[str, str]) -> Any:  # noqa: ANN401 - what TOML can hold
    """A setting with the text of each place, such as ``{seed}``, put where it stands."""
    if isinstance(value, dict):
        return {key: filled(each, places) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, places) for each in value]
    if isinstance(value, str):
        for place, text in places.items():
            value = value.replace(place, text)
    return value
