"""Results of a long build, one file a part: a killed build goes on where it was. Shell."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import pyarrow.parquet as pq

from contracode.corpus.report import Report
from contracode.corpus.tables import as_columns, make_row, schema_of, write_rows
from contracode.errors import CorpusError
from contracode.files import write_json

Row = TypeVar("Row")

_ROWS_IN_MEMORY = 1024


class Parts:
    """Finished parts of a build below a folder.

    A part's file bears the hash of all that decides its content, so that a part of another recipe
    or another version is never taken for this one's.

    Args:
        folder: where the files are kept until the build is done.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str, decided_by: Mapping[str, Any], suffix: str = ".parquet") -> Path:
        """Where a part stands, or shall be written whole; it is finished if the file exists.

        Args:
            name: what a reader of the folder sees first, such as a package's name.
            decided_by: everything the content depends on, as JSON values.
            suffix: of the file.
        """
        key = hashlib.sha256(json.dumps(decided_by, sort_keys=True).encode()).hexdigest()[:16]
        return self._folder / f"{name.replace('/', '+')}-{key}{suffix}"

    def remove(self) -> None:
        """Remove all parts: the corpus is written, they are not needed any more."""
        try:
            shutil.rmtree(self._folder, ignore_errors=False)
        except FileNotFoundError:
            return
        except OSError as error:
            raise CorpusError(f"can't remove {self._folder}: {error.strerror or error}") from error


class Part(Generic[Row]):
    """Rows of a table, and a report of what was left out of them.

    Args:
        path: Parquet file, as `Parts.path` tells; the report is a JSON file beside it.
        row: dataclass of a row.
    """

    def __init__(self, path: Path, row: type[Row]) -> None:
        self._path = path
        self._report = path.with_suffix(".json")
        self._row = row

    @property
    def is_finished(self) -> bool:
        """Whether both files are there; the rows are written last."""
        return self._path.exists()

    def write(self, rows: Iterable[Row], report: Report) -> None:
        """Write the part; the report may be filled while the rows are read."""
        columns = [as_columns(row) for row in rows]
        write_json(self._report, report.as_json())
        write_rows(self._path, columns, schema_of(self._row))

    def rows(self) -> Iterator[Row]:
        """The rows of a finished part, some at a time in memory."""
        make = make_row(self._row)
        with pq.ParquetFile(self._path) as file:
            for batch in file.iter_batches(batch_size=_ROWS_IN_MEMORY):
                yield from map(make, batch.to_pylist())

    def count(self) -> int:
        """Number of rows of a finished part."""
        count: int = pq.read_metadata(self._path).num_rows
        return count

    def report(self) -> Report:
        """What was left out of a finished part."""
        return Report.from_json(json.loads(self._report.read_text(encoding="utf-8")))
