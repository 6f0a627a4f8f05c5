"""Generations on the disk: written whole beside each other, chosen by one pointer file.

    ROOT/CURRENT          name of the generation in use and the hash of its manifest, replaced in
                          one step
    ROOT/g000002/         the generation in use, and the log of what was written since
    ROOT/g000001/         one before, kept for readers that still have it open
    ROOT/.writer          locked while someone writes

A kill at any moment leaves `CURRENT` at the old generation or at the new one, and both whole. The
pointer vouches for the manifest, the manifest for the other files and for the start of the log.
"""

import fcntl
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contracode.errors import CloneIndexError
from contracode.files import UNFINISHED, sha256_of, sync, write_text
from contracode.index.generation.manifest import LOG, MANIFEST

_NAME = re.compile(r"g\d{6,}")
_POINTED = re.compile(r"(g\d{6,}) ([0-9a-f]{64})\n")
_POINTER = "CURRENT"
_LOCK = ".writer"


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that was published."""

    folder: Path
    digest: str
    """SHA-256 of its manifest."""


def current_generation(root: Path) -> Generation:
    """The generation in use.

    Raises:
        CloneIndexError: there is no index at ``root``, or its pointer is damaged.
    """
    try:
        pointer = (root / _POINTER).read_bytes()
    except OSError as error:
        raise CloneIndexError(
            f"no clone index at {root}; make one with "
            f"`contracode index build SOURCE --model DIR --out {root}`"
        ) from error
    # The name is part of a path: it must not lead out of the root.
    pointed = _POINTED.fullmatch(pointer.decode("utf-8", "replace"))
    if pointed is None:
        raise CloneIndexError(
            f"{root / _POINTER} is damaged or of another version: it holds {pointer[:80]!r}, "
            "wanted a generation and its hash; build the index again with `contracode index build`"
        )
    return Generation(root / pointed[1], pointed[2])


def state_of(root: Path) -> tuple[bytes, int]:
    """What changes with every write to an index, read without opening it."""
    try:
        pointer = (root / _POINTER).read_bytes()
        log = root / pointer.decode().partition(" ")[0] / LOG
        return pointer, log.stat().st_size if log.exists() else 0
    except (OSError, UnicodeDecodeError):
        return b"", 0


def has_index(root: Path) -> bool:
    """Whether a generation was ever published, whole or not."""
    return (root / _POINTER).exists()


def is_unfinished(name: str) -> bool:
    """Whether something of that name, at a root that has no index, is of a killed writer."""
    is_pointer = name.startswith(f".{_POINTER}.") and name.endswith(UNFINISHED)
    return name == _LOCK or is_pointer or _NAME.fullmatch(name) is not None


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Hold the root's lock; the system releases it if this process is killed.

    Raises:
        CloneIndexError: someone else holds it, or nothing can be written there.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = (root / _LOCK).open("w")
    except OSError as error:
        raise CloneIndexError(f"can't write to {root}: {error.strerror}") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CloneIndexError(
                f"someone else is writing to {root}; wait for it or choose another folder"
            ) from error
        yield


@contextmanager
def new_generation(root: Path, keep: int = 1) -> Iterator[Path]:
    """Give an empty folder to fill; publish it at the end of the block, if nothing was raised.

    The folder's files must be on the disk when the block ends. Afterwards some generations before
    are kept and older ones are deleted, as are folders of builds that were killed.

    Args:
        root: of the index; the caller is its only writer.
        keep: older generations that stay.

    Raises:
        CloneIndexError: it can't be written, for want of space perhaps; the old one stays in use.
    """
    with writing(root):
        for unfinished in root.glob(f".{_POINTER}.*{UNFINISHED}"):
            unfinished.unlink()
        older = _published(root)
        number = 1 + max((int(each.name[1:]) for each in older), default=0)
        fresh = root / f"g{number:06d}"
        fresh.mkdir()
    try:
        yield fresh
        with writing(root):
            sync(fresh)
            sync(root)
            write_text(root / _POINTER, f"{fresh.name} {sha256_of(fresh / MANIFEST)}\n")
    except BaseException:
        if not _is_current(root, fresh):
            shutil.rmtree(fresh, ignore_errors=True)
        raise
    # The new one is in use; an old one that can't be removed now is removed by the next writer.
    for each in older[: max(len(older) - keep, 0)]:
        shutil.rmtree(each, ignore_errors=True)


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Turn failures to write into one error that says what is left."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise _unwritten(root, error) from error
    except RuntimeError as error:
        # FAISS has no class of errors of its own.
        if "faiss" not in str(error):
            raise
        raise _unwritten(root, error) from error


def _unwritten(root: Path, error: Exception) -> CloneIndexError:
    return CloneIndexError(
        f"can't write to {root}: {error}; the index stays as it was; make room, and run the same "
        "command again"
    )


def _published(root: Path) -> list[Path]:
    """The published generations, oldest first; what killed builds left is removed.

    Numbers only grow, so what was never published is above the current generation. A pointer that
    is damaged does not tell: then all stay until a new generation is in use.
    """
    present = sorted(
        (each for each in root.iterdir() if _NAME.fullmatch(each.name)),
        key=lambda each: int(each.name[1:]),
    )
    try:
        last = int(current_generation(root).folder.name[1:])
    except CloneIndexError:
        # Without a pointer nothing was published, unless there are whole generations: then it was
        # lost, and they are left alone.
        if has_index(root) or any((each / MANIFEST).exists() for each in present):
            return present
        last = 0
    for each in present:
        if int(each.name[1:]) > last:
            shutil.rmtree(each)
    return [each for each in present if int(each.name[1:]) <= last]


def _is_current(root: Path, folder: Path) -> bool:
    try:
        return current_generation(root).folder == folder
    except CloneIndexError:
        return False
