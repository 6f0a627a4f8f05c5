"""Metadata of the indexed functions, in SQLite."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from contracode.corpus.functions.records import FunctionRecord
from contracode.files import sha256_of_text


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFunction:
    """One function of the index; the fields are the columns of its table, in this order."""

    id: int
    """Own identity in [0, 2^63), also that of its vector; the same in every build."""
    name: str
    """Name without its owner: ``push``."""
    owner: str
    """Class or object that holds it, or empty: ``Queue``."""
    path: str
    """File inside the package, with forward slashes."""
    start_line: int
    """First line, counted from 1."""
    end_line: int
    """Last line, inclusive."""
    language: str
    """Language of the file."""
    package: str
    """npm package, or the folder's name."""
    version: str
    """Version of the package, or empty."""
    licence: str
    """SPDX expression, or empty."""
    source: str
    """Exact text."""
    content_sha256: str
    """SHA-256 of the text."""
    tokens: int
    """Length of the text in the model's tokens."""
    tokens_left_out: int
    """Tokens at its end that its vector does not stand for; 0 unless it was truncated."""


def identity_of(record: FunctionRecord) -> int:
    """Id of a record: equal functions at two places of a file stay two."""
    place = f"{record.id}/{record.owner}/{record.name}/{record.start_line}"
    digest = hashlib.blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def indexed(record: FunctionRecord, tokens: int, max_tokens: int) -> IndexedFunction:
    """Row of a record whose text has ``tokens`` tokens."""
    return IndexedFunction(
        id=identity_of(record),
        name=record.name,
        owner=record.owner,
        path=record.path,
        start_line=record.start_line,
        end_line=record.end_line,
        language=record.language,
        package=record.package,
        version=record.version,
        licence=record.licence,
        source=record.source,
        content_sha256=sha256_of_text(record.source),
        tokens=tokens,
        tokens_left_out=max(0, tokens - max_tokens),
    )


_COLUMNS = tuple(field.name for field in fields(IndexedFunction))
_TYPES = {"id": "INTEGER PRIMARY KEY"} | {
    field.name: "INTEGER NOT NULL" if field.type is int else "TEXT NOT NULL"
    for field in fields(IndexedFunction)
    if field.name != "id"
}
_CREATE = f"CREATE TABLE functions ({', '.join(f'{name} {_TYPES[name]}' for name in _COLUMNS)})"
_INSERT = f"INSERT INTO functions VALUES ({', '.join('?' * len(_COLUMNS))})"
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM functions"


class FunctionWriter:
    """A new table of functions, filled by one writer; whole in its file once it is closed."""

    def __init__(self, place: Path) -> None:
        self._connection = sqlite3.connect(place)
        # A kill makes the whole generation void, so a journal would protect nothing.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(_CREATE)

    def add(self, functions: Iterable[IndexedFunction]) -> None:
        """Append rows; an id must be new."""
        self._connection.executemany(_INSERT, map(astuple, functions))

    def close(self) -> None:
        """Write everything; whoever needs it on the disk syncs the file."""
        self._connection.commit()
        self._connection.close()


class FunctionReader:
    """The functions of a finished generation; threads may share it."""

    def __init__(self, place: Path) -> None:
        # "immutable" opens the file without locks, journals or writes: a generation never changes.
        uri = f"{place.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        with self._lock:
            return int(self._connection.execute("SELECT count(*) FROM functions").fetchone()[0])

    def get(self, ids: Sequence[int]) -> list[IndexedFunction]:
        """Functions by id, in the order asked; every id must be there."""
        marks = ", ".join("?" * len(ids))
        with self._lock:
            rows = self._connection.execute(f"{_SELECT} WHERE id IN ({marks})", ids).fetchall()
        found = {row[0]: _function(row) for row in rows}
        return [found[each] for each in ids]

    def all(self) -> list[IndexedFunction]:
        """All functions, in the order of their ids."""
        with self._lock:
            rows = self._connection.execute(f"{_SELECT} ORDER BY id").fetchall()
        return [_function(row) for row in rows]

    def close(self) -> None:
        """Release the file."""
        self._connection.close()


def _function(row: Sequence[Any]) -> IndexedFunction:
    return IndexedFunction(**dict(zip(_COLUMNS, row, strict=True)))
