"""One side of a comparison: a corpus or one split of it, read row by row."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from contracode.corpus.manifest import read_manifest
from contracode.corpus.tables import read_columns
from contracode.errors import CorpusError
from contracode.files import sha256_of_text

Table = Literal["functions", "files", "images"]
"""Tables whose rows can be compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """A corpus, or one split of it."""

    corpus: Path
    """Folder of a finished corpus."""
    split: str | None = None
    """All splits if None."""

    def __str__(self) -> str:
        return self.corpus.resolve().name + (f":{self.split}" if self.split else "")

    def shares_rows_with(self, other: "Side") -> bool:
        """Whether a row may be on both sides."""
        return self.corpus.resolve() == other.corpus.resolve() and (
            self.split == other.split or None in (self.split, other.split)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a row comes from."""

    id: str
    package: str
    """Or the vendor of an image."""
    path: str = ""
    """Of the file; empty for an image."""
    name: str = ""
    """Of the function or of what an image shows; empty for a file."""
    line: int = 0
    """First line of a function, counted from 1; else 0."""

    def __str__(self) -> str:
        place = "/".join(part for part in (self.package, self.path) if part)
        line = f":{self.line}" if self.line else ""
        return " ".join(part for part in (f"`{place}{line}`", self.name, f"({self.id})") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A function, a file or an image, and what it is compared by."""

    spot: Spot
    exact: str
    """Hash that equal rows share."""
    structure: str = ""
    """Hash of a function with identifiers and literals made anonymous."""
    text: str = ""
    """Code without types; empty for an image."""


def table_of(side: Side) -> Table:
    """The table whose rows are compared.

    Raises:
        CorpusError: the corpus is missing, or has none such.
    """
    tables = read_manifest(side.corpus)["tables"]
    for table in get_args(Table):
        if table in tables:
            return table  # type: ignore[no-any-return] # get_args forgets what it was given
    raise CorpusError(
        f"{side} holds {', '.join(tables)}; only tables of {', '.join(get_args(Table))} "
        "can be compared"
    )


def size_of(side: Side, table: Table) -> int:
    """Number of rows, at least 1.

    Raises:
        CorpusError: there are none; the split is not one of the corpus's, perhaps.
    """
    sizes: Counter[str] = Counter()
    for shard in read_columns(side.corpus, table, ["split"]):
        sizes.update(shard["split"].to_pylist())
    size = sizes.total() if side.split is None else sizes[side.split]
    if not size:
        splits = ", ".join(f"{split} ({count:,} rows)" for split, count in sorted(sizes.items()))
        raise CorpusError(f"{side} holds no rows; {side.corpus} has {splits or 'none at all'}")
    return size


def rows_of(side: Side, table: Table) -> Iterator[Row]:
    """Rows in order; one shard is in memory at a time."""
    columns, make = _READ[table]
    for shard in read_columns(side.corpus, table, [*columns, "split"]):
        for batch in shard.to_batches(_ROWS_AT_ONCE):
            for row in batch.to_pylist():
                if side.split in (None, row["split"]):
                    yield make(row)


def _function(row: dict[str, Any]) -> Row:
    return Row(
        spot=Spot(
            id=row["id"],
            package=row["package"],
            path=row["path"],
            name=row["name"],
            line=row["start_line"],
        ),
        exact=row["body"],
        structure=row["structure"],
        text=row["javascript"] or row["source"],
    )


def _file(row: dict[str, Any]) -> Row:
    # Files that differ by layout alone are one for the build of such a corpus, too.
    squeezed = "".join(row["javascript"].split())
    return Row(
        spot=Spot(id=row["id"], package=row["package"], path=row["path"]),
        exact=sha256_of_text(squeezed),
        text=row["javascript"],
    )


def _image(row: dict[str, Any]) -> Row:
    shape = f"{row['height']} {row['width']} {row['channels']} "
    return Row(
        spot=Spot(id=row["id"], package=row["vendor"], name=row["name"]),
        exact=hashlib.sha256(shape.encode() + row["pixels"]).hexdigest(),
    )


# A shard as Python objects is several times its size in Arrow.
_ROWS_AT_ONCE = 512

# By table: the columns that are read, and what makes a row of them.
_READ: dict[Table, tuple[tuple[str, ...], Callable[[dict[str, Any]], Row]]] = {
    "functions": (
        (
            "id",
            "package",
            "path",
            "name",
            "start_line",
            "source",
            "javascript",
            "body",
            "structure",
        ),
        _function,
    ),
    "files": (("id", "package", "path", "javascript"), _file),
    "images": (("id", "vendor", "name", "height", "width", "channels", "pixels"), _image),
}
