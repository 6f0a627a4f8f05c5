"""Reductions of each row over its keys. An empty row gives 0, with gradient 0."""

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from contracode.losses.dense import DenseScores, Over, masked_lse, masked_mean
from contracode.losses.pairing import Keys, Rows
from contracode.losses.score import Score


def lse(rows: Rows, keys: Keys, score: Score, over: Over = "all") -> Float[Tensor, " rows"]:
    """Log of the sum of exponentials of the scores of all, positive or negative keys."""
    dense = DenseScores.of(rows, keys, score)
    return masked_lse(dense.scores, dense.over(over))


def pos_mean(
    rows: Rows, keys: Keys, score: Score
) -> tuple[Float[Tensor, " rows"], Int[Tensor, " rows"]]:
    """Mean score of the positive keys, and their number."""
    dense = DenseScores.of(rows, keys, score)
    return masked_mean(dense.scores, dense.positive), dense.positive.sum(1)


def hit_rate(rows: Rows, keys: Keys, score: Score) -> Float[Tensor, ""]:
    """Share of the rows with a positive whose best positive outscores every negative; no gradient.

    A tie is a miss, so that equal vectors for everything do not look like success.
    """
    with torch.no_grad():
        dense = DenseScores.of(rows, keys, score)
        best_positive = dense.scores.masked_fill(~dense.positive, -torch.inf).amax(1)
        best_negative = dense.scores.masked_fill(~dense.negative, -torch.inf).amax(1)
        return mean_valid(
            (best_positive > best_negative).to(dense.scores.dtype), dense.positive.any(1)
        )


def mean_valid(values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]) -> Float[Tensor, ""]:
    """Mean over the valid rows; 0 if there are none."""
    return values.masked_fill(~valid, 0.0).sum() / valid.sum().clamp(min=1).to(values.dtype)
