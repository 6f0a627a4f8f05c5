"""Intervals of pair measures: problems are drawn anew, never pairs."""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float64

from contracode.tasks.clones.metrics.curves import Measure, Sweep
from contracode.tasks.clones.protocols.cases import PairCases
from contracode.tasks.intervals import Interval

# Of resamples computed at once: what they need in memory is this times the number of cases.
_CHUNK = 50


def with_intervals(
    measures: Mapping[str, Measure],
    cases: PairCases,
    scores: Float64[np.ndarray, " cases"],
    *,
    seed: int,
    level: float = 0.95,
    resamples: int = 1000,
) -> dict[str, Interval]:
    """Measures of all cases, with their percentile intervals over resampled problems.

    A clone pair counts as often as its problem was drawn. A negative touches two problems and
    counts as often as the one was drawn times as often as the other was: drawing its first
    function's problem alone would forget that negatives of different problems share functions, and
    make the interval too narrow. Drawings without a clone or without a negative are left out.

    Args:
        measures: by name.
        cases: clones and negatives, at least one of each.
        scores: of the cases.
        seed: of the drawings.
        level: share of the drawings inside the interval.
        resamples: number of drawings.

    Source: Efron 1979, the percentile method; Snijders and Borgatti 1999, "Non-parametric standard
    errors and tests for network statistics", for the drawing of vertices.
    """
    both = np.concatenate([cases.concepts, cases.other_concepts])
    problems, places = np.unique(both, return_inverse=True)
    first, second = np.split(places, 2)
    random = np.random.default_rng(seed)
    found: dict[str, list[Float64[np.ndarray, " draws"]]] = {name: [] for name in measures}
    for start in range(0, resamples, _CHUNK):
        count = min(_CHUNK, resamples - start)
        drawn = random.integers(len(problems), size=(count, len(problems)))
        often = np.stack([np.bincount(row, minlength=len(problems)) for row in drawn])
        times = np.where(first == second, often[:, first], often[:, first] * often[:, second])
        weights = times * cases.weights
        usable = weights[:, cases.positive].any(axis=1) & weights[:, ~cases.positive].any(axis=1)
        if usable.any():
            sweep = Sweep.of(scores, cases.positive, weights[usable])
            for name, measure in measures.items():
                found[name].append(measure(sweep))
    whole = Sweep.of(scores, cases.positive, cases.weights[None])
    spread = {}
    for name, measure in measures.items():
        value = float(measure(whole)[0])
        values = np.concatenate(found[name]) if found[name] else np.array([value])
        low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
        spread[name] = Interval(value, float(low), float(high))
    return spread
