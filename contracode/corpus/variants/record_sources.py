"""Programs in records: lines of JSON, Parquet files, corpora. Shell."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from compiler_aug import Failure, Program
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import table_summary
from contracode.corpus.variants.reading import Reading
from contracode.corpus.variants.rows import FIELDS, program_of_line, program_of_row
from contracode.corpus.variants.shards import programs_of, shards_of
from contracode.errors import ContracodeError

_ROWS_AT_A_TIME = 256


class LinesSource:
    """A file with one JSON object a line; the fields are those of ``FIELDS``."""

    size: int | None = None

    def __init__(self, file: Path) -> None:
        self._file = file

    def programs(self, reading: Reading) -> Iterator[Program]:
        """The programs, line by line; blank lines are passed over."""
        with self._file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                read = program_of_line(line, number, f"{self._file.name}:{number}")
                if isinstance(read, Failure):
                    reading.on_failure(read)
                else:
                    yield read


class ParquetSource:
    """A Parquet file with the columns of ``FIELDS``, such as a shard of a corpus.

    Raises:
        ContracodeError: it is none, or has no source.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            about = pq.read_metadata(file)
        except (OSError, pa.ArrowException) as error:
            raise ContracodeError(f"{file} is no Parquet file: {error}") from error
        names = about.schema.to_arrow_schema().names
        self._columns = [name for name in FIELDS if name in names]
        if not {"source", "code"} & set(self._columns):
            raise ContracodeError(f"{file} has no column source or code; it has {', '.join(names)}")
        self.size: int | None = about.num_rows

    def programs(self, reading: Reading) -> Iterator[Program]:
        """The programs, row by row."""
        number = 0
        with pq.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_ROWS_AT_A_TIME, columns=self._columns):
                for row in batch.to_pylist():
                    number += 1
                    read = program_of_row(row, f"{self._file.name}:{number}")
                    if isinstance(read, Failure):
                        reading.on_failure(read)
                    else:
                        yield read


class CorpusSource:
    """All functions of a built corpus."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self.size: int | None = table_summary(corpus, FUNCTIONS)["rows"]

    def programs(self, reading: Reading) -> Iterator[Program]:  # noqa: ARG002
        """The functions, in the corpus's order, a shard at a time in memory."""
        for shard in shards_of(self._corpus):
            yield from programs_of(self._corpus, shard)
