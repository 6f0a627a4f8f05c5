"""All functions of a clone package's source roots, as a part of a build. Shell."""

import json
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from compiler_aug import Augmenter
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.functions.extraction import read_functions
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.packages import Origin
from contracode.corpus.sources import source_files
from contracode.corpus.tables import as_columns, make_row, schema_of, write_rows
from contracode.errors import CorpusError
from contracode.files import write_json


def harvest(
    package: str, recipe: ClonesRecipe, packages: Path, augmenter: Augmenter, part: Path
) -> None:
    """Extract the functions of a package into a Parquet file, with a report beside it.

    Raises:
        CorpusError: no file of the package is in its groups, or it states no licence.
    """
    folder = packages / package
    files = roots_of(package, recipe, folder)
    if not files:
        raise CorpusError(f"{package} has no file where the recipe's groups look for its functions")
    unreadable: dict[str, str] = {}
    dropped: Counter[str] = Counter()
    rows = []
    origin = origin_of(package, recipe, folder)
    for record in read_functions(folder, files, origin, augmenter, unreadable.__setitem__):
        if len(record.source) > recipe.max_characters:
            dropped["more characters than max_characters"] += 1
        else:
            rows.append(as_columns(record))
    part.parent.mkdir(parents=True, exist_ok=True)
    write_json(
        part.with_suffix(".json"),
        {
            "files": len(files) - len(unreadable),
            "dropped": dropped,
            "unreadable": {f"{package}/{path}": why for path, why in unreadable.items()},
        },
    )
    write_rows(part, rows, schema_of(FunctionRecord))


def read_part(part: Path) -> Iterator[FunctionRecord]:
    """Functions of a finished part."""
    make = make_row(FunctionRecord)
    for batch in pq.ParquetFile(part).iter_batches():
        yield from map(make, batch.to_pylist())


def read_report(part: Path) -> dict[str, Any]:
    """What the extraction of a part counted."""
    report: dict[str, Any] = json.loads(part.with_suffix(".json").read_text(encoding="utf-8"))
    return report


def roots_of(package: str, recipe: ClonesRecipe, folder: Path) -> list[Path]:
    """Files of a package that are in one of the groups, in order."""
    return [
        path
        for path in source_files(folder)
        if is_read(package, recipe, path.relative_to(folder).as_posix())
    ]


def is_read(package: str, recipe: ClonesRecipe, path: str) -> bool:
    """Whether a file of a package is in one of the groups and not left out."""
    left_out = any(fnmatchcase(f"/{path}", f"*{each}") for each in recipe.leave_out)
    return recipe.group_of(package, path) != "" and not left_out


def modules_of(package: str, recipe: ClonesRecipe, folder: Path) -> list[Path]:
    """Modules of a package that are imported, in order."""
    patterns = recipe.run.get(package, [])
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.endswith((".min.js", ".d.ts")))


def origin_of(package: str, recipe: ClonesRecipe, folder: Path) -> Origin:
    """Version and licence of a package.

    Raises:
        CorpusError: it states no licence.
    """
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    licence = recipe.licences.get(package, about.get("license"))
    if not isinstance(licence, str):
        raise CorpusError(
            f"{package} states no licence; name it under [licences] in the recipe, or leave it out"
        )
    return Origin(package=package, version=about["version"], licence=licence, split="test")
