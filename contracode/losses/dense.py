"""The readable back end: every score of every row and key at once, with boolean masks.

Memory grows with rows times keys. Every faster back end has to agree with this one.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from contracode.losses.pairing import NOBODY, Keys, Rows
from contracode.losses.score import Score

Over = Literal["all", "positive", "negative"]
"""Which keys of a row take part; ignored keys never do."""


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


def _equal(rows: Tensor, keys: Tensor) -> Tensor:
    return (rows[:, None] == keys[None, :]) & (rows[:, None] != NOBODY)


def masked_lse(
    scores: Float[Tensor, "rows keys"], counted: Bool[Tensor, "rows keys"]
) -> Float[Tensor, " rows"]:
    """Log of the sum of exponentials of each row's counted scores; 0, with gradient 0, if none."""
    empty = ~counted.any(1)
    # A row of nothing but -inf would have gradient NaN, so an empty row computes on zeros.
    safe = scores.masked_fill(~counted, -torch.inf).masked_fill(empty[:, None], 0.0)
    return torch.logsumexp(safe, dim=1).masked_fill(empty, 0.0)


def masked_mean(
    scores: Float[Tensor, "rows keys"], counted: Bool[Tensor, "rows keys"]
) -> Float[Tensor, " rows"]:
    """Mean of each row's counted scores; 0, with gradient 0, if none."""
    number = counted.sum(1).clamp(min=1).to(scores.dtype)
    return scores.masked_fill(~counted, 0.0).sum(1) / number
