"""What may be said of methods that ran with several seeds: means, differences, verdicts.

A run is one draw of all that chance decides. What differs between two methods is judged seed by
seed, because runs of one seed share their data, views and starting weights as far as they can.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from contracode.tasks.intervals import Interval, t_interval

BySeed = Mapping[int, float]
"""One value a seed. What no seed changes, such as raw pixels, has the same under each."""

Verdict = Literal["holds", "not shown", "fails", "same figures"]
Better = Literal["higher", "lower"]
"""Which values of a measure are the good ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim that one thing is at least as good as another, or as good, and what the seeds say."""

    ahead: Interval
    """By how much the first is better: mean over seeds, and its t-interval."""
    seeds: int
    """That both ran with."""
    within: float | None = None
    """The two are claimed to differ by no more than this, either way; None: the first is claimed
    to be at least as good."""
    same_figures: bool = False
    """Under every seed the two are exactly equal: one run under two names, or runs that learnt
    nothing. No chance is seen, so nothing is said."""

    @property
    def verdict(self) -> Verdict:
        """``holds`` if the claim is true in the whole interval, ``fails`` if it is so nowhere."""
        if self.same_figures:
            return "same figures"
        least, most = (0.0, math.inf) if self.within is None else (-self.within, self.within)
        if least <= self.ahead.low and self.ahead.high <= most:
            return "holds"
        outside = self.ahead.high < least or self.ahead.low > most
        return "fails" if outside else "not shown"

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
    differences = minus(first, second)
    if len(differences) < 2:
        raise ValueError(
            f"two methods are compared over at least 2 seeds that both ran with; these ran with "
            f"{sorted(first)} and {sorted(second)}"
        )
    return over_seeds(differences, level=level)


def minus(first: BySeed, second: BySeed) -> dict[int, float]:
    """``first - second``, seed by seed, of the seeds that both ran with."""
    return {seed: first[seed] - second[seed] for seed in sorted(first.keys() & second.keys())}


def at_least_as_good(
    first: BySeed, second: BySeed, *, better: Better = "higher", level: float = 0.95
) -> Finding:
    """The claim that ``first`` is at least as good as ``second``.

    Either may be differences (`minus`): of two leads, seed by seed, the first is the larger. The
    second may be a constant, the same under every seed: the interval is then that of the first.

    Raises:
        ValueError: the two have fewer than 2 seeds in common, or ``better`` is neither.
    """
    if better not in get_args(Better):
        raise ValueError(f"better must be one of {', '.join(get_args(Better))}, got {better!r}")
    pair = (first, second) if better == "higher" else (second, first)
    ahead = difference(*pair, level=level)
    seeds = first.keys() & second.keys()
    same = all(first[seed] == second[seed] for seed in seeds)
    return Finding(ahead=ahead, seeds=len(seeds), same_figures=same)


def equivalent(
    first: BySeed,
    second: BySeed,
    *,
    within: float,
    better: Better = "higher",
    level: float = 0.95,
) -> Finding:
    """The claim that ``first`` and ``second`` differ by at most ``within``, either way.

    It holds if the whole interval lies inside ± ``within``, and fails if it lies outside. That is
    two one-sided t-tests, each at half of ``1 - level``: 2.5 % with an interval of 95 %.

    Raises:
        ValueError: the two have fewer than 2 seeds in common, ``better`` is neither, or ``within``
            is not positive and finite.

    Source: Schuirmann 1987, "A comparison of the two one-sided tests procedure and the power
    approach for assessing the equivalence of average bioavailability".
    Differs: the usual interval, of 90 %, tests at 5 % each; here all claims have intervals of
    95 %, and equivalence is the harder to show for it.
    """
    if not 0 < within < math.inf:
        raise ValueError(f"within must be positive and finite, got {within}")
    found = at_least_as_good(first, second, better=better, level=level)
    return replace(found, within=within)
