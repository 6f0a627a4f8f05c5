"""Programs that a user names: files, folders, lines of JSON, Parquet files and corpora."""

from collections.abc import Callable, Sequence
from pathlib import Path

from contracode.corpus.manifest import is_corpus
from contracode.corpus.variants.file_sources import FileSource, FolderSource, StandardInput
from contracode.corpus.variants.reading import Source
from contracode.corpus.variants.record_sources import CorpusSource, LinesSource, ParquetSource
from contracode.errors import ContracodeError

LINES = (".jsonl", ".ndjson")
"""Endings of files that hold one JSON object a line."""
PARQUET = ".parquet"
"""Ending of Parquet files."""


def is_one_program(name: str) -> bool:
    """Whether an argument names one program: a file of code, or ``-`` for standard input."""
    path = Path(name)
    return name == "-" or not (path.is_dir() or path.suffix in (*LINES, PARQUET))


def open_sources(names: Sequence[str], standard_input: Callable[[], str]) -> list[Source]:
    """Sources by what they are: nothing of them is read yet.

    The id of a file is its path as it was named; of a file in a folder, its path below the
    folder, after the folder's own if there are several sources; of a record, its own, or the
    file's name and the number of its line or row.

    Args:
        names: paths, or ``-``.
        standard_input: reads what ``-`` stands for.

    Raises:
        ContracodeError: there is no such file, or it holds no programs.
    """
    return [_open(name, len(names) > 1, standard_input) for name in names]


def _open(name: str, is_one_of_many: bool, standard_input: Callable[[], str]) -> Source:
    path = Path(name)
    if name == "-":
        return StandardInput(standard_input)
    if not path.exists():
        raise ContracodeError(f"can't read {name}: no such file or folder")
    if path.is_dir():
        if is_corpus(path):
            return CorpusSource(path)
        return FolderSource(path, f"{path.as_posix()}/" if is_one_of_many else "")
    if path.suffix in LINES:
        return LinesSource(path)
    return ParquetSource(path) if path.suffix == PARQUET else FileSource(path)
