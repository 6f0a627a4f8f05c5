"""Arrays and names in the plain files of published image sets, and the files' digest."""

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from contracode.errors import CorpusError
from contracode.files import sha256_of


def read_rows_of_bytes(path: Path, row_bytes: int) -> UInt8[np.ndarray, "rows bytes"]:
    """A file of equally long rows, mapped into memory, not loaded.

    Raises:
        CorpusError: the file is missing, empty, or its length is not that of whole rows.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise CorpusError(f"no file {path}; is the archive unpacked whole?") from error
    if size == 0 or size % row_bytes:
        raise CorpusError(
            f"{path} is cut or something else: it has {size} bytes, "
            f"a whole number of rows of {row_bytes} was wanted"
        )
    return np.memmap(path, np.uint8, mode="r").reshape(-1, row_bytes)


def read_names(path: Path, count: int) -> tuple[str, ...]:
    """Names of classes, one a line.

    Raises:
        CorpusError: the file is missing, or there are more or fewer.
    """
    try:
        names = tuple(path.read_text(encoding="utf-8").split())
    except FileNotFoundError as error:
        raise CorpusError(f"no file {path}; is the archive unpacked whole?") from error
    if len(names) != count:
        raise CorpusError(f"{path} should name {count} classes, it names {len(names)}")
    return names


def digest_of(folder: Path, files: Iterable[Path]) -> str:
    """SHA-256 of the names and the contents of a folder's files, whatever the folder's own name.

    A file is read once a process, and again when its size or its time of change is another.

    Raises:
        CorpusError: a file can't be read.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        try:
            found = path.stat()
            content = _content(path, found.st_size, found.st_mtime_ns)
        except OSError as error:
            raise CorpusError(
                f"{path} can't be read: {error.strerror}; mend it or take it away"
            ) from error
        # No name holds a zero byte and every content has 64 letters: no two lists are the same.
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + content.encode())
    return digest.hexdigest()


def check_split(split: str, splits: tuple[str, ...], place: Path) -> None:
    """Refuse a split that is not there.

    Raises:
        CorpusError: it is none of ``splits``.
    """
    if split not in splits:
        raise CorpusError(f"{place} has the splits {', '.join(splits)}, not {split!r}")


@cache
def _content(path: Path, size: int, changed_ns: int) -> str:
    del size, changed_ns  # A changed file is read anew.
    return sha256_of(path)
