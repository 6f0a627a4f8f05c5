"""All functions of one package, as a part of a build. Shell."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from compiler_aug import Augmenter
from contracode.corpus.functions.extraction import Origin, read_functions
from contracode.corpus.functions.recipe import PackageRecipe
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.sources import source_files
from contracode.corpus.tables import as_columns, make_row, schema_of, write_rows
from contracode.errors import CorpusError
from contracode.files import write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Which files of a package are read, and which are not."""

    folder: Path
    """Of the package."""
    files: tuple[Path, ...]
    """To be read, in order."""
    left_out: Mapping[str, int]
    """Source files not to be read, by reason."""

    @classmethod
    def of(cls, package: PackageRecipe, packages: Path) -> "Sources":
        """Files of a package as its recipe wants them.

        Raises:
            CorpusError: the package lacks a place that the recipe names.
        """
        folder = packages / package.name
        left_out: Counter[str] = Counter()

        def leave_out(path: Path, reason: str) -> None:
            left_out[reason] += 1 if path.is_file() else sum(1 for _ in source_files(path))

        is_foreign = _matcher(folder, package)
        files = []
        for root in package.roots:
            place = _existing(folder, root, package.name)
            for path in source_files(place, leave_out) if place.is_dir() else [place]:
                if is_foreign(path.relative_to(folder)):
                    left_out["left out by the recipe"] += 1
                else:
                    files.append(path)
        return cls(folder=folder, files=tuple(dict.fromkeys(files)), left_out=left_out)


def harvest(
    package: PackageRecipe,
    sources: Sources,
    augmenter: Augmenter,
    wanted: Callable[[FunctionRecord], str | None],
    part: Path,
    on_file: Callable[[], object],
) -> None:
    """Extract the functions of a package into a part of a build.

    Args:
        package: its recipe.
        sources: its files.
        augmenter: the compiler.
        wanted: None for a function that is kept, else the reason why not.
        part: Parquet file, written last; beside it a JSON file says what was left out.
        on_file: called as each file is begun.
    """
    unreadable: dict[str, str] = {}
    dropped: Counter[str] = Counter()

    def leave_out(path: str, reason: str) -> None:
        unreadable[f"{package.name}/{path}"] = reason

    rows = []
    for record in read_functions(
        sources.folder,
        _counted(sources.files, on_file),
        origin_of(sources.folder, package),
        augmenter,
        leave_out,
        package.max_file_bytes,
    ):
        reason = wanted(record)
        if reason is None:
            rows.append(as_columns(record))
        else:
            dropped[reason] += 1
    part.parent.mkdir(parents=True, exist_ok=True)
    write_json(_report(part), {"dropped": dropped, "unreadable": unreadable})
    write_rows(part, rows, schema_of(FunctionRecord))


def read_part(part: Path) -> Iterator[FunctionRecord]:
    """Functions of a finished part, some thousand at a time in memory."""
    make = make_row(FunctionRecord)
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(batch_size=4096):
            yield from map(make, batch.to_pylist())


def rows_of(part: Path) -> int:
    """Number of functions in a finished part."""
    rows: int = pq.read_metadata(part).num_rows
    return rows


def read_report(part: Path) -> dict[str, Any]:
    """What was left out of a part: ``dropped`` by reason, ``unreadable`` by path."""
    report: dict[str, Any] = json.loads(_report(part).read_text(encoding="utf-8"))
    return report


def _report(part: Path) -> Path:
    return part.with_suffix(".json")


def _counted(files: Iterable[Path], on_file: Callable[[], object]) -> Iterator[Path]:
    for file in files:
        on_file()
        yield file


def _existing(folder: Path, name: str, package: str) -> Path:
    place = folder / name
    if not place.exists():
        raise CorpusError(f"the recipe names {name} in {package}, which has no such place")
    return place


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
