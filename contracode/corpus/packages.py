"""npm packages as sources of a corpus: what a recipe takes of one, its files, their origin."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field

from contracode.corpus.sources import MAX_BYTES, source_files
from contracode.corpus.splits import Split
from contracode.errors import CorpusError


class PackageRecipe(BaseModel, extra="forbid", frozen=True):
    """What to take from one package."""

    name: str
    """npm package; its version is the lock file's."""
    roots: list[str] = Field(min_length=1)
    """Folders or files with readable sources, never build output where sources are there."""
    leave_out: list[str] = []
    """Vendored, generated, tests: folders or files; with ``*`` a pattern of any of their names."""
    family: str = ""
    """Packages that share code or authors bear one family's name; the package's own if empty."""
    split: Split
    """The same for a whole family: copies and class families would leak."""
    licence: str = ""
    """SPDX expression, where ``package.json`` states none in today's form."""
    max_file_bytes: int = Field(default=MAX_BYTES, ge=1)
    """Larger files are bundles or data, mostly; raised where the only source is a large file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where files come from; the same for all that is read in them."""

    package: str
    version: str
    licence: str
    split: Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Which files of a package are read, and which are not."""

    origin: Origin
    """Of the files."""
    folder: Path
    """Of the package."""
    files: tuple[Path, ...]
    """To be read, in order."""
    left_out: Mapping[str, int]
    """Source files not to be read, by reason."""
    max_file_bytes: int = MAX_BYTES
    """Larger files are left out as they are read."""

    @classmethod
    def of(cls, package: PackageRecipe, packages: Path) -> "Sources":
        """Files of a package as its recipe wants them.

        Raises:
            CorpusError: the package lacks a place that the recipe names, or its licence is not the
                recipe's.
        """
        folder = packages / package.name
        left_out: Counter[str] = Counter()
        is_foreign = _matcher(folder, package)
        files = []
        for root in package.roots:
            for path in _source_files(_existing(folder, root, package.name), left_out):
                if is_foreign(path.relative_to(folder)):
                    left_out["left out by the recipe"] += 1
                else:
                    files.append(path)
        return cls(
            origin=origin_of(folder, package),
            folder=folder,
            files=tuple(dict.fromkeys(files)),
            left_out=+left_out,
            max_file_bytes=package.max_file_bytes,
        )


def origin_of(folder: Path, package: PackageRecipe) -> Origin:
    """What a package's files have in common.

    Raises:
        CorpusError: the package states no licence, or another than its recipe.
    """
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    stated = about.get("license")
    licence = stated if isinstance(stated, str) else package.licence
    if not licence or package.licence not in ("", licence):
        raise CorpusError(
            f"{package.name} states the licence {stated!r}, its recipe {package.licence!r}; "
            "correct the recipe or leave the package out"
        )
    return Origin(
        package=package.name, version=about["version"], licence=licence, split=package.split
    )


def _source_files(place: Path, left_out: Counter[str]) -> Iterable[Path]:
    """Source files below a place, or the file that it is; the others are counted."""

    def count(path: str, reason: str) -> None:
        held = place / path
        left_out[reason] += sum(1 for _ in source_files(held)) if held.is_dir() else 1

    return source_files(place, count) if place.is_dir() else [place]


def _matcher(folder: Path, package: PackageRecipe) -> Callable[[Path], bool]:
    """Whether the recipe leaves out a file, or a folder above it."""
    patterns = [name for name in package.leave_out if "*" in name]
    places = {
        _existing(folder, name, package.name).relative_to(folder)
        for name in package.leave_out
        if "*" not in name
    }

    def matches(path: Path) -> bool:
        return path in places or any(path.match(pattern) for pattern in patterns)

    return lambda path: any(matches(each) for each in (path, *path.parents[:-1]))


def _existing(folder: Path, name: str, package: str) -> Path:
    place = folder / name
    if not place.exists():
        raise CorpusError(f"the recipe names {name} in {package}, which has no such place")
    return place
