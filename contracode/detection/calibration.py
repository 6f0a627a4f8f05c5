"""Fit a fusion to a model on known clones, and measure what its probabilities are worth."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, Float64
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression

from contracode.corpus.near import jaccard, shingles_of
from contracode.detection.calibration_cases import (
    KnownFunctions,
    balanced_cases,
    retrieved_cases,
    vectors_of,
)
from contracode.detection.pairs import is_near
from contracode.index.encoder import CodeEncoder
from contracode.tasks.clones.fusion import FEATURES, Fusion, PairFeatures, Wording
from contracode.tasks.clones.metrics import (
    auroc,
    average_precision,
    case_interval,
    with_intervals,
)
from contracode.tasks.clones.protocols import PairCases
from contracode.tasks.clones.scorers import Cosines
from contracode.tasks.intervals import Interval
from contracode.tokens.lexical import lexical_similarity

FALSE_ALARMS = 1e-4
"""Share of all pairs of strangers that may reach the default threshold: 1 in 10,000.

A rule about strangers does not depend on how many clones a folder has, precision does.
"""

Vectors = Float32[np.ndarray, "functions dim"]

# Keeps the weights finite where a feature parts the classes.
_PENALTY = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """One row of a reliability table."""

    pairs: int
    predicted: float
    """Mean probability said."""
    observed: Interval
    """Share that are clones; concepts weigh the same, and are drawn anew for the interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a fusion is worth on functions that it was not fitted on."""

    functions: int
    pairs: int
    """Nearest pairs, the same drawing as a search."""
    prevalence: float
    """Share of clones among them, concepts weighing the same."""
    brier: Interval
    brier_of_prevalence: float
    """Of a forecaster that says the prevalence for each pair: what is to be beaten."""
    calibration_error: Interval
    """Expected calibration error over ten parts of equal weight."""
    reliability: tuple[Reliability, ...]
    nearest: Mapping[str, tuple[Interval, ...]]
    """AUROC and average precision among nearest pairs, by score."""
    strangers: Mapping[str, tuple[Interval, ...]]
    """The same for known clones against drawn strangers."""


def fit(
    known: KnownFunctions, encoder: CodeEncoder, *, about: Mapping[str, str], seed: int = 0
) -> Fusion:
    """Weights from clones against strangers; probabilities from the nearest pairs.

    The weights are not taken from the nearest pairs: chosen for a high cosine or a high lexical
    similarity, those with less of one have more of the other, whatever they are. The probability
    is: what a report lists are nearest pairs, and most of those are no clones.

    Args:
        known: functions to learn from.
        encoder: the model.
        about: `Fusion`'s fields recipe, model_digest and corpus_digest.
        seed: of the drawing of strangers.
    """
    vectors, wording = vectors_of(known, encoder), Wording(known.texts)
    features = PairFeatures(Cosines(vectors, vectors), wording, wording)
    balanced = balanced_cases(known, seed)
    weights, intercept = _regression(
        features.pairs(balanced.queries, balanced.candidates), balanced.positive, balanced.weights
    )
    nearest = retrieved_cases(known, vectors, wording)
    scores = features.pairs(nearest.queries, nearest.candidates) @ weights + intercept
    curve = IsotonicRegression(y_min=0, y_max=1).fit(
        scores, nearest.positive, sample_weight=nearest.weights
    )
    knots, first = np.unique(np.round(curve.X_thresholds_, 4), return_index=True)
    return Fusion(
        format=1,
        recipe=about["recipe"],
        model_digest=about["model_digest"],
        corpus_digest=about["corpus_digest"],
        weights=tuple(np.round(weights, 4).tolist()),
        intercept=round(intercept, 4),
        scores=tuple(knots.tolist()),
        probabilities=tuple(np.round(curve.y_thresholds_[first], 4).tolist()),
        threshold=_threshold(known, nearest, scores),
    )


def measure(
    known: KnownFunctions, encoder: CodeEncoder, fusion: Fusion, *, seed: int = 0
) -> Quality:
    """Quality on functions of concepts that the fusion has not seen."""
    vectors, wording = vectors_of(known, encoder), Wording(known.texts)
    comparison = PairFeatures(Cosines(vectors, vectors), wording, wording)
    cases = retrieved_cases(known, vectors, wording)
    features = comparison.pairs(cases.queries, cases.candidates)
    said = fusion.probability(fusion.score(features))
    balanced = balanced_cases(known, seed)
    drawn = comparison.pairs(balanced.queries, balanced.candidates)
    prevalence = float(np.average(cases.positive, weights=cases.weights))
    return Quality(
        functions=len(known.texts),
        pairs=len(said),
        prevalence=prevalence,
        brier=case_interval(_brier, cases, said, seed=seed),
        brier_of_prevalence=prevalence * (1 - prevalence),
        calibration_error=case_interval(_calibration_error, cases, said, seed=seed),
        reliability=_reliability(cases, said, seed),
        nearest=_curves(cases, features, fusion, seed),
        strangers=_curves(balanced, drawn, fusion, seed),
    )


def _regression(
    features: Float64[np.ndarray, "cases features"],
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, " cases"],
) -> tuple[Float64[np.ndarray, " features"], float]:
    """Logistic regression whose weights are not negative; both classes weigh the same."""
    shares = np.where(
        positive, weights / weights[positive].sum(), weights / weights[~positive].sum()
    )
    columns = np.column_stack([features, np.ones(len(features))])

    def loss(
        chosen: Float64[np.ndarray, " columns"],
    ) -> tuple[float, Float64[np.ndarray, " columns"]]:
        logits = columns @ chosen
        cost = shares @ (np.logaddexp(0, logits) - positive * logits)
        slope = columns.T @ (shares * (1 / (1 + np.exp(-logits)) - positive))
        return cost + _PENALTY * (chosen @ chosen), slope + 2 * _PENALTY * chosen

    bounds = [(0, None)] * features.shape[1] + [(None, None)]
    start = np.zeros(columns.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1], float(found[-1])


def _threshold(
    known: KnownFunctions, nearest: PairCases, scores: Float64[np.ndarray, " cases"]
) -> float:
    """Lowest score that at most `FALSE_ALARMS` of all pairs of strangers reach by score alone.

    Near pairs are reported for that, so they do not count. Only nearest pairs are looked at, as if
    all others scored lower. That is an approximation: a stranger that is near by words alone, or to
    a function with many others nearer, is missed, and the share of all pairs is then a little more.
    """
    count = len(known.texts)
    allowed = int(FALSE_ALARMS * count * (count - 1) / 2)
    strangers: set[tuple[int, int]] = set()
    for case in np.argsort(-scores, kind="stable").tolist():
        left, right = sorted((int(nearest.queries[case]), int(nearest.candidates[case])))
        one, other = known.texts[left], known.texts[right]
        shingles = jaccard(shingles_of(one), shingles_of(other))
        if nearest.positive[case] or is_near(lexical_similarity(one, other), shingles):
            continue
        strangers.add((left, right))
        if len(strangers) > allowed:
            return round(float(scores[case]) + 1e-4, 4)
    return round(float(scores.min()), 4)


def _curves(
    cases: PairCases,
    features: Float64[np.ndarray, "cases 3"],
    fusion: Fusion,
    seed: int,
) -> dict[str, tuple[Interval, ...]]:
    measures = {"AUROC": auroc, "AP": average_precision}
    scores = {"fused": fusion.score(features)}
    scores |= {name: features[:, place].copy() for place, name in enumerate(FEATURES)}
    return {
        name: tuple(with_intervals(measures, cases, values, seed=seed, resamples=500).values())
        for name, values in scores.items()
    }


def _brier(
    scores: Float64[np.ndarray, " cases"],
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, "draws cases"],
) -> Float64[np.ndarray, " draws"]:
    return np.asarray(weights @ (scores - positive) ** 2 / weights.sum(axis=1))


def _calibration_error(
    scores: Float64[np.ndarray, " cases"],
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, "draws cases"],
) -> Float64[np.ndarray, " draws"]:
    total = weights.sum(axis=1)
    parts = [np.abs(weights[:, part] @ (scores - positive)[part]) for part in _parts(scores)]
    return np.asarray(np.sum(parts, axis=0) / total)


def _parts(scores: Float64[np.ndarray, " cases"]) -> list[Bool[np.ndarray, " cases"]]:
    """Ten parts of about equal size by score; equal scores are never parted."""
    bounds = np.unique(np.quantile(scores, np.linspace(0, 1, 11)[1:-1]))
    part = np.searchsorted(bounds, scores, side="left")
    return [part == number for number in np.unique(part)]


def _reliability(
    cases: PairCases, said: Float64[np.ndarray, " cases"], seed: int
) -> tuple[Reliability, ...]:
    rows = []
    for part in _parts(said):
        chosen = cases.chosen(part)
        observed = case_interval(_share, chosen, said[part], seed=seed, resamples=500)
        mean = float(np.average(said[part], weights=chosen.weights))
        rows.append(Reliability(pairs=int(part.sum()), predicted=mean, observed=observed))
    return tuple(rows)


def _share(
    scores: Float64[np.ndarray, " cases"],  # noqa: ARG001
    positive: Bool[np.ndarray, " cases"],
    weights: Float64[np.ndarray, "draws cases"],
) -> Float64[np.ndarray, " draws"]:
    return np.asarray(weights @ positive.astype(np.float64) / weights.sum(axis=1))
