"""What the npm packages say: emoji with names and groups, and icon sets. Shell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracode.errors import CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class Emoji:
    """One emoji of the standard, without skin tone."""

    code: str
    """Its code points in hexadecimal, joined by hyphens."""
    name: str
    other_names: tuple[str, ...]
    group: str
    subgroup: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IconSet:
    """The drawings of one vendor."""

    vendor: str
    version: str
    licence: str
    icons: Mapping[str, Mapping[str, Any]]
    """Body and, where they differ from the set's, the sizes of each drawing, by its name."""
    aliases: Mapping[str, str]
    """Further names: to the name of the drawing."""
    codes: Mapping[str, str]
    """Code points to the name of the drawing; empty where the vendor lists none."""
    width: int
    height: int


def read_emoji(packages: Path, name: str) -> list[Emoji]:
    """The emoji that belong to a group, in the standard's order of code points.

    The letters that make up flags have no group and are left out.

    Raises:
        CorpusError: the package is not laid out as expected.
    """
    folder = packages / name
    try:
        # The English messages name two sub-groups by one number; this file does not.
        kinds = _read(folder / "meta/groups.json")
        spoken = _read(folder / "en/shortcodes/cldr.json")
        return [
            Emoji(
                code=each["hexcode"],
                name=each["label"],
                other_names=_as_tuple(spoken.get(each["hexcode"], ())),
                group=kinds["groups"][str(each["group"])],
                subgroup=kinds["subgroups"][str(each["subgroup"])],
            )
            for each in _read(folder / "en/data.json")
            if "group" in each
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(
            f"{folder} does not hold names of emoji as expected: {error!r}"
        ) from error


def read_icons(packages: Path, name: str) -> IconSet:
    """The icon set of a package.

    Raises:
        CorpusError: the package is not laid out as expected, or states no licence.
    """
    folder = packages / name
    try:
        icons = _read(folder / "icons.json")
        return IconSet(
            vendor=icons["prefix"],
            version=_read(folder / "package.json")["version"],
            licence=_read(folder / "info.json")["license"]["spdx"],
            icons=icons["icons"],
            aliases={
                alias: each["parent"]
                for alias, each in icons.get("aliases", {}).items()
                # Others turn or mirror the drawing: that is no longer the vendor's.
                if set(each) <= {"parent", "hidden"}
            },
            codes=_read(folder / "chars.json"),
            width=icons.get("width", 16),
            height=icons.get("height", 16),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{folder} does not hold an icon set as expected: {error!r}") from error


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(f"no file {path}; is the package one of emoji?") from error
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path} can't be read: {error}; remove the folder and run the command again"
        ) from error


def _as_tuple(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - text or a list of texts
    return (value,) if isinstance(value, str) else tuple(value)
