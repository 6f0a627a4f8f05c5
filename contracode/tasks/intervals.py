"""Spread of a score: percentile bootstrap."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the interval in which it would fall for other draws of the problems."""

    mean: float
    low: float
    high: float


def bootstrap(
    values: Float64[np.ndarray, " problems"],
    *,
    seed: int,
    level: float = 0.95,
    resamples: int = 2000,
) -> Interval:
    """Mean of one value a problem, with its percentile interval over resampled problems.

    Args:
        values: at least one.
        seed: of the resampling.
        level: share of resampled means inside the interval, in (0, 1).
        resamples: number of draws.

    Raises:
        ValueError: there are no values, or ``level`` is outside (0, 1).

    Source: Efron 1979, "Bootstrap methods: another look at the jackknife", the percentile method.
    """
    if len(values) == 0:
        raise ValueError("an interval needs at least one value")
    if not 0 < level < 1:
        raise ValueError(f"level must be in (0, 1), got {level}")
    random = np.random.default_rng(seed)
    drawn = random.integers(len(values), size=(resamples, len(values)))
    means = values[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(values.mean()), float(low), float(high))
