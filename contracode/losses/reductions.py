"""Reductions of each row over its keys. An empty row gives 0, with gradient 0."""

from collections.abc import Sequence
from typing import Literal, get_args

from jaxtyping import Float, Int
from torch import Tensor

from contracode.losses import chunked, dense, segments, terms
from contracode.losses.pairing import Keys, Rows
from contracode.losses.reduce import mean_valid
from contracode.losses.score import Score
from contracode.losses.terms import Over, Term

Backend = Literal["auto", "dense", "chunked"]
"""``dense`` holds all scores, ``chunked`` one tile of them; ``auto`` takes the faster of the two.

Second derivatives and ``torch.func`` need ``dense``.
"""

DENSE_PAIRS = 2**18
"""``auto`` holds at most so many scores; above, tiles are faster too."""


def sweep(
    rows: Rows, keys: Keys, score: Score, parts: Sequence[Term], *, backend: Backend = "auto"
) -> tuple[Float[Tensor, " rows"], ...]:
    """Several terms of every row from one pass over the scores."""
    if _holds_all(rows, keys, backend):
        return dense.sweep(rows, keys, score, parts)
    return chunked.sweep(rows, keys, score, parts)


def lse(
    rows: Rows,
    keys: Keys,
    score: Score,
    over: Over = "all",
    *,
    sharpness: float = 1.0,
    backend: Backend = "auto",
) -> Float[Tensor, " rows"]:
    """Log of the sum of exponentials of the scores times ``sharpness``."""
    (value,) = sweep(rows, keys, score, [terms.log_sum_exp(over, sharpness)], backend=backend)
    return value


def wmean(
    rows: Rows,
    keys: Keys,
    score: Score,
    over: Over = "all",
    *,
    sharpness: float = 1.0,
    detach_weights: bool = False,
    backend: Backend = "auto",
) -> Float[Tensor, " rows"]:
    """Mean score, weighted by the softmax of the scores times ``sharpness``."""
    term = terms.weighted_mean(over, sharpness, detach_weights=detach_weights)
    (value,) = sweep(rows, keys, score, [term], backend=backend)
    return value


def softplus_sum(
    rows: Rows,
    keys: Keys,
    score: Score,
    over: Over = "all",
    *,
    slope: float = 1.0,
    offset: Float[Tensor, " rows"] | None = None,
    backend: Backend = "auto",
) -> Float[Tensor, " rows"]:
    """Sum of ``softplus(slope * score + offset)``."""
    (value,) = sweep(rows, keys, score, [terms.softplus_sum(over, slope, offset)], backend=backend)
    return value


def pos_mean(
    rows: Rows, keys: Keys, score: Score, *, backend: Backend = "auto"
) -> tuple[Float[Tensor, " rows"], Int[Tensor, " rows"]]:
    """Mean score of the positive keys, and their number."""
    if _holds_all(rows, keys, backend):
        return dense.pos_mean(rows, keys, score)
    return segments.pos_mean(rows, keys, score)


def hit_rate(
    rows: Rows, keys: Keys, score: Score, *, backend: Backend = "auto"
) -> Float[Tensor, ""]:
    """Share of the rows with a positive whose best positive outscores every negative; no gradient.

    A tie is a miss, so that equal vectors for everything do not look like success.
    """
    both = [terms.best("positive"), terms.best("negative")]
    positive, negative = sweep(rows, keys, score, both, backend=backend)
    return mean_valid((positive > negative).to(positive.dtype), positive.isfinite())


def _holds_all(rows: Rows, keys: Keys, backend: Backend) -> bool:
    if backend not in get_args(Backend):
        raise ValueError(f"backend must be one of {', '.join(get_args(Backend))}, got {backend!r}")
    if backend == "auto":
        return len(rows.uid) * len(keys.uid) <= DENSE_PAIRS
    return backend == "dense"
