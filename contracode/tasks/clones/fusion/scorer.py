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

    def compare(self, queries: Sequence[str], candidates: Sequence[str]) -> Comparison:
        """Read all texts twice: as the encoder does, and for their words."""
        return FusedComparison(
            self.fusion,
            self.cosines.compare(queries, candidates),
            Wording(queries),
            Wording(candidates),
        )


class FusedComparison:
    """Queries against candidates by the fused score."""

    def __init__(
        self, fusion: Fusion, cosines: Comparison, queries: Wording, candidates: Wording
    ) -> None:
        self._fusion = fusion
        self._cosines = cosines
        self._grams, self._words = queries.against(candidates)

    def pairs(self, queries: Places, candidates: Places) -> Float64[np.ndarray, " pairs"]:
        """Score of each query with the candidate beside it."""
        return self._fusion.score(self.features(queries, candidates))

    def features(self, queries: Places, candidates: Places) -> Float64[np.ndarray, "pairs 3"]:
        """The values of `FEATURES` for each query with the candidate beside it."""
        parts = (self._cosines, self._grams, self._words)
        return np.stack([part.pairs(queries, candidates) for part in parts], axis=1)

    def rows(self, queries: Places) -> Float64[np.ndarray, "queries candidates"]:
        """Scores of some queries with all candidates."""
        parts = (self._cosines, self._grams, self._words)
        return self._fusion.score(np.stack([part.rows(queries) for part in parts], axis=2))
