"""An index that a process searches while another one writes to it."""

import logging
import threading
import time
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.clone_index import CloneIndex
from contracode.index.encoder import CodeEncoder
from contracode.index.generation.pointer import state_of
from contracode.index.generation.table import Filter
from contracode.index.store import ANY, Hit, Stats

_messages = logging.getLogger(__name__)

RETRY_S = 10.0
"""After what could not be opened."""


class FollowedIndex:
    """The index at a place as it is now: what is written there is found by the next search.

    Each search sees one view, whole. While one search takes up what was written, others go on in
    the view before. If it can't be opened, or is another model's, that view stays in use, the log
    says why, and it is tried again after a while.
    """

    def __init__(self, root: Path, encoder: CodeEncoder) -> None:
        """Open the index.

        Raises:
            CloneIndexError: as for `CloneIndex.open`.
        """
        self._root = root
        self._lock = threading.Lock()
        self._seen = state_of(root)
        self._view = CloneIndex.open(root, encoder)
        self._next_try = 0.0

    @property
    def generation(self) -> str:
        """Name of the generation that was searched last."""
        return self._view.generation

    def current(self) -> CloneIndex:
        """The view of the index as it is now."""
        seen = state_of(self._root)
        if seen == self._seen or not self._lock.acquire(blocking=False):
            return self._view
        try:
            if time.monotonic() >= self._next_try:
                # The view before is released when the last search in it ends.
                self._view = self._view.renewed(self._root)
                self._seen = seen
        except CloneIndexError as error:
            self._next_try = time.monotonic() + RETRY_S
            _messages.warning("the index stays as it was: %s", error)
        finally:
            self._lock.release()
        return self._view

    def search(
        self, vectors: Float32[np.ndarray, "batch dim"], limit: int, where: Filter = ANY
    ) -> list[list[Hit]]:
        """As `Searchable.search`."""
        return self.current().search(vectors, limit, where)

    def stats(self) -> Stats:
        """As `Searchable.stats`."""
        return self.current().stats()

    def snapshot(self, root: Path) -> None:
        """As `Searchable.snapshot`."""
        self.current().snapshot(root)

    def close(self) -> None:
        """Release the files."""
        self._view.close()
