"""Nearest vectors of a generation, by whichever structure it has."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import faiss
import numpy as np
from jaxtyping import Bool, Float32, Int64

from contracode.errors import CloneIndexError
from contracode.index.structures.choice import Structure

Vectors = Float32[np.ndarray, "vectors dim"]
Found = tuple[Float32[np.ndarray, "queries limit"], Int64[np.ndarray, "queries limit"]]

# Vectors that a search may find, below which they are compared one by one: a structure that must
# pass over most of what it meets finds little.
_EXACT_BELOW = 50_000
# What FAISS may be told to allocate by a file: far above any index, far below what ends a process.
_FILE_LOOPS = 10**9
_FILE_BYTES = 1 << 40


class Searcher:
    """Searches vectors that never change; any number of threads may share it.

    Attributes:
        structure: how it searches.
    """

    def __init__(self, structure: Structure, vectors: Vectors, index: faiss.Index | None) -> None:
        """Take what was built, or read.

        Args:
            structure: its settings.
            vectors: whole, perhaps on the disk.
            index: the structure itself; None for a flat one, which is made of the vectors.
        """
        self.structure = structure
        self._vectors = vectors
        if index is None:
            index = faiss.IndexFlatIP(vectors.shape[1])
            index.add(np.ascontiguousarray(vectors))
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def with_effort(self, effort: int, refine: int = 1) -> "Searcher":
        """The same vectors, searched with other settings."""
        return Searcher(
            replace(self.structure, effort=effort, refine=refine), self._vectors, self._index
        )

    def search(
        self,
        queries: Float32[np.ndarray, "queries dim"],
        limit: int,
        allowed: Bool[np.ndarray, " vectors"] | None = None,
    ) -> Found:
        """Scores and rows of the nearest vectors, best first; row -1 where there are no more.

        Args:
            queries: unit length.
            limit: > 0.
            allowed: which vectors may be found; None means all.
        """
        rows = None if allowed is None else np.flatnonzero(allowed)
        if rows is not None and len(rows) < min(_EXACT_BELOW, len(self) // 2):
            return best_of(queries, self._vectors, rows, limit)
        wanted = min(limit * self.structure.refine, max(len(self), 1))
        with _one_thread():
            scores, found = self._index.search(
                np.ascontiguousarray(queries), wanted, params=self._parameters(wanted, allowed)
            )
        if rows is not None and (found[:, : min(limit, len(rows))] < 0).any():
            # What may be found lies too far apart for the structure to reach it.
            return best_of(queries, self._vectors, rows, limit)
        if self.structure.refine > 1:
            return _refined(queries, self._vectors, found, limit)
        return _first(scores, found, limit)

    def _parameters(
        self, wanted: int, allowed: Bool[np.ndarray, " vectors"] | None
    ) -> faiss.SearchParameters:
        selected = None
        if allowed is not None:
            selected = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        # The effort was chosen for searches that may find everything.
        share = 1.0 if allowed is None else max(float(allowed.mean()), 1 / len(self))
        effort = math.ceil(self.structure.effort / share)
        if self.structure.kind == "hnsw":
            return faiss.SearchParametersHNSW(
                sel=selected, efSearch=max(effort, math.ceil(wanted / share))
            )
        if self.structure.kind == "flat":
            return faiss.SearchParameters(sel=selected)
        return faiss.SearchParametersIVF(sel=selected, nprobe=effort)


def read_structure(place: Path) -> faiss.Index:
    """A structure from its file, whose hash is proven already.

    Raises:
        CloneIndexError: FAISS can't read it.
    """
    faiss.set_deserialization_loop_limit(_FILE_LOOPS)
    faiss.set_deserialization_vector_byte_limit(_FILE_BYTES)
    try:
        return faiss.read_index(str(place))
    except RuntimeError as error:
        raise CloneIndexError(
            f"{place} can't be read by FAISS {faiss.__version__}: {error}; build the index again "
            "with `contracode index build`"
        ) from error


def best_of(
    queries: Float32[np.ndarray, "queries dim"],
    vectors: Vectors,
    rows: Int64[np.ndarray, " some"] | None,
    limit: int,
) -> Found:
    """The best of some rows, or of all, each compared with each query."""
    scores = queries @ np.asarray(vectors if rows is None else vectors[rows]).T
    if rows is None:
        rows = np.arange(len(vectors))
    return _first(scores, np.broadcast_to(rows, scores.shape), limit)


def _refined(
    queries: Float32[np.ndarray, "queries dim"],
    vectors: Vectors,
    found: Int64[np.ndarray, "queries wanted"],
    limit: int,
) -> Found:
    """Candidates in the order of their whole vectors."""
    scores = np.full(found.shape, -np.inf, dtype=np.float32)
    for place, rows in enumerate(found):
        known = rows >= 0
        # In the order of the file, so that the disk is read in one direction.
        scores[place, known] = np.asarray(vectors[rows[known]]) @ queries[place]
    return _first(scores, found, limit)


def _first(
    scores: Float32[np.ndarray, "queries some"], rows: Int64[np.ndarray, "queries some"], limit: int
) -> Found:
    order = np.argsort(-scores, axis=1, kind="stable")[:, :limit]
    best = np.take_along_axis(scores, order, axis=1)
    found = np.take_along_axis(rows, order, axis=1)
    short = ((0, 0), (0, limit - best.shape[1]))
    return (
        np.pad(best, short, constant_values=-np.inf),
        np.pad(np.where(np.isneginf(best), -1, found), short, constant_values=-1),
    )


@contextmanager
def _one_thread() -> Iterator[None]:
    """Search in the calling thread: concurrency comes from the callers.

    On two busy cores FAISS's own threads cost 36 ms, against 2 ms, for one query among 30,000
    functions. The number belongs to the calling thread, and torch reads it too.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
