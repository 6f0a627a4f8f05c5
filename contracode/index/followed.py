"""An index that a process searches while another one writes to it."""

import logging
import threading
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.clone_index import CloneIndex
from contracode.index.encoder import CodeEncoder
from contracode.index.generation.pointer import state_of
from contracode.index.generation.table import Filter
from contracode.index.store import ANY, Hit, Stats

_log = logging.getLogger(__name__)


class FollowedIndex:
    """The index at a place as it is now: what is written there is found by the next search.

    Each search sees one view, whole. If what was written can't be opened, or is another model's,
    the view before stays in use, and the log says why.
    """

    def __init__(self, root: Path, encoder: CodeEncoder) -> None:
        """Open the index.

        Raises:
            CloneIndexError: as for `CloneIndex.open`.
        """
        self._root = root
        self._encoder = encoder
        self._lock = threading.Lock()
        self._state = state_of(root)
        self._view = CloneIndex.open(root, encoder)

    @property
    def generation(self) -> str:
        """Name of the generation that is searched."""
        return self._newest().generation

    def search(
        self, vectors: Float32[np.ndarray, "batch dim"], limit: int, where: Filter = ANY
    ) -> list[list[Hit]]:
        """As `Searchable.search`."""
        return self._newest().search(vectors, limit, where)

    def stats(self) -> Stats:
        """As `Searchable.stats`."""
        return self._newest().stats()

    def snapshot(self, root: Path) -> None:
        """As `Searchable.snapshot`."""
        self._newest().snapshot(root)

    def close(self) -> None:
        """Release the files."""
        self._view.close()

    def _newest(self) -> CloneIndex:
        state = state_of(self._root)
        if state == self._state:
            return self._view
        with self._lock:
            if state != self._state:
                try:
                    # The view before is released when the last search in it ends.
                    self._view = CloneIndex.open(self._root, self._encoder)
                except CloneIndexError as error:
                    _log.warning("the index stays as it was: %s", error)
                self._state = state
            return self._view
