"""Tables of a corpus: frozen dataclasses as rows, Parquet shards on the disk."""

import dataclasses
import types
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from contracode.corpus.manifest import ShardSummary, TableSummary, table_summary
from contracode.errors import CorpusError
from contracode.files import sha256_of, write_whole

ROWS_PER_SHARD = 4096

Row = TypeVar("Row")

_PLAIN = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
}


class TableWriter(Generic[Row]):
    """Writes rows as shards ``NAME-00000.parquet``, ...; the same rows give the same bytes.

    Each shard is there whole or not at all, but only the manifest makes them a corpus: pass it
    ``summary`` once the ``with`` block has ended. Rows wait in memory until their shard is full.

    Args:
        folder: of the corpus; a shard of the same name is replaced.
        name: of the table.
        row: dataclass of a row; its fields are the columns, in their order.
        rows_per_shard: fewer for large rows.
    """

    def __init__(
        self, folder: Path, name: str, row: type[Row], rows_per_shard: int = ROWS_PER_SHARD
    ) -> None:
        self._folder = folder
        self._name = name
        self._schema = schema_of(row)
        self._rows_per_shard = rows_per_shard
        self._waiting: list[dict[str, Any]] = []
        self._shards: dict[str, ShardSummary] = {}

    def write(self, row: Row) -> None:
        """Append one row."""
        self._waiting.append(as_columns(row))
        if len(self._waiting) == self._rows_per_shard:
            self._write_shard()

    @property
    def summary(self) -> TableSummary:
        """What the manifest shall say of the table."""
        rows = sum(shard["rows"] for shard in self._shards.values())
        return {"rows": rows, "shards": self._shards}

    def __enter__(self) -> "TableWriter[Row]":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._waiting and error is None:
            self._write_shard()

    def _write_shard(self) -> None:
        path = self._folder / f"{self._name}-{len(self._shards):05}.parquet"
        write_rows(path, self._waiting, self._schema)
        self._shards[path.name] = {"rows": len(self._waiting), "sha256": sha256_of(path)}
        self._waiting = []


def write_rows(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema) -> None:
    """Write one Parquet file, whole or not at all."""
    table = pa.Table.from_pylist(rows, schema=schema)
    write_whole(path, partial(pq.write_table, table, compression="zstd"))


def read_rows(corpus: Path, table: str, row: type[Row]) -> Iterator[Row]:
    """Rows of a table, in order; one shard is in memory at a time.

    Raises:
        CorpusError: the corpus or the table is missing, or a shard is not the one the manifest
            names.
    """
    names = [field.name for field in dataclasses.fields(row)]  # type: ignore[arg-type]
    make = make_row(row)
    for shard in read_columns(corpus, table, names):
        yield from map(make, shard.to_pylist())


def read_columns(corpus: Path, table: str, columns: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of a table, shard by shard.

    Raises:
        CorpusError: as for `read_rows`, or the table lacks a column.
    """
    for name, shard in table_summary(corpus, table)["shards"].items():
        path = corpus / name
        if not path.exists() or sha256_of(path) != shard["sha256"]:
            raise CorpusError(
                f"{path} is missing or changed since it was built; "
                "`contracode corpus build` mends it"
            )
        yield read_file(path, columns)


def read_file(path: Path, columns: Sequence[str]) -> pa.Table:
    """Some columns of one Parquet file.

    Raises:
        CorpusError: the file lacks a column.
    """
    known = pq.read_schema(path).names
    lacking = [column for column in columns if column not in known]
    if lacking:
        raise CorpusError(f"{path} has no column {', '.join(lacking)}; it has {', '.join(known)}")
    return pq.read_table(path, columns=list(columns))


def as_columns(row: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """A row as column name to value. Nested rows are turned, too; values are not copied."""
    return {field.name: _as_value(getattr(row, field.name)) for field in dataclasses.fields(row)}


def schema_of(row: type) -> pa.Schema:
    """Arrow schema of a dataclass: text, numbers, truth, bytes; tuples and dataclasses of them."""
    hints = get_type_hints(row)
    return pa.schema([(field.name, _arrow(hints[field.name])) for field in dataclasses.fields(row)])


def make_row(row: type[Row]) -> Callable[[dict[str, Any]], Row]:
    """What makes a row of the dictionary that Arrow returns, nested rows included."""
    hints = get_type_hints(row)
    turns = {name: turn for name in hints if (turn := _turn(hints[name])) is not None}

    def make(columns: dict[str, Any]) -> Row:
        for name, turn in turns.items():
            columns[name] = turn(columns[name])
        return row(**columns)

    return make


def _as_value(value: Any) -> Any:  # noqa: ANN401 - any column
    if isinstance(value, tuple):
        return [_as_value(each) for each in value]
    return as_columns(value) if dataclasses.is_dataclass(value) else value


def _arrow(hint: Any) -> pa.DataType:  # noqa: ANN401 - type hints have no type of their own
    if isinstance(hint, types.UnionType):
        # The only union a column may be: a value or nothing.
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is Literal:
        hint = type(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return pa.list_(_arrow(get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        assert isinstance(hint, type)
        return pa.struct(list(schema_of(hint)))
    return _PLAIN[hint]


def _turn(hint: Any) -> Any:  # noqa: ANN401
    """What a value of that hint needs after reading; None if nothing."""
    if dataclasses.is_dataclass(hint):
        assert isinstance(hint, type)
        return make_row(hint)
    if get_origin(hint) is not tuple:
        return None
    inner = _turn(get_args(hint)[0])
    return tuple if inner is None else lambda values: tuple(map(inner, values))
