"""What an index offers, wherever its vectors are: beside this process, or in a Qdrant server."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction
from contracode.index.generation.table import Filter

ANY = Filter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A function that a search found."""

    function: IndexedFunction
    """The function and where it stands."""
    cosine: float
    """Cosine of its vector and the query's, in [-1, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What an index holds."""

    generation: str
    """Name of the generation that is searched; of Qdrant, the collection's."""
    functions: int
    """That a search can find; equal to ``rows`` less ``tombstones``."""
    rows: int
    """Stored, those that no longer count among them."""
    tombstones: int
    """Deleted or replaced, not yet removed by a compaction."""
    written_since: int
    """Functions written to the log since the generation was made."""
    files: int
    """Files read."""
    unreadable_files: int
    """Files left out: they do not parse, are not UTF-8, too large, minified or generated."""
    too_long: int
    """Functions left out as longer than the model's window."""
    truncated: int
    """Functions whose vector is of their beginning only."""
    repeated: int
    """Functions left out as a second copy at the same place."""
    structure: str
    """How vectors are searched."""
    recall_at_10: float | None
    """Against an exact search, measured when the generation was made; None if it was not."""
    memory_bytes: int | None
    """That searching takes, estimated; None if it is another machine's."""
    disk_bytes: int | None
    """Of the generation and its log; None if it is another machine's."""
    model_digest: str
    tokenizer_digest: str


@runtime_checkable
class Searchable(Protocol):
    """An index that can be asked."""

    @property
    def generation(self) -> str:
        """Name of the generation that is searched; of Qdrant, the collection's."""
        ...

    def search(
        self, vectors: Float32[np.ndarray, "batch dim"], limit: int, where: Filter = ANY
    ) -> list[list[Hit]]:
        """Nearest functions of each query, best first.

        Args:
            vectors: unit length, of the model that made the index.
            limit: > 0; most hits a query.
            where: which functions may be found.

        Raises:
            CloneIndexError: the vectors have another length than the index's.
            ValueError: ``limit`` is not positive.
        """
        ...

    def current(self) -> "Searchable":
        """The state that a search would see now; it does not change, where there are states."""
        ...

    def stats(self) -> Stats:
        """What it holds."""
        ...

    def snapshot(self, root: Path) -> None:
        """Write all that a search can find as a new index of files at ``root``.

        Raises:
            CloneIndexError: there is something at ``root``, or it can't be written.
        """
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...


@runtime_checkable
class CloneStore(Searchable, Protocol):
    """An index that can be written to. What a call wrote is there when it returns."""

    def upsert(
        self, functions: Sequence[IndexedFunction], vectors: Float32[np.ndarray, "functions dim"]
    ) -> None:
        """Add functions, or replace those of their ids.

        Raises:
            CloneIndexError: the vectors do not fit, or can't be written.
            ValueError: two functions have the same id, or there are not as many vectors.
        """
        ...

    def delete(self, ids: Sequence[int]) -> int:
        """Remove functions; the number of those that were there.

        Raises:
            CloneIndexError: it can't be written.
        """
        ...


def cosine_of(score: float) -> float:
    """A score as a cosine: in [-1, 1], and rounded.

    Equal vectors may differ in the last digit by where they were compared.
    """
    return min(1.0, max(-1.0, round(score, 6)))


def check_query(vectors: Float32[np.ndarray, "batch dim"], limit: int, dimensions: int) -> None:
    """Refuse what an index can't be asked; as `Searchable.search` says."""
    if limit < 1:
        raise ValueError(f"limit must be > 0, got {limit}")
    if vectors.shape[1] != dimensions:
        raise CloneIndexError(
            f"the index holds vectors of {dimensions} numbers, the query has "
            f"{vectors.shape[1]}; search with the model that made the index"
        )


def check_model(
    what: object, encoder: CodeEncoder, model_digest: str, tokenizer_digest: str
) -> None:
    """Refuse another model's or tokenizer's queries.

    Raises:
        CloneIndexError: they are another's.
    """
    pairs = (
        ("model", model_digest, encoder.model_digest),
        ("tokenizer", tokenizer_digest, encoder.tokenizer_digest),
    )
    for kind, made_by, asked_by in pairs:
        if made_by != asked_by:
            raise CloneIndexError(
                f"{what} was made by {kind} {made_by[:12]}…, this one is {asked_by[:12]}…: their "
                "vectors can't be compared; use the index's model, or build the index with this one"
            )


def check_texts(functions: Sequence[IndexedFunction]) -> None:
    """Refuse what can't be written as UTF-8.

    Raises:
        CloneIndexError: a field holds half of a pair of surrogates.
    """
    for function in functions:
        try:
            "".join(str(value) for value in astuple(function)).encode()
        except UnicodeEncodeError as error:
            raise CloneIndexError(
                f"a function of {function.path!a} holds text that is not Unicode: {error}; "
                "replace what can't be encoded"
            ) from error


def check_vectors(vectors: Float32[np.ndarray, "functions dim"], dimensions: int) -> None:
    """Refuse vectors whose inner product is no cosine.

    Raises:
        CloneIndexError: they have another length than the index's, or are not of unit length.
    """
    if vectors.shape[1] != dimensions and len(vectors):
        raise CloneIndexError(
            f"the index holds vectors of {dimensions} numbers, these have {vectors.shape[1]}; "
            "embed with the model that made the index"
        )
    lengths = np.linalg.norm(vectors, axis=1)
    # Written so that a length that is not a number is refused too.
    if not (np.abs(lengths - 1) < 1e-3).all():
        raise CloneIndexError(
            "the model gave vectors that are not of unit length, so their inner product is no "
            "cosine; train a model with `contracode pretrain`, or choose another with --model"
        )
