"""Arrays and names in the plain files of published image sets."""

from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from contracode.errors import CorpusError


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


def check_split(split: str, splits: tuple[str, ...], place: Path) -> None:
    """Refuse a split that is not there.

    Raises:
        CorpusError: it is none of ``splits``.
    """
    if split not in splits:
        raise CorpusError(f"{place} has the splits {', '.join(splits)}, not {split!r}")
