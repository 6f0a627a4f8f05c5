"""A collection made equal to an index of files."""

import itertools
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from contracode.index.clone_index import CloneIndex
from contracode.index.qdrant.points import row_digest
from contracode.index.qdrant.store import COUNTS, POINTS_AT_ONCE, QdrantStore


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReport:
    """What was sent to make a collection equal to an index."""

    written: int
    """Functions that are new there, or differed."""
    deleted: int
    """Functions that were there and are no more."""
    kept: int
    """Functions that were there already."""


def push(
    view: CloneIndex, store: QdrantStore, progress: Callable[[int], object] | None = None
) -> PushReport:
    """Make a collection equal to an index of files; only what differs is sent.

    A push that was killed is run again. While it runs, searches find some of the new functions
    and some of the old ones, all of the same model.

    Args:
        view: of the index.
        store: the collection.
        progress: called with the number of functions done since its last call.

    Raises:
        CloneIndexError: the server does not answer, or refuses.
    """
    there = store.row_digests()
    written = 0
    for functions, vectors in view.blocks():
        new = [
            place for place, each in enumerate(functions) if there.get(each.id) != row_digest(each)
        ]
        store.upsert([functions[place] for place in new], vectors[np.array(new, dtype=np.int64)])
        written += len(new)
        for function in functions:
            there.pop(function.id, None)
        if progress is not None:
            progress(len(functions))
    for start in range(0, len(there), POINTS_AT_ONCE):
        store.delete(list(itertools.islice(there, start, start + POINTS_AT_ONCE)))
    stats = asdict(view.stats())
    facts = {"source_digest": view.source_digest, "truncate": view.manifest.truncate}
    store.describe(facts | {name: stats[name] for name in COUNTS})
    return PushReport(written=written, deleted=len(there), kept=len(view) - written)
