"""How well scores tell clones from other pairs: what a threshold that sinks catches, and falsely.

All take a `Sweep`, so that a thousand drawings of the problems are sorted and summed once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float64

# Sums of weights such as 1/3 differ from whole numbers in the last digits.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A threshold that sinks through the scores: cases with that score or a higher one are named.

    Cases of equal score are named together. A score that is not a number is the lowest.
    """

    thresholds: Float64[np.ndarray, " levels"]
    """The different scores, the highest first."""
    caught: Float64[np.ndarray, "draws levels"]
    """Weight of the clones that are named."""
    alarms: Float64[np.ndarray, "draws levels"]
    """Weight of the negatives that are named."""

    @classmethod
    def of(
        cls,
        scores: Float64[np.ndarray, " cases"],
        positive: Bool[np.ndarray, " cases"],
        weights: Float64[np.ndarray, "draws cases"],
    ) -> "Sweep":
        """Sort and sum.

        Args:
            scores: of the cases.
            positive: whether each is a clone; of either kind one at least has a weight, in every
                row.
            weights: one set of weights a row.
        """
        scores = np.where(np.isnan(scores), -np.inf, scores)
        order = np.argsort(-scores, kind="stable")
        falling = scores[order]
        last_of_its_score = np.append(falling[1:] != falling[:-1], True)
        caught = np.cumsum(weights[:, order] * positive[order], axis=1)
        alarms = np.cumsum(weights[:, order] * ~positive[order], axis=1)
        return cls(
            thresholds=falling[last_of_its_score],
            caught=caught[:, last_of_its_score],
            alarms=alarms[:, last_of_its_score],
        )


Measure = Callable[[Sweep], Float64[np.ndarray, " draws"]]
"""A figure for each set of weights."""


def auroc(sweep: Sweep) -> Float64[np.ndarray, " draws"]:
    """Chance that a clone scores higher than a negative; a tie counts half."""
    steps = sweep.alarms - _shifted(sweep.alarms)
    area = (steps * (sweep.caught + _shifted(sweep.caught)) / 2).sum(axis=1)
    return np.asarray(area / (sweep.caught[:, -1] * sweep.alarms[:, -1]))


def average_precision(sweep: Sweep) -> Float64[np.ndarray, " draws"]:
    """Mean over the clones of the precision at their score."""
    named = sweep.caught + sweep.alarms
    precision = np.divide(sweep.caught, named, out=np.zeros_like(named), where=named > 0)
    summed = ((sweep.caught - _shifted(sweep.caught)) * precision).sum(axis=1)
    return np.asarray(summed / sweep.caught[:, -1])


def recall_at(rate: float) -> Measure:
    """Share of the clones named at the lowest threshold that names at most a share of negatives.

    Nothing is interpolated: where already the highest score names more negatives, it is 0.

    Args:
        rate: of false alarms, in [0, 1].
    """

    def recall(sweep: Sweep) -> Float64[np.ndarray, " draws"]:
        allowed = sweep.alarms <= sweep.alarms[:, -1:] * rate + _ROUNDING
        best = np.where(allowed, sweep.caught, 0.0).max(axis=1)
        return np.asarray(best / sweep.caught[:, -1])

    return recall


def f1_at(threshold: float) -> Measure:
    """F1 where cases with that score or a higher one are named clones."""

    def f1(sweep: Sweep) -> Float64[np.ndarray, " draws"]:
        caught, alarms = _named(sweep, threshold)
        return np.asarray(2 * caught / (sweep.caught[:, -1] + caught + alarms))

    return f1


def precision_at(threshold: float) -> Measure:
    """Precision where cases with that score or a higher one are named; 0 if none are."""

    def precision(sweep: Sweep) -> Float64[np.ndarray, " draws"]:
        caught, alarms = _named(sweep, threshold)
        named = caught + alarms
        return np.asarray(np.divide(caught, named, out=np.zeros_like(caught), where=named > 0))

    return precision


def named_share(threshold: float) -> Measure:
    """Recall where cases with that score or a higher one are named."""

    def recall(sweep: Sweep) -> Float64[np.ndarray, " draws"]:
        return np.asarray(_named(sweep, threshold)[0] / sweep.caught[:, -1])

    return recall


def best_threshold(sweep: Sweep) -> float:
    """Score at which F1 is best, for the first set of weights; of several the highest."""
    caught, alarms = sweep.caught[0], sweep.alarms[0]
    f1 = 2 * caught / (caught[-1] + caught + alarms)
    return float(sweep.thresholds[np.flatnonzero(f1 >= f1.max() - _ROUNDING)[0]])


def _named(
    sweep: Sweep, threshold: float
) -> tuple[Float64[np.ndarray, " draws"], Float64[np.ndarray, " draws"]]:
    level = int((sweep.thresholds >= threshold).sum())
    if level == 0:
        return np.zeros(len(sweep.caught)), np.zeros(len(sweep.caught))
    return sweep.caught[:, level - 1], sweep.alarms[:, level - 1]


def _shifted(
    values: Float64[np.ndarray, "draws levels"],
) -> Float64[np.ndarray, "draws levels"]:
    """Each row one place later, after a 0."""
    return np.pad(values[:, :-1], ((0, 0), (1, 0)))
