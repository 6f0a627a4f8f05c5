"""How well scores tell clones from other pairs, and how well they rank clones first.

Every concept counts once, however many pairs it has; intervals come from drawing concepts anew.
"""

from collections.abc import Callable, Mapping

import numpy as np
from jaxtyping import Bool, Float64, Int64

from contracode.tasks.clones.cases import PairCases
from contracode.tasks.intervals import Interval

# Of resamples computed at once: what they need in memory is this times the number of cases.
_CHUNK = 50

Curve = Callable[
    [Float64[np.ndarray, " cases"], Bool[np.ndarray, " cases"], Float64[np.ndarray, "draws cases"]],
    Float64[np.ndarray, " draws"],
]


def auroc(
    scores: Float64[np.ndarray, " cases"],
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, "draws cases"],
) -> Float64[np.ndarray, " draws"]:
    """Chance that a positive scores higher than a negative; a tie counts half.

    Args:
        scores: of the cases.
        positive: at least one is, and one is not.
        weights: one set of weights a row.
    """
    caught, alarms = _cumulative(scores, positive, weights)
    area = ((alarms - _shifted(alarms)) * (caught + _shifted(caught)) / 2).sum(axis=1)
    return np.asarray(area / (caught[:, -1] * alarms[:, -1]))


def average_precision(
    scores: Float64[np.ndarray, " cases"],
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, "draws cases"],
) -> Float64[np.ndarray, " draws"]:
    """Mean over the positives of the precision at their score; arguments as for `auroc`."""
    caught, alarms = _cumulative(scores, positive, weights)
    named = caught + alarms
    precision = np.divide(caught, named, out=np.zeros_like(caught), where=named > 0)
    summed = ((caught - _shifted(caught)) * precision).sum(axis=1)
    return np.asarray(summed / caught[:, -1])


def with_interval(
    curve: Curve,
    cases: PairCases,
    scores: Float64[np.ndarray, " cases"],
    *,
    seed: int,
    level: float = 0.95,
    resamples: int = 1000,
) -> Interval:
    """A measure of all cases, with its percentile interval over resampled concepts.

    A pair is never drawn without the other pairs of its concept: they share functions.
    """
    concepts, own = np.unique(cases.concepts, return_inverse=True)
    random = np.random.default_rng(seed)
    values = []
    for start in range(0, resamples, _CHUNK):
        count = min(_CHUNK, resamples - start)
        drawn = random.integers(len(concepts), size=(count, len(concepts)))
        often = np.stack([np.bincount(row, minlength=len(concepts)) for row in drawn])
        values.append(curve(scores, cases.positive, often[:, own] * cases.weights))
    low, high = np.quantile(np.concatenate(values), [(1 - level) / 2, (1 + level) / 2])
    whole = float(curve(scores, cases.positive, cases.weights[None])[0])
    return Interval(whole, float(low), float(high))


def ranks_of(
    scores: Float64[np.ndarray, " candidates"],
    relevant: Int64[np.ndarray, " relevant"],
    ignored: Int64[np.ndarray, " ignored"],
) -> Int64[np.ndarray, " relevant"]:
    """Ranks of the relevant candidates in ascending order, best is 1.

    Ties count against them; a score that is not a number is the worst.

    Args:
        scores: of all candidates.
        relevant: places of those sought.
        ignored: places of those that take no part: the query itself, and what may be relevant.
    """
    scores = np.where(np.isnan(scores), -np.inf, scores)
    others = np.ones(len(scores), dtype=bool)
    others[relevant] = others[ignored] = False
    before = np.sort(scores[others])
    ahead = len(before) - np.searchsorted(before, -np.sort(-scores[relevant]), side="left")
    return ahead + np.arange(1, len(relevant) + 1)


def ranking_scores(ranks: Int64[np.ndarray, " relevant"]) -> Mapping[str, float]:
    """Reciprocal rank, MAP@R and recall@10 of one query.

    MAP@R looks at as many places as there are relevant candidates, and averages the precision at
    those that hold one.

    Source: Musgrave, Belongie and Lim 2020, arXiv 2003.08505, section 3.2.
    """
    number = np.arange(1, len(ranks) + 1)
    return {
        "MRR": 1 / float(ranks[0]),
        "MAP@R": float(np.where(ranks <= len(ranks), number / ranks, 0.0).mean()),
        "recall@10": float((ranks <= 10).mean()),
    }


def _cumulative(
    scores: Float64[np.ndarray, " cases"],
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, "draws cases"],
) -> tuple[Float64[np.ndarray, "draws levels"], Float64[np.ndarray, "draws levels"]]:
    """Weight of positives and of negatives at each score or above, from the highest score down."""
    scores = np.where(np.isnan(scores), -np.inf, scores)
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    last_of_its_score = np.append(falling[1:] != falling[:-1], True)
    caught = np.cumsum(weights[:, order] * positive[order], axis=1)
    alarms = np.cumsum(weights[:, order] * ~positive[order], axis=1)
    return caught[:, last_of_its_score], alarms[:, last_of_its_score]


def _shifted(
    values: Float64[np.ndarray, "draws levels"],
) -> Float64[np.ndarray, "draws levels"]:
    """Each row one place later, after a 0."""
    return np.pad(values[:, :-1], ((0, 0), (1, 0)))
