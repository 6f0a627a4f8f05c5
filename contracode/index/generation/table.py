"""Functions and files of a generation, in SQLite."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from contracode.index.functions import COLUMNS, IndexedFunction, from_row


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFile:
    """A file that functions were looked for in; a corpus counts as one."""

    path: str
    """Below the folder, with forward slashes; empty for a corpus."""
    digest: str
    """Of its content, and of what else decides which functions are found."""
    left_out: str = ""
    """Why it could not be read; empty if it could."""
    too_long: int = 0
    """Functions left out as longer than the model's window."""
    repeated: int = 0
    """Functions left out as a second copy at the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which functions a search may find; empty means any."""

    packages: tuple[str, ...] = ()
    """Names of npm packages."""
    languages: tuple[str, ...] = ()
    """js, jsx, ts, tsx."""

    def __bool__(self) -> bool:
        return bool(self.packages or self.languages)

    def allows(self, function: IndexedFunction) -> bool:
        """Whether a search may find this function."""
        return (not self.packages or function.package in self.packages) and (
            not self.languages or function.language in self.languages
        )


def _table(name: str, row: type) -> str:
    """Statement that makes a table of a dataclass's fields; the first is the key."""
    kinds: dict[Any, str] = {int: "INTEGER", str: "TEXT"}
    key, *others = [f"{each.name} {kinds[each.type]}" for each in fields(row)]
    columns = [f"{key} PRIMARY KEY", *(f"{each} NOT NULL" for each in others)]
    return f"CREATE TABLE {name} ({', '.join(columns)})"


_FILE_COLUMNS = tuple(field.name for field in fields(IndexedFile))
_CREATE = (_table("functions", IndexedFunction), _table("files", IndexedFile))
_INDEXES = (
    "CREATE INDEX by_package ON functions (package, language)",
    "CREATE INDEX by_path ON functions (path)",
)
_INSERT = f"INSERT INTO functions VALUES ({', '.join('?' * len(COLUMNS))})"
_INSERT_FILE = f"INSERT INTO files VALUES ({', '.join('?' * len(_FILE_COLUMNS))})"
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM functions"
_SELECT_FILES = f"SELECT {', '.join(_FILE_COLUMNS)} FROM files"
# SQLite's limit of variables in one statement.
_AT_ONCE = 30_000


class TableWriter:
    """New tables, filled by one writer; whole in their file once it is closed."""

    def __init__(self, place: Path) -> None:
        self._connection = sqlite3.connect(place)
        # A kill makes the whole generation void, so a journal would protect nothing.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        for statement in _CREATE:
            self._connection.execute(statement)

    def add(self, functions: Iterable[IndexedFunction]) -> None:
        """Append rows; an id must be new."""
        self._connection.executemany(_INSERT, map(astuple, functions))

    def add_files(self, files: Iterable[IndexedFile]) -> None:
        """Append files; a path must be new."""
        self._connection.executemany(_INSERT_FILE, map(astuple, files))

    def finish(self) -> None:
        """Write everything; whoever needs it on the disk syncs the file."""
        for statement in _INDEXES:
            self._connection.execute(statement)
        self._connection.commit()

    def close(self) -> None:
        """Release the file, finished or not."""
        self._connection.close()


class TableReader:
    """The tables of a finished generation; threads may share it."""

    def __init__(self, place: Path) -> None:
        # "immutable" opens the file without locks, journals or writes: a generation never changes.
        uri = f"{place.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        with self._lock:
            return int(self._connection.execute("SELECT count(*) FROM functions").fetchone()[0])

    def get(self, ids: Sequence[int]) -> dict[int, IndexedFunction]:
        """Those of the ids that are there."""
        found: dict[int, IndexedFunction] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            with self._lock:
                rows = self._connection.execute(f"{_SELECT} WHERE id IN ({marks})", some).fetchall()
            found |= {row[0]: from_row(row) for row in rows}
        return found

    def all(self) -> list[IndexedFunction]:
        """All functions, in the order of their ids."""
        with self._lock:
            rows = self._connection.execute(f"{_SELECT} ORDER BY id").fetchall()
        return [from_row(row) for row in rows]

    def contents(self) -> dict[int, str]:
        """The hash of the text of every function."""
        with self._lock:
            rows = self._connection.execute("SELECT id, content_sha256 FROM functions").fetchall()
        return dict(rows)

    def ids_where(self, where: Filter) -> list[int]:
        """Ids of the functions that a filter allows."""
        wanted = (("package", where.packages), ("language", where.languages))
        conditions = [
            f"{column} IN ({', '.join('?' * len(values))})" for column, values in wanted if values
        ]
        statement = f"SELECT id FROM functions WHERE {' AND '.join(conditions) or '1'}"
        with self._lock:
            rows = self._connection.execute(statement, where.packages + where.languages).fetchall()
        return [row[0] for row in rows]

    def packages(self) -> list[str]:
        """Names of all packages."""
        with self._lock:
            rows = self._connection.execute("SELECT DISTINCT package FROM functions").fetchall()
        return [row[0] for row in rows]

    def truncated(self) -> list[int]:
        """Ids of the functions whose vector is of their beginning only."""
        statement = "SELECT id FROM functions WHERE tokens_left_out > 0"
        with self._lock:
            return [row[0] for row in self._connection.execute(statement).fetchall()]

    def ids_in(self, paths: Sequence[str]) -> list[int]:
        """Ids of the functions of some files."""
        found: list[int] = []
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            statement = f"SELECT id FROM functions WHERE path IN ({marks})"
            with self._lock:
                found += [row[0] for row in self._connection.execute(statement, some).fetchall()]
        return found

    def files(self) -> dict[str, IndexedFile]:
        """The files by their paths."""
        with self._lock:
            rows = self._connection.execute(_SELECT_FILES).fetchall()
        return {row[0]: IndexedFile(**dict(zip(_FILE_COLUMNS, row, strict=True))) for row in rows}

    def close(self) -> None:
        """Release the file."""
        self._connection.close()
