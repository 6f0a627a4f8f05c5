"""Pairs of functions with what can be said of them: label, cosine, similarity, score, chance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float32, Int64

from contracode.corpus.near import jaccard, shingles_of
from contracode.detection.functions import FoundFunction
from contracode.tasks.clones.fusion import PairFeatures, Trust, Wording
from contracode.tasks.clones.scorers import Cosines
from contracode.tasks.clones.scorers.features import tokens_of
from contracode.tokens.lexical import shared_tokens

Label = Literal["exact", "renamed", "near", "semantic-only"]

LABELS: tuple[Label, ...] = ("exact", "renamed", "near", "semantic-only")
"""Strongest evidence first."""

NEAR_SHINGLES = 0.6
"""Lowest Jaccard index of runs of five tokens at which two texts are near: some edited lines."""
NEAR_TOKENS = 0.8
"""Or lowest multiset Jaccard index of tokens: a changed operator or name in every line."""

# Scored at once: the grams of so many pairs of long functions are 100 MB.
_BLOCK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClonePair:
    """Two functions; the first stands first in the folder."""

    left: int
    """Place of the function in the listing."""
    right: int
    label: Label
    cosine: float
    """Of the vectors, in [-1, 1]."""
    lexical: float
    """Multiset Jaccard index of the tokens, in [0, 1]; own names replaced."""
    score: float
    """Fused log odds; the cosine where no fusion belongs to the model."""
    probability: float | None
    """Chance that they do the same; None where it was not fitted: see `Trust`."""

    @property
    def sentence(self) -> str:
        """Label and figures, for people."""
        chance = "" if self.probability is None else f", probability {self.probability:.2f}"
        return (
            f"{self.label}: cosine {self.cosine:.3f}, lexical {self.lexical:.3f}, "
            f"score {self.score:.2f}{chance}"
        )

    @property
    def figures(self) -> dict[str, float | None]:
        """The same for programs, to six places."""
        return {
            "cosine": round(self.cosine, 6),
            "lexical": round(self.lexical, 6),
            "score": round(self.score, 6),
            "probability": None if self.probability is None else round(self.probability, 6),
        }

    @property
    def strength(self) -> tuple[int, float, int, int]:
        """For sorting: label, then score, then place."""
        return (LABELS.index(self.label), -self.score, self.left, self.right)


def scored_pairs(
    functions: Sequence[FoundFunction],
    vectors: Float32[np.ndarray, "functions dim"],
    wording: Wording,
    pairs: Int64[np.ndarray, "pairs 2"],
    trust: Trust,
) -> list[ClonePair]:
    """What can be said of each pair.

    Exact and renamed pairs have no probability: they are the same by construction, and the corpus
    that probabilities are fitted on holds none.
    """
    comparison = PairFeatures(Cosines(vectors, vectors), wording, wording)
    shingles = [shingles_of(function.text) for function in functions]
    counts = [Counter(tokens_of(function.text)) for function in functions]
    found = []
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        features = comparison.pairs(block[:, 0], block[:, 1])
        cosines = features[:, 0]
        scores = trust.fusion.score(features) if trust.is_fitted else cosines
        chances = trust.fusion.probability(scores)
        for at, (left, right) in enumerate(block.tolist()):
            one, other = functions[left], functions[right]
            lexical = shared_tokens(counts[left], counts[right])
            label = _label(one, other, lexical, jaccard(shingles[left], shingles[right]))
            has_chance = trust.is_fitted and label in ("near", "semantic-only")
            found.append(
                ClonePair(
                    left=left,
                    right=right,
                    label=label,
                    cosine=float(np.clip(cosines[at], -1, 1)),
                    lexical=lexical,
                    score=float(scores[at]),
                    probability=float(chances[at]) if has_chance else None,
                )
            )
    return found


def is_near(lexical: float, shingles: float) -> bool:
    """Whether two texts are near by the Jaccard indices of their tokens and of their shingles."""
    return shingles >= NEAR_SHINGLES or lexical >= NEAR_TOKENS


def _label(one: FoundFunction, other: FoundFunction, lexical: float, shingles: float) -> Label:
    if one.record.body == other.record.body:
        return "exact"
    if one.record.structure == other.record.structure:
        return "renamed"
    return "near" if is_near(lexical, shingles) else "semantic-only"
