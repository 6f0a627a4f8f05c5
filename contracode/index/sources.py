"""Where the functions of an index come from: a corpus, or a folder of source files."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from compiler_aug import Augmenter
from contracode.corpus.functions.extraction import read_functions
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import FUNCTIONS, read_records
from contracode.corpus.manifest import corpus_digest, is_corpus, table_summary
from contracode.corpus.packages import Origin
from contracode.corpus.sources import own_files
from contracode.errors import CloneIndexError


@runtime_checkable
class FunctionSource(Protocol):
    """Functions to index."""

    digest: str
    """SHA-256 of everything that decides what `records` gives."""
    unreadable: int
    """Files left out so far: they do not parse, are not UTF-8, too large or minified."""
    size: int | None
    """Number of functions, where it is known before they are read."""

    def records(self) -> Iterator[FunctionRecord]:
        """The functions, in the same order every time."""


def open_source(
    place: Path, augmenter: Augmenter, on_unreadable: Callable[[str], object]
) -> FunctionSource:
    """Choose by what ``place`` holds: a corpus (manifest and shards), or source files.

    Args:
        place: a folder.
        augmenter: the compiler that finds the functions in source files.
        on_unreadable: called with one message for each file left out.

    Raises:
        CloneIndexError: ``place`` is no folder, or holds no JavaScript or TypeScript.
    """
    if not place.is_dir():
        raise CloneIndexError(f"{place} is no folder; give a corpus or a folder of source files")
    if is_corpus(place):
        return CorpusSource(place)
    return FolderSource(place, augmenter, on_unreadable)


class CorpusSource:
    """All functions of a corpus, of all splits."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self.digest = corpus_digest(corpus)
        self.size: int | None = table_summary(corpus, FUNCTIONS)["rows"]
        self.unreadable = 0

    def records(self) -> Iterator[FunctionRecord]:
        """The records, in the corpus's order, a shard at a time in memory."""
        yield from read_records(self._corpus)


class FolderSource:
    """Functions in the JavaScript and TypeScript files of a folder.

    Package, version and licence are those of the folder's ``package.json``; without one the
    package is the folder's name.
    """

    def __init__(
        self, folder: Path, augmenter: Augmenter, on_unreadable: Callable[[str], object]
    ) -> None:
        self._folder = folder.resolve()
        self._augmenter = augmenter
        self._on_unreadable = on_unreadable
        self._files = list(own_files(self._folder))
        if not self._files:
            raise CloneIndexError(
                f"{folder} holds no JavaScript or TypeScript file and is no corpus; "
                "installed packages, minified files and type declarations are not read"
            )
        self._origin = _origin_of(self._folder)
        self.digest = _digest(self._folder, self._files, augmenter.engines)
        self.size: int | None = None
        self.unreadable = 0

    def records(self) -> Iterator[FunctionRecord]:
        """The functions, file by file in the order of paths."""
        self.unreadable = 0
        yield from read_functions(
            self._folder,
            self._files,
            self._origin,
            self._augmenter,
            on_left_out=self._leave_out,
            # The user is told; a folder with one such file can be indexed all the same.
            on_transient=self._leave_out,
        )

    def _leave_out(self, path: str, reason: str) -> None:
        self.unreadable += 1
        self._on_unreadable(f"{path}: left out: {reason}")


def _digest(folder: Path, files: list[Path], engines: dict[str, str]) -> str:
    """Hash of the files' paths and contents, and of the compiler that reads them."""
    total = hashlib.sha256(json.dumps(engines, sort_keys=True).encode())
    for file in files:
        try:
            content = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            content = "unreadable"
        total.update(
            f"{file.relative_to(folder).as_posix()}\0{content}\n".encode("utf-8", "replace")
        )
    return total.hexdigest()


def _origin_of(folder: Path) -> Origin:
    """Package, version and licence by ``package.json``; what is missing or no text is empty."""
    try:
        described: Any = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        described = {}
    if not isinstance(described, dict):
        described = {}
    name, version, licence = (
        value if isinstance(value := described.get(key), str) else ""
        for key in ("name", "version", "license")
    )
    return Origin(package=name or folder.name, version=version, licence=licence, split="train")
