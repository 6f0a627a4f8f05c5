"""The readable back end: every score of every row and key at once, with boolean masks.

Memory grows with rows times keys. Every faster back end has to agree with this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jaxtyping import Bool, Float, Int
from torch import Tensor

from contracode.losses.pairing import NOBODY, Keys, Rows
from contracode.losses.score import Score
from contracode.losses.terms import Over, Term


@dataclass(frozen=True, slots=True)
class DenseScores:
    """Scores of all pairs, and which of them count as what."""

    scores: Float[Tensor, "rows keys"]
    positive: Bool[Tensor, "rows keys"]
    negative: Bool[Tensor, "rows keys"]

    @classmethod
    def of(cls, rows: Rows, keys: Keys, score: Score) -> "DenseScores":
        """Score every key for every row."""
        counted = ~_equal(rows.uid, keys.uid)
        same_group = _equal(rows.group, keys.group)
        return cls(score(rows.features, keys.features), counted & same_group, counted & ~same_group)

    def over(self, which: Over) -> Bool[Tensor, "rows keys"]:
        """The keys that take part."""
        if which == "all":
            return self.positive | self.negative
        return self.positive if which == "positive" else self.negative


def sweep(
    rows: Rows, keys: Keys, score: Score, terms: Sequence[Term]
) -> tuple[Float[Tensor, " rows"], ...]:
    """Each term of every row."""
    dense = DenseScores.of(rows, keys, score)
    return tuple(term.dense(dense.scores, dense.over(term.over)) for term in terms)


def pos_mean(
    rows: Rows, keys: Keys, score: Score
) -> tuple[Float[Tensor, " rows"], Int[Tensor, " rows"]]:
    """Mean score of the positive keys, and their number."""
    dense = DenseScores.of(rows, keys, score)
    count = dense.positive.sum(1)
    # An integer divisor would make a float32 of a float64 loss.
    number = count.clamp(min=1).to(dense.scores.dtype)
    return dense.scores.masked_fill(~dense.positive, 0.0).sum(1) / number, count


def _equal(rows: Tensor, keys: Tensor) -> Tensor:
    return (rows[:, None] == keys[None, :]) & (rows[:, None] != NOBODY)
