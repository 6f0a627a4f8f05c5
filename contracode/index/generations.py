"""Generations on the disk: written whole beside each other, chosen by one pointer file.

    ROOT/CURRENT          name of the generation in use, replaced in one step
    ROOT/g000002/         the generation in use
    ROOT/g000001/         the one before, kept for readers that still have it open
    ROOT/.writer          locked while a build runs

A kill at any moment leaves `CURRENT` at the old generation or at the new one, and both whole.
"""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contracode.errors import CloneIndexError
from contracode.files import sync, write_text

_NAME = re.compile(r"g\d{6,}")
_POINTER = "CURRENT"


def current_generation(root: Path) -> Path:
    """Folder of the generation in use.

    Raises:
        CloneIndexError: there is no index at ``root``, or its pointer is damaged.
    """
    try:
        name = (root / _POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CloneIndexError(
            f"no clone index at {root}; make one with "
            f"`contracode index build SOURCE --model DIR --out {root}`"
        ) from error
    # The name is part of a path: it must not lead out of the root.
    if not _NAME.fullmatch(name):
        raise CloneIndexError(
            f"{root / _POINTER} names {name!r}, which is no generation; build the index again"
        )
    return root / name


@contextmanager
def new_generation(root: Path) -> Iterator[Path]:
    """Give an empty folder to fill; publish it at the end of the block, if nothing was raised.

    The folder's files must be on the disk when the block ends. Afterwards the generation before
    is kept and older ones are deleted, as are folders of builds that were killed.

    Raises:
        CloneIndexError: another build is writing to this root.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _only_writer(root):
        for unfinished in root.glob(f".{_POINTER}.*.unfinished"):
            unfinished.unlink()
        present = _generations(root)
        number = 1 + max((int(each.name[1:]) for each in present), default=0)
        fresh = root / f"g{number:06d}"
        fresh.mkdir()
        try:
            yield fresh
        except BaseException:
            shutil.rmtree(fresh)
            raise
        previous = _published(root)
        sync(fresh)
        sync(root)
        write_text(root / _POINTER, f"{fresh.name}\n")
        for each in present:
            if each != previous:
                shutil.rmtree(each)


def _published(root: Path) -> Path | None:
    try:
        return current_generation(root)
    except CloneIndexError:
        return None


def _generations(root: Path) -> list[Path]:
    return [each for each in root.iterdir() if _NAME.fullmatch(each.name)]


@contextmanager
def _only_writer(root: Path) -> Iterator[None]:
    """Hold the root's lock; the system releases it if this process is killed."""
    with (root / ".writer").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CloneIndexError(
                f"another build is writing to {root}; wait for it or choose another folder"
            ) from error
        yield
