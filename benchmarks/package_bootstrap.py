"""Spread of a mean over functions that come in packages: whole packages are drawn again."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float64

from contracode.tasks.intervals import Interval

RESAMPLES = 2000


def interval_by_package(
    values: Sequence[float] | Float64[np.ndarray, " functions"],
    packages: Sequence[str],
    *,
    seed: int = 0,
    level: float = 0.95,
) -> Interval:
    """Mean over functions, and its percentile interval over resampled packages.

    Functions of one package resemble each other: drawn one by one they would feign a narrower
    interval.

    Raises:
        ValueError: there are no values, or not one package for each.
    """
    if len(values) == 0 or len(values) != len(packages):
        raise ValueError(f"got {len(values)} values, {len(packages)} packages; want as many, not 0")
    _, place = np.unique(np.asarray(packages, dtype=object).astype(str), return_inverse=True)
    sums, counts = np.bincount(place, np.asarray(values, dtype=np.float64)), np.bincount(place)
    random = np.random.default_rng(seed)
    means = np.empty(RESAMPLES)
    for draw in range(RESAMPLES):
        drawn = random.integers(len(sums), size=len(sums))
        means[draw] = sums[drawn].sum() / counts[drawn].sum()
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(sums.sum() / counts.sum()), float(low), float(high))
