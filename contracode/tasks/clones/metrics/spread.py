"""Intervals of pair measures: problems are drawn anew, never pairs."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from jaxtyping import Bool, Float64

from contracode.tasks.clones.metrics.curves import Measure, Sweep
from contracode.tasks.clones.protocols.cases import PairCases
from contracode.tasks.intervals import Interval

# Of resamples computed at once: what they need in memory is this times the number of cases.
_CHUNK = 50

CaseMeasure = Callable[
    [Float64[np.ndarray, " cases"], Bool[np.ndarray, " cases"], Float64[np.ndarray, "draws cases"]],
    Float64[np.ndarray, " draws"],
]
"""A figure of scores and of what is positive, for each set of weights."""


def drawn_weights(
    cases: PairCases, *, seed: int, resamples: int
) -> Iterator[Float64[np.ndarray, "draws cases"]]:
    """Weights of the cases when their problems are drawn anew, some drawings at a time.

    A clone pair counts as often as its problem was drawn. A negative touches two problems and
    counts as often as the one was drawn times as often as the other was: drawing its first
    function's problem alone would forget that negatives of different problems share functions, and
    make the interval too narrow.

    Source: Efron 1979, the percentile method; Snijders and Borgatti 1999, "Non-parametric standard
    errors and tests for network statistics", for the drawing of vertices.
    """
    both = np.concatenate([cases.concepts, cases.other_concepts])
    problems, places = np.unique(both, return_inverse=True)
    first, second = np.split(places, 2)
    random = np.random.default_rng(seed)
    for start in range(0, resamples, _CHUNK):
        count = min(_CHUNK, resamples - start)
        drawn = random.integers(len(problems), size=(count, len(problems)))
        often = np.stack([np.bincount(row, minlength=len(problems)) for row in drawn])
        times = np.where(first == second, often[:, first], often[:, first] * often[:, second])
        yield times * cases.weights


def case_interval(
    measure: CaseMeasure,
    cases: PairCases,
    scores: Float64[np.ndarray, " cases"],
    *,
    seed: int,
    level: float = 0.95,
    resamples: int = 1000,
) -> Interval:
    """One measure of all cases, with its percentile interval over resampled problems.

    Arguments are as for `with_intervals`; the cases may be of one kind. Drawings in which no case
    counts are left out.
    """
    drawings = drawn_weights(cases, seed=seed, resamples=resamples)
    kept = [weights[weights.any(axis=1)] for weights in drawings]
    values = np.concatenate([measure(scores, cases.positive, weights) for weights in kept])
    whole = float(measure(scores, cases.positive, cases.weights[None])[0])
    low, high = np.quantile(values, _ends(level)) if len(values) else (whole, whole)
    return Interval(whole, float(low), float(high))


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

    Problems are drawn as for `drawn_weights`; drawings without a clone or without a negative are
    left out.

    Args:
        measures: by name.
        cases: clones and negatives, at least one of each.
        scores: of the cases.
        seed: of the drawings.
        level: share of the drawings inside the interval.
        resamples: number of drawings.
    """
    found: dict[str, list[Float64[np.ndarray, " draws"]]] = {name: [] for name in measures}
    for weights in drawn_weights(cases, seed=seed, resamples=resamples):
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
        low, high = np.quantile(values, _ends(level))
        spread[name] = Interval(value, float(low), float(high))
    return spread


def _ends(level: float) -> list[float]:
    return [(1 - level) / 2, (1 + level) / 2]
