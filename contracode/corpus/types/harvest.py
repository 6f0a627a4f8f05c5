"""All typed files of one package, as a part of a build. Shell."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from compiler_aug import Augmenter
from contracode.corpus.functions.harvest import Sources, origin_of
from contracode.corpus.functions.recipe import PackageRecipe
from contracode.corpus.tables import as_columns, make_row, schema_of, write_rows
from contracode.corpus.types.labels import Listeners, parsed, read_typed_files
from contracode.corpus.types.records import TypedFile
from contracode.files import write_json


def harvest(
    package: PackageRecipe,
    sources: Sources,
    augmenter: Augmenter,
    max_type_characters: int,
    part: Path,
    on_file: Callable[[], object],
) -> None:
    """Read the typed files of a package into a part of a build.

    Args:
        package: its recipe.
        sources: its files.
        augmenter: the compiler.
        max_type_characters: length of the longest type that is a label.
        part: Parquet file, written last; beside it a JSON file says what was left out.
        on_file: called as each file is begun.
    """
    unreadable: dict[str, str] = {}
    dropped: Counter[str] = Counter()

    def leave_out(path: str, reason: str) -> None:
        unreadable[f"{package.name}/{path}"] = reason

    def drop(reason: str, count: int) -> None:
        dropped[reason] += count

    def files() -> Iterator[Path]:
        for file in sources.files:
            on_file()
            yield file

    typed = read_typed_files(
        sources.folder,
        files(),
        origin_of(sources.folder, package),
        augmenter,
        max_type_characters,
        Listeners(left_out=leave_out, dropped=drop),
        package.max_file_bytes,
    )
    rows = [as_columns(file) for file in parsed(typed, augmenter, leave_out)]
    part.parent.mkdir(parents=True, exist_ok=True)
    write_json(_report(part), {"dropped": dropped, "unreadable": unreadable})
    write_rows(part, rows, schema_of(TypedFile))


def read_part(part: Path) -> Iterator[TypedFile]:
    """Files of a finished part, some hundred at a time in memory."""
    make = make_row(TypedFile)
    with pq.ParquetFile(part) as file:
        for batch in file.iter_batches(batch_size=256):
            yield from map(make, batch.to_pylist())


def read_report(part: Path) -> dict[str, Any]:
    """What was left out of a part: ``dropped`` by reason, ``unreadable`` by path."""
    report: dict[str, Any] = json.loads(_report(part).read_text(encoding="utf-8"))
    return report


def _report(part: Path) -> Path:
    return part.with_suffix(".json")
