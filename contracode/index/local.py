"""The one writer of an index of files."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.clone_index import CloneIndex
from contracode.index.closing import Closing
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction
from contracode.index.generation.changes import Change, to_bytes
from contracode.index.generation.filling import MEMORY_BYTES, Making, fill
from contracode.index.generation.log import LogWriter
from contracode.index.generation.manifest import LOG
from contracode.index.generation.pointer import (
    current_generation,
    has_index,
    new_generation,
    only_writer,
    writing,
)
from contracode.index.generation.table import Filter
from contracode.index.store import ANY, Hit, Stats, check_texts, check_vectors

_messages = logging.getLogger(__name__)

KEEP = 1
"""Older generations that stay, if nothing else is asked for."""

# What was written since the generation is compared one by one; from here on, a new generation pays.
_WRITTEN_SHARE = 0.2
_WRITTEN_AT_LEAST = 2_000


class LocalStore(Closing):
    """Writes to an index of files, and can be asked like its views.

    A write is one record of the generation's log: it takes place whole or not at all, and is on the
    disk when the call returns. When much has been written, a new generation is made.

    Attributes:
        view: the index after the last write.
    """

    def __init__(
        self, root: Path, view: CloneIndex, keep: int = KEEP, held: ExitStack | None = None
    ) -> None:
        """Write to an index whose only writer the caller is.

        Args:
            root: folder of the index.
            view: its present state.
            keep: older generations that stay.
            held: what is released when the store is closed: the lock, unless the caller keeps it.
        """
        self._root = root
        self._keep = keep
        self._held = held or ExitStack()
        self._log: LogWriter | None = None
        self.view = view

    @classmethod
    def open(
        cls,
        root: Path,
        encoder: CodeEncoder,
        *,
        keep: int = KEEP,
        memory_bytes: int = MEMORY_BYTES,
    ) -> "LocalStore":
        """Open the index at ``root`` for writing; an empty one is made if there is none.

        Args:
            root: folder of the index.
            encoder: the model of its vectors.
            keep: older generations that stay.
            memory_bytes: what searching may take, if the index is made now.

        Raises:
            CloneIndexError: someone else is writing, the index is damaged, or another model's.
        """
        with ExitStack() as held:
            held.enter_context(only_writer(root))
            if not has_index(root):
                with new_generation(root) as folder:
                    fill(folder, making_by(encoder, memory_bytes=memory_bytes), (), (), "")
            view = CloneIndex.open(root, encoder)
            return cls(root, view, keep, held.pop_all())

    @property
    def generation(self) -> str:
        """Name of the generation that is searched."""
        return self.view.generation

    def upsert(
        self, functions: Sequence[IndexedFunction], vectors: Float32[np.ndarray, "functions dim"]
    ) -> None:
        """As `CloneStore.upsert`."""
        check_vectors(vectors, self.view.manifest.dimensions)
        check_texts(functions)
        if functions:
            self.apply(Change(functions=tuple(functions), vectors=vectors))

    def delete(self, ids: Sequence[int]) -> int:
        """As `CloneStore.delete`."""
        before = len(self.view)
        there = self.view.known(ids)
        if there:
            self.apply(Change(deleted=tuple(there)))
        return before - len(self.view)

    def apply(self, change: Change) -> None:
        """Write a change.

        Raises:
            CloneIndexError: it can't be written; the index stays as it was.
        """
        generation = self.view.base.generation
        if current_generation(self._root) != generation:
            raise CloneIndexError(
                f"{self._root} has a newer generation than {generation.folder.name}; open it again"
            )
        with writing(self._root):
            if self._log is None:
                self._log = LogWriter(generation.folder / LOG, generation.digest)
            self._log.append(to_bytes(change))
        self.view = self.view.after(change, self._log.digest)
        overlay = self.view.overlay
        most = max(_WRITTEN_AT_LEAST, _WRITTEN_SHARE * len(self.view.base))
        if overlay.written + int(overlay.dead.sum()) > most:
            try:
                self.compact()
            except CloneIndexError as error:
                # The change is written all the same; the next one tries again.
                _messages.warning("not compacted: %s", error)

    def compact(self) -> None:
        """Make a new generation of all that a search can find, without tombstones or log.

        Views of the old one that others hold stay as they are.

        Raises:
            CloneIndexError: it can't be written; the index stays as it was.
        """
        view = self.view
        with new_generation(self._root, self._keep) as folder:
            fill(folder, view.making, view.blocks(), view.files.values(), view.source_digest)
        self.release_log()
        self.view = view.renewed(self._root)

    def current(self) -> CloneIndex:
        """The index after the last write."""
        return self.view

    def search(
        self, vectors: Float32[np.ndarray, "batch dim"], limit: int, where: Filter = ANY
    ) -> list[list[Hit]]:
        """As `Searchable.search`."""
        return self.view.search(vectors, limit, where)

    def stats(self) -> Stats:
        """As `Searchable.stats`."""
        return self.view.stats()

    def snapshot(self, root: Path) -> None:
        """As `Searchable.snapshot`."""
        self.view.snapshot(root)

    def close(self) -> None:
        """Release the index, so that others may write."""
        self.release_log()
        self.view.close()
        self._held.close()

    def release_log(self) -> None:
        """Close the log's file; the next write opens it again."""
        if self._log is not None:
            self._log.close()
            self._log = None


def making_by(
    encoder: CodeEncoder, *, truncate: bool = False, memory_bytes: int = MEMORY_BYTES
) -> Making:
    """What a generation of an encoder's vectors is made by."""
    return Making(
        model_digest=encoder.model_digest,
        tokenizer_digest=encoder.tokenizer_digest,
        dimensions=encoder.dimensions,
        truncate=truncate,
        memory_bytes=memory_bytes,
    )
