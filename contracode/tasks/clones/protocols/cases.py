"""Pairs to be told apart: clones, and pairs that are none."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float64, Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCases:
    """Pairs of functions, each with what it is taken for."""

    queries: Int64[np.ndarray, " cases"]
    """Place of the first function: of the two, the one that is varied."""
    candidates: Int64[np.ndarray, " cases"]
    """Place of the second."""
    positive: Bool[np.ndarray, " cases"]
    """Whether the two are taken for clones."""
    hard: Bool[np.ndarray, " cases"]
    """Whether a negative is from the same group; False for clones."""
    concepts: Int64[np.ndarray, " cases"]
    """Number of the first one's concept."""
    other_concepts: Int64[np.ndarray, " cases"]
    """Number of the second one's concept."""
    weights: Float64[np.ndarray, " cases"]
    """How much each counts."""

    def chosen(self, kept: Bool[np.ndarray, " cases"]) -> "PairCases":
        """Some of the cases."""
        return PairCases(
            queries=self.queries[kept],
            candidates=self.candidates[kept],
            positive=self.positive[kept],
            hard=self.hard[kept],
            concepts=self.concepts[kept],
            other_concepts=self.other_concepts[kept],
            weights=self.weights[kept],
        )

    @property
    def can_be_told_apart(self) -> bool:
        """Whether there are both clones and negatives."""
        return bool(self.positive.any() and not self.positive.all())
