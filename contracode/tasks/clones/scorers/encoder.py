"""Cosines of vectors: any model that turns texts into vectors is a scorer of clones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Bool, Float, Float32, Float64

from contracode.encoders.code.batches import cut
from contracode.encoders.code.embedder import Embedder
from contracode.tasks.clones.scorers.scorer import Comparison, Places


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedTexts:
    """Vectors of texts, in their order."""

    vectors: Float32[np.ndarray, "texts dim"]
    """Of unit length."""
    cut: Bool[np.ndarray, " texts"]
    """Whether a text is longer than the model's window, so that only its beginning was read."""


@runtime_checkable
class TextEncoder(Protocol):
    """A model that turns texts into vectors."""

    def encode(self, texts: Sequence[str], progress: str) -> EncodedTexts:
        """Vectors of texts; ``progress`` labels a bar on stderr."""
        ...


@dataclass(frozen=True, slots=True)
class OwnEncoder:
    """A checkpoint of ours, trained or with fresh weights."""

    embedder: Embedder

    def encode(self, texts: Sequence[str], progress: str) -> EncodedTexts:
        """Mean over the tokens; the beginning of a text that is too long."""
        tokens = self.embedder.tokenize(texts)
        limit = self.embedder.max_tokens
        read = [cut(ids, limit) for ids in tokens]
        return EncodedTexts(
            vectors=self.embedder.embed(read, progress=progress),
            cut=np.array([len(ids) > limit for ids in tokens], dtype=bool),
        )


class EncoderScorer:
    """Cosine of the vectors of two functions.

    A text is encoded once, however often it is compared: vectors are kept.

    Attributes:
        name: how a table names it.
        digest: SHA-256 of the weights.
    """

    def __init__(self, name: str, encoder: TextEncoder, digest: str = "") -> None:
        self.name = name
        self.digest = digest
        self._encoder = encoder
        self._vectors: dict[str, Float32[np.ndarray, " dim"]] = {}
        self._cut: set[str] = set()

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Encode what was not encoded before."""
        fresh = [
            text for text in dict.fromkeys([*queries, *candidates]) if text not in self._vectors
        ]
        if fresh:
            encoded = self._encoder.encode(fresh, self.name)
            self._vectors.update(zip(fresh, encoded.vectors, strict=True))
            self._cut.update(
                text for text, cut in zip(fresh, encoded.cut.tolist(), strict=True) if cut
            )
        return Cosines(self._stacked(queries), self._stacked(candidates))

    def cut(self, texts: Sequence[str]) -> int:
        """How many of the texts, compared before, are longer than the model's window."""
        return sum(text in self._cut for text in texts)

    def _stacked(self, texts: Sequence[str]) -> Float64[np.ndarray, "texts dim"]:
        return np.array([self._vectors[text] for text in texts], dtype=np.float64)


class Cosines:
    """Comparison of vectors of unit length by their inner products."""

    def __init__(
        self,
        queries: Float[np.ndarray, "queries dim"],
        candidates: Float[np.ndarray, "candidates dim"],
    ) -> None:
        self._queries = queries.astype(np.float64)
        self._candidates = candidates.astype(np.float64)

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Cosine of each two vectors."""
        return np.asarray(
            np.einsum("pd,pd->p", self._queries[queries], self._candidates[candidates])
        )

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Cosines with all candidates."""
        return np.asarray(self._queries[queries] @ self._candidates.T)
