"""Bring an index up to date with its functions and its model."""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from contracode.corpus.functions.records import FunctionRecord
from contracode.errors import CloneIndexError
from contracode.index.clone_index import CloneIndex
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction, identity_of, indexed
from contracode.index.generation.changes import Change
from contracode.index.generation.filling import MEMORY_BYTES, Block, fill
from contracode.index.generation.pointer import has_index, new_generation, only_writer
from contracode.index.generation.table import IndexedFile
from contracode.index.local import KEEP, LocalStore, making_by
from contracode.index.renewal.embedding import Embedding
from contracode.index.renewal.sources import WHOLE, FunctionSource
from contracode.index.store import Stats

# Functions embedded and written at a time: enough for batches of equal length, and little enough
# that a killed build loses seconds.
_BLOCK = 1024

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did."""

    stats: Stats
    """What the index holds now."""
    built: bool
    """False if the index was up to date, so that nothing was done."""
    not_used: str
    """Why an index that stood there was not gone on with: damaged, another model's, other settings;
    empty if it was, or if there was none."""
    files_read: int
    """Files that are new or changed; of a corpus, 1."""
    files_gone: int
    """Files that are no more."""
    written: int
    """Functions added or replaced."""
    deleted: int
    """Functions that are no more."""
    embedded: int
    """Texts that the model read; the vectors of the others were known."""
    seconds: float
    """Time taken."""


def build_index(
    source: FunctionSource,
    encoder: CodeEncoder,
    root: Path,
    *,
    truncate: bool = False,
    memory_bytes: int = MEMORY_BYTES,
    keep: int = KEEP,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index at ``root`` up to date with its functions and its model.

    Only files that changed are read, and only functions whose text is new are embedded. A killed
    build leaves the index as it was, and the next one goes on with the vectors it had made.

    Args:
        source: the functions.
        encoder: the model.
        root: folder of the index; made if missing.
        truncate: index a function longer than the model's window by its beginning, and record
            the cut in its row; without it such functions are left out. Both are counted.
        memory_bytes: what searching may take; decides how vectors are searched.
        keep: older generations that stay.
        progress: called with the number of functions done since its last call.

    Raises:
        CloneIndexError: someone else is writing, nothing can be written, or the model's vectors
            are not of unit length.
    """
    started = time.monotonic()
    with only_writer(root):
        standing, not_used = _standing(root, encoder, truncate)
        build = _Build(source, encoder, root, truncate, standing, progress or (lambda _: None))
        fits = standing is not None and standing.manifest.memory_allowed == memory_bytes
        if standing is None or not fits or build.is_whole:
            build.make(memory_bytes, keep)
            if standing is not None:
                standing.close()
            standing = CloneIndex.open(root, encoder)
        elif build.changed or build.gone:
            standing = build.amend(standing, keep)
        stats = standing.stats()
        standing.close()
    return BuildReport(
        stats=stats,
        built=bool(build.changed or build.gone),
        not_used=not_used,
        files_read=len(build.changed),
        files_gone=len(build.gone),
        written=build.written,
        deleted=build.deleted,
        embedded=build.embedded,
        seconds=time.monotonic() - started,
    )


def _standing(root: Path, encoder: CodeEncoder, truncate: bool) -> tuple[CloneIndex | None, str]:
    """The index as it is, or why it can't be gone on with; neither if there is none."""
    if not has_index(root):
        return None, ""
    try:
        view = CloneIndex.open(root, encoder)
    except CloneIndexError as error:
        return None, str(error)
    if view.manifest.truncate != truncate:
        view.close()
        treated = "left out" if truncate else "cut"
        return None, f"functions longer than the model's window were {treated} in {root}"
    return view, ""


class _Build:
    """Functions of changed files on their way into the index."""

    def __init__(
        self,
        source: FunctionSource,
        encoder: CodeEncoder,
        root: Path,
        truncate: bool,
        standing: CloneIndex | None,
        progress: Progress,
    ) -> None:
        self._source = source
        self._encoder = encoder
        self._root = root
        self._truncate = truncate
        self._standing = standing
        self._progress = progress
        before = {} if standing is None else standing.files
        self.changed = {
            path: digest
            for path, digest in source.files.items()
            if path not in before or before[path].digest != digest
        }
        self.gone = tuple(path for path in before if path not in source.files)
        self.written = self.deleted = self.embedded = 0
        self._seen: set[int] = set()
        self._too_long: Counter[str] = Counter()
        self._repeated: Counter[str] = Counter()

    @property
    def is_whole(self) -> bool:
        """Whether the source is read as one, and has changed."""
        return WHOLE in self.changed or WHOLE in self.gone

    def make(self, memory_bytes: int, keep: int) -> None:
        """Write a new generation of everything."""
        self.changed = dict(self._source.files)
        making = making_by(self._encoder, truncate=self._truncate, memory_bytes=memory_bytes)
        with self._embedding() as embedding:
            with new_generation(self._root, keep) as folder:
                fill(folder, making, self._blocks(embedding), self._files(), self._source.digest)
            embedding.forget()

    def amend(self, standing: CloneIndex, keep: int) -> CloneIndex:
        """Write what differs from the standing index to its log; the index afterwards."""
        with self._embedding() as embedding:
            store = self._amend(standing, keep, list(self._blocks(embedding)))
            embedding.forget()
        store.release_log()
        return store.view

    def _amend(self, standing: CloneIndex, keep: int, blocks: list[Block]) -> LocalStore:
        functions = [function for block, _ in blocks for function in block]
        vectors = np.concatenate(
            [
                np.zeros((0, self._encoder.dimensions), dtype=np.float32),
                *(each for _, each in blocks),
            ]
        )
        before = standing.functions_in({*self.changed, *self.gone})
        new = [row for row, each in enumerate(functions) if before.get(each.id) != each]
        deleted = tuple(before.keys() - {function.id for function in functions})
        store = LocalStore(self._root, standing, keep)
        store.apply(
            Change(
                functions=tuple(functions[row] for row in new),
                vectors=vectors[np.array(new, dtype=np.int64)],
                deleted=deleted,
                files=tuple(self._files()),
                gone=self.gone,
                source_digest=self._source.digest,
            )
        )
        self.written, self.deleted = len(new), len(deleted)
        return store

    @contextmanager
    def _embedding(self) -> Iterator[Embedding]:
        embedding = Embedding(self._root, self._encoder, self._truncate, self._standing)
        try:
            yield embedding
        finally:
            embedding.close()
            self.embedded = embedding.embedded

    def _blocks(self, embedding: Embedding) -> Iterator[Block]:
        for records in _blocks(self._source.records(self.changed), _BLOCK):
            functions = self._chosen(records)
            vectors = embedding.vectors_of(functions)
            self.written += len(functions)
            yield functions, vectors
            self._progress(len(records))

    def _chosen(self, records: list[FunctionRecord]) -> list[IndexedFunction]:
        limit = self._encoder.max_tokens
        lengths = [len(ids) for ids in self._encoder.tokenize([each.source for each in records])]
        chosen = []
        for record, tokens in zip(records, lengths, strict=True):
            file = record.path if record.path in self.changed else WHOLE
            identity = identity_of(record)
            if identity in self._seen:
                self._repeated[file] += 1
            elif tokens > limit and not self._truncate:
                self._too_long[file] += 1
            else:
                self._seen.add(identity)
                chosen.append(indexed(record, tokens, limit))
        return chosen

    def _files(self) -> Iterator[IndexedFile]:
        """The files read; complete once all functions are through."""
        for path in self.changed:
            yield IndexedFile(
                path=path,
                digest=self._source.files[path],
                left_out=self._source.left_out.get(path, ""),
                too_long=self._too_long[path],
                repeated=self._repeated[path],
            )


def _blocks(records: Iterable[FunctionRecord], size: int) -> Iterator[list[FunctionRecord]]:
    remaining = iter(records)
    while block := list(itertools.islice(remaining, size)):
        yield block
