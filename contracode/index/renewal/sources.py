"""Where the functions of an index come from: a corpus, or a folder of source files."""

import hashlib
import json
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from compiler_aug import Augmenter
from contracode.corpus.functions.extraction import read_functions
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import FUNCTIONS, read_records
from contracode.corpus.manifest import corpus_digest, is_corpus, table_summary
from contracode.corpus.packages import Origin
from contracode.corpus.sources import MAX_BYTES, read_source
from contracode.errors import CloneIndexError
from contracode.index.renewal.walking import code_files, is_generated

WHOLE = ""
"""Path of a source that is read as one: a corpus."""


@runtime_checkable
class FunctionSource(Protocol):
    """Functions to index."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything that decides what `records` gives."""

    @property
    def files(self) -> Mapping[str, str]:
        """By path, a digest of what decides which functions a file gives.

        Of a corpus, `WHOLE` alone.
        """

    @property
    def left_out(self) -> Mapping[str, str]:
        """By path, why a file that was read gave no functions."""

    @property
    def size(self) -> int | None:
        """Number of functions, where it is known before they are read."""

    def records(self, paths: Collection[str] | None = None) -> Iterator[FunctionRecord]:
        """The functions, in the same order every time; of some files alone if paths are given."""


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
        self.files: Mapping[str, str] = {WHOLE: self.digest}
        self.left_out: Mapping[str, str] = {}
        self.size: int | None = table_summary(corpus, FUNCTIONS)["rows"]

    def records(self, paths: Collection[str] | None = None) -> Iterator[FunctionRecord]:
        """The records, in the corpus's order, a shard at a time in memory."""
        if paths is None or WHOLE in paths:
            yield from read_records(self._corpus)


class FolderSource:
    """Functions in a folder's JavaScript and TypeScript files, less ignored and generated ones.

    Package, version and licence are those of the folder's ``package.json``; without one the
    package is the folder's name.
    """

    def __init__(
        self, folder: Path, augmenter: Augmenter, on_unreadable: Callable[[str], object]
    ) -> None:
        self._folder = folder.resolve()
        self._augmenter = augmenter
        self._tell = on_unreadable
        self._origin = _origin_of(self._folder)
        self.left_out: dict[str, str] = {}
        files = list(code_files(self._folder, self._leave_out))
        if not files:
            raise CloneIndexError(
                f"{folder} holds no JavaScript or TypeScript file and is no corpus; installed "
                "packages, ignored and minified files, and type declarations are not read"
            )
        rules = json.dumps([augmenter.engines, astuple(self._origin)], sort_keys=True)
        self.files: dict[str, str] = {
            file.relative_to(self._folder).as_posix(): _digest(file, rules) for file in files
        }
        total = hashlib.sha256()
        for path, digest in self.files.items():
            total.update(f"{path}\0{digest}\n".encode())
        self.digest = total.hexdigest()
        self.size: int | None = None

    def records(self, paths: Collection[str] | None = None) -> Iterator[FunctionRecord]:
        """The functions, file by file in the order of paths."""
        yield from read_functions(
            self._folder,
            self._written(self.files if paths is None else [p for p in self.files if p in paths]),
            self._origin,
            self._augmenter,
            on_left_out=self._leave_out,
            # The user is told; a folder with one such file can be indexed all the same.
            on_transient=self._leave_out_for_now,
        )

    def _written(self, paths: Collection[str]) -> Iterator[Path]:
        """Files that no program wrote."""
        for path in paths:
            file = self._folder / path
            try:
                generated = is_generated(read_source(file))
            except (OSError, ValueError):
                # Whoever reads it for good tells why it can't be read.
                generated = False
            if generated:
                self._leave_out(path, "generated, as the comment at its top says")
            else:
                yield file

    def _leave_out(self, path: str, reason: str) -> None:
        self.left_out[path] = reason
        self._tell(f"{path}: left out: {reason}")

    def _leave_out_for_now(self, path: str, reason: str) -> None:
        self._leave_out(path, reason)
        # Without its digest it counts as changed next time.
        self.files[path] = ""


def _digest(file: Path, rules: str) -> str:
    """Hash of a file's content, and of the compiler and package that its functions are told of."""
    total = hashlib.sha256(rules.encode("utf-8", "surrogatepass"))
    try:
        status = file.stat()
        # A file that will not be read need not be hashed.
        is_read = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES
        total.update(file.read_bytes() if is_read else f"{status.st_size} bytes".encode())
    except OSError as error:
        total.update(f"unreadable: {error.strerror}".encode())
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
