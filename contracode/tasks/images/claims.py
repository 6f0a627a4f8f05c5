"""What may be said of methods that ran with several seeds: means, differences, verdicts.

A run is one draw of all that chance decides. What differs between two methods is judged seed by
seed, because runs of one seed share their data, views and starting weights as far as they can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from jaxtyping import Float64

from contracode.tasks.intervals import Interval, t_interval

BySeed = Mapping[int, float]
"""One value a seed. What no seed changes, such as raw pixels, has the same under each."""

Verdict = Literal["holds", "not shown", "fails"]
Better = Literal["higher", "lower"]
"""Which values of a measure are the good ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One method is at least as good as another, and what the seeds say about that."""

    ahead: Interval
    """By how much the first is better: mean over seeds, and its t-interval."""
    seeds: int
    """That both ran with."""

    @property
    def verdict(self) -> Verdict:
        """``holds`` if the whole interval is at or above 0, ``fails`` if it is below."""
        if self.ahead.low >= 0:
            return "holds"
        return "fails" if self.ahead.high < 0 else "not shown"

    @property
    def strict(self) -> bool:
        """Whether the first is better, not just as good: the whole interval is above 0."""
        return self.ahead.low > 0


def over_seeds(values: BySeed, *, level: float = 0.95) -> Interval:
    """Mean over seeds, and its t-interval.

    Raises:
        ValueError: there are fewer than 2 seeds, or a value is not finite.
    """
    return t_interval(np.array([values[seed] for seed in sorted(values)], np.float64), level=level)


def difference(first: BySeed, second: BySeed, *, level: float = 0.95) -> Interval:
    """Mean of ``first - second`` over the seeds of both, and its t-interval.

    Raises:
        ValueError: the two have fewer than 2 seeds in common, or a difference is not finite.
    """
    return t_interval(_differences(first, second), level=level)


def at_least_as_good(
    first: BySeed, second: BySeed, *, better: Better = "higher", level: float = 0.95
) -> Finding:
    """The claim that ``first`` is at least as good as ``second``.

    Raises:
        ValueError: the two have fewer than 2 seeds in common, or ``better`` is neither.
    """
    if better not in get_args(Better):
        raise ValueError(f"better must be one of {', '.join(get_args(Better))}, got {better!r}")
    ahead = _differences(first, second) * (1 if better == "higher" else -1)
    return Finding(ahead=t_interval(ahead, level=level), seeds=len(ahead))


def _differences(first: BySeed, second: BySeed) -> Float64[np.ndarray, " seeds"]:
    common = sorted(first.keys() & second.keys())
    if len(common) < 2:
        raise ValueError(
            f"two methods are compared over at least 2 seeds that both ran with; these ran with "
            f"{sorted(first)} and {sorted(second)}"
        )
    return np.array([first[seed] - second[seed] for seed in common], np.float64)
