"""Spread of a score: percentile bootstrap over many problems, Student's t over few runs."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from scipy.stats import t as student


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the interval in which it would fall for other draws of the problems or runs."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the distance from low to high."""
        return (self.high - self.low) / 2


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


def t_interval(values: Float64[np.ndarray, " runs"], *, level: float = 0.95) -> Interval:
    """Mean of one value a run, with Student's t-interval: for runs too few to be drawn anew.

    Equal values give an interval of no width.

    Args:
        values: at least two, finite.
        level: how often such intervals hold the true mean, if runs are normal; in (0, 1).

    Raises:
        ValueError: there are fewer than two values, one is not finite, or ``level`` is outside
            (0, 1).

    Source: Student 1908, "The probable error of a mean".
    """
    if len(values) < 2:
        raise ValueError(
            f"an interval needs at least 2 runs, got {len(values)}; run with more seeds"
        )
    if not np.isfinite(values).all():
        raise ValueError(f"values must be finite, got {values.tolist()}")
    if not 0 < level < 1:
        raise ValueError(f"level must be in (0, 1), got {level}")
    mean = float(values.mean())
    error = values.std(ddof=1) / np.sqrt(len(values))
    half = float(student.ppf((1 + level) / 2, len(values) - 1) * error)
    return Interval(mean, mean - half, mean + half)
