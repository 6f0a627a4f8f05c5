"""A part that is compared: a corpus or one split of it, read row by row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from contracode.corpus.manifest import read_manifest, table_summary
from contracode.corpus.tables import read_columns
from contracode.errors import CorpusError

FUNCTIONS = "functions"
FILES = "files"

_COLUMNS = {
    FUNCTIONS: ["id", "package", "path", "name", "start_line", "source", "body", "structure"],
    FILES: ["id", "package", "path", "source"],
}


@dataclass(frozen=True, slots=True)
class Part:
    """A corpus, or one split of it."""

    corpus: Path
    """Folder of a finished corpus."""
    split: str | None = None
    """All splits if None."""

    def __str__(self) -> str:
        return self.corpus.resolve().name + (f":{self.split}" if self.split else "")

    def shares_rows_with(self, other: "Part") -> bool:
        """Whether a row may be in both parts."""
        return self.corpus.resolve() == other.corpus.resolve() and (
            self.split == other.split or None in (self.split, other.split)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a row comes from."""

    id: str
    package: str
    path: str
    name: str = ""
    """Of the function; empty for a file."""
    line: int = 0
    """First line, counted from 1; 0 for a file."""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"`{self.package}/{self.path}{line}` {self.name} ({self.id})".replace("  ", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A function or a file, and what it is compared by."""

    spot: Spot
    exact: str
    """Hash of a function's body, or the whole text of a file."""
    structure: str
    """Hash with identifiers and literals made anonymous; empty for a file."""
    text: str
    """Without types where the corpus has that."""


def table_of(part: Part) -> str:
    """`FUNCTIONS` or `FILES`: the table whose rows are compared.

    Raises:
        CorpusError: the corpus is missing, or has neither.
    """
    tables = read_manifest(part.corpus)["tables"]
    for table in (FUNCTIONS, FILES):
        if table in tables:
            return table
    raise CorpusError(
        f"{part} holds {', '.join(tables)}; only tables of functions or files can be compared"
    )


def size_of(part: Part, table: str) -> int:
    """Number of rows, at least 1.

    Raises:
        CorpusError: there are none; the split is not one of the corpus's, perhaps.
    """
    sizes: Counter[str] = Counter()
    for shard in read_columns(part.corpus, table, ["split"]):
        sizes.update(shard["split"].to_pylist())
    size = sizes.total() if part.split is None else sizes[part.split]
    if not size:
        splits = ", ".join(f"{split} ({count:,} rows)" for split, count in sorted(sizes.items()))
        raise CorpusError(f"{part} holds no rows; {part.corpus} has {splits or 'none at all'}")
    return size


def rows_of(part: Part, table: str) -> Iterator[Row]:
    """Rows in order; one shard is in memory at a time."""
    columns = [*_COLUMNS[table], "split"]
    shards = list(table_summary(part.corpus, table)["shards"])
    if shards and "javascript" in pq.read_schema(part.corpus / shards[0]).names:
        columns.append("javascript")
    for shard in read_columns(part.corpus, table, columns):
        for row in shard.to_pylist():
            if part.split in (None, row["split"]):
                yield _row(row)


def _row(row: dict[str, Any]) -> Row:
    spot = Spot(
        id=row["id"],
        package=row["package"],
        path=row["path"],
        name=row.get("name", ""),
        line=row.get("start_line", 0),
    )
    return Row(
        spot=spot,
        exact=row.get("body", row["source"]),
        structure=row.get("structure", ""),
        text=row.get("javascript") or row["source"],
    )
