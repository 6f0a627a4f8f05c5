"""Open a clone index and search it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import faiss
import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import FunctionReader, IndexedFunction
from contracode.index.generations import current_generation
from contracode.index.manifest import FUNCTIONS, VECTORS, Manifest, check_files, read_manifest


@dataclass(frozen=True, slots=True)
class Hit:
    """A function that a search found."""

    function: IndexedFunction
    """The function and where it stands."""
    cosine: float
    """Cosine of its vector and the query's, in [-1, 1]."""


class CloneIndex:
    """One verified generation; never changes, and any number of threads may search it.

    A build that publishes a newer generation does not disturb it: open the index again to see it.

    Attributes:
        generation: name of the generation.
        manifest: where its vectors come from.
    """

    def __init__(self, generation: Path, manifest: Manifest) -> None:
        self.generation = generation.name
        self.manifest = manifest
        self._vectors = faiss.read_index(str(generation / VECTORS))
        self._functions = FunctionReader(generation / FUNCTIONS)

    @classmethod
    def open(cls, root: Path, encoder: CodeEncoder) -> "CloneIndex":
        """Open the generation in use, once its hashes and counts are proven.

        Args:
            root: folder of the index.
            encoder: the model that will make the queries, to be checked against the index's.

        Raises:
            CloneIndexError: there is no index, it is damaged, or another model made it.
        """
        generation = current_generation(root)
        manifest = read_manifest(generation)
        _check_model(root, manifest, encoder)
        check_files(generation, manifest)
        index = cls(generation, manifest)
        try:
            index._check_counts(generation)
        except CloneIndexError:
            index.close()
            raise
        return index

    def __len__(self) -> int:
        return self.manifest.functions

    def search(self, vectors: Float32[np.ndarray, "batch dim"], limit: int) -> list[list[Hit]]:
        """Nearest functions of each query, best first; equal scores are in the order of ids.

        Args:
            vectors: unit-length queries, of the model that made the index.
            limit: > 0; most hits a query. An index with fewer functions gives them all.

        Raises:
            CloneIndexError: the vectors have another length than the index's.
            ValueError: ``limit`` is not positive.
        """
        if limit < 1:
            raise ValueError(f"limit must be > 0, got {limit}")
        if vectors.shape[1] != self.manifest.dimensions:
            raise CloneIndexError(
                f"the index holds vectors of {self.manifest.dimensions} numbers, the query has "
                f"{vectors.shape[1]}; search with the model that made the index"
            )
        with _one_thread():
            scores, ids = self._vectors.search(
                np.ascontiguousarray(vectors), min(limit, len(self) or 1)
            )
        return [
            self._hits(row_ids.tolist(), row_scores.tolist())
            for row_ids, row_scores in zip(ids, scores, strict=True)
        ]

    def contents(self) -> tuple[list[IndexedFunction], Float32[np.ndarray, "functions dim"]]:
        """All functions in the order of their ids, and their vectors."""
        functions = self._functions.all()
        ids = np.array([function.id for function in functions], dtype=np.int64)
        return functions, self._vectors.reconstruct_batch(ids)

    def _hits(self, ids: list[int], scores: list[float]) -> list[Hit]:
        # FAISS answers with id -1 where there are fewer vectors than asked for.
        cosines = {each: score for each, score in zip(ids, scores, strict=True) if each >= 0}
        hits = [
            Hit(function, min(1.0, max(-1.0, cosines[function.id])))
            for function in self._functions.get(list(cosines))
        ]
        return sorted(hits, key=lambda hit: (-hit.cosine, hit.function.id))

    def _check_counts(self, generation: Path) -> None:
        vectors, rows, promised = self._vectors.ntotal, len(self._functions), len(self)
        if not vectors == rows == promised:
            raise CloneIndexError(
                f"{generation} has {vectors} vectors and {rows} functions, its manifest says "
                f"{promised}; build the index again with `contracode index build`"
            )

    def close(self) -> None:
        """Release the files."""
        self._functions.close()

    def __enter__(self) -> "CloneIndex":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


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


def _check_model(root: Path, manifest: Manifest, encoder: CodeEncoder) -> None:
    pairs = (
        ("model", manifest.model_digest, encoder.model_digest),
        ("tokenizer", manifest.tokenizer_digest, encoder.tokenizer_digest),
    )
    for what, made_by, asked_by in pairs:
        if made_by != asked_by:
            raise CloneIndexError(
                f"{root} was made by {what} {made_by[:12]}…, this one is {asked_by[:12]}…: their "
                "vectors can't be compared; load the index's model or build the index again"
            )
