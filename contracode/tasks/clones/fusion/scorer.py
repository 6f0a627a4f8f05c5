"""The fused score as a way to say how alike functions are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64

from contracode.tasks.clones.fusion.fusion import Fusion
from contracode.tasks.clones.fusion.wording import Wording
from contracode.tasks.clones.scorers.scorer import Comparison, Places, Scorer


@dataclass(frozen=True, slots=True)
class FusedScorer:
    """Cosine, grams and words of two functions as one score."""

    cosines: Scorer
    """Says the cosines."""
    fusion: Fusion
    name: str = "fused"

    @property
    def digest(self) -> str:
        """SHA-256 of the fusion: which weights, fitted for which model on which corpus."""
        return self.fusion.digest

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Read all texts twice: as the encoder does, and for their words."""
        return FusedComparison(
            self.fusion,
            PairFeatures(
                self.cosines.compare(queries, candidates), Wording(queries), Wording(candidates)
            ),
        )


class PairFeatures:
    """The values of `FEATURES` for queries and candidates."""

    def __init__(self, cosines: Comparison, queries: Wording, candidates: Wording) -> None:
        self._parts = (cosines, *queries.against(candidates))

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, "pairs 3"]:
        """Of each query with the candidate beside it."""
        return np.stack([part.pairs(queries, candidates) for part in self._parts], axis=1)

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates 3"]:
        """Of some queries with all candidates."""
        return np.stack([part.rows(queries) for part in self._parts], axis=2)


class FusedComparison:
    """Queries against candidates by the fused score."""

    def __init__(self, fusion: Fusion, features: PairFeatures) -> None:
        self._fusion = fusion
        self._features = features

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Score of each query with the candidate beside it."""
        return self._fusion.score(self._features.pairs(queries, candidates))

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Scores of some queries with all candidates."""
        return self._fusion.score(self._features.rows(queries))
