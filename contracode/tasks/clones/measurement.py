"""One scorer measured on a set of clones: pairs told apart, clones found."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float64

from contracode.tasks.clones.clone_set import CloneSet
from contracode.tasks.clones.metrics import (
    Measure,
    Sweep,
    auroc,
    average_precision,
    best_threshold,
    f1_at,
    named_share,
    precision_at,
    ranking_scores,
    ranks_of,
    recall_at,
    with_intervals,
)
from contracode.tasks.clones.protocols import PairCases, standard_error
from contracode.tasks.clones.scorers import Comparison, Places, Scorer
from contracode.tasks.intervals import Interval, bootstrap

Protocol = Literal["clean", "as-released"]
"""Which pairs are told apart: see `protocols`."""

# Queries ranked at once; their scores with all candidates are in memory.
_CHUNK = 256
# Of a normal distribution, on either side, for 95 %.
_DEVIATIONS = 1.959964

PAIRS = (
    "AUROC",
    "hard AUROC",
    "AP",
    "F1",
    "precision",
    "recall",
    "recall at 1 % false alarms",
    "recall at 10 % false alarms",
)
"""Measures of pairs, in the order of a table."""
SEARCH = ("MRR", "MAP@R", "P@1", "P@5", "P@10", "recall@10")
"""Measures of rankings, in the order of a table."""

_BY_SCORES: Mapping[str, Measure] = {
    "AUROC": auroc,
    "AP": average_precision,
    "recall at 1 % false alarms": recall_at(0.01),
    "recall at 10 % false alarms": recall_at(0.1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorerFigures:
    """What one scorer reached on one set, asked in one way."""

    scorer: str
    values: Mapping[str, Interval]
    """By measure; a measure that the set does not allow is missing."""
    threshold: float | None = None
    """Score from which on a pair is named, chosen on the validation part."""
    scores: Float64[np.ndarray, " cases"] | None = None
    """Of the pairs told apart, for plots."""


def pair_values(
    scores: Float64[np.ndarray, " cases"],
    cases: PairCases,
    *,
    threshold: float | None,
    seed: int,
) -> dict[str, Interval]:
    """Measures of pairs told apart; none if a set has no negatives.

    Args:
        scores: of the cases.
        cases: of the clean protocol.
        threshold: chosen on other problems; without one there is no F1. It is the same in all
            drawings of the interval.
        seed: of the intervals.
    """
    if not cases.can_be_told_apart:
        return {}
    measures = dict(_BY_SCORES)
    if threshold is not None:
        measures |= {
            "F1": f1_at(threshold),
            "precision": precision_at(threshold),
            "recall": named_share(threshold),
        }
    values = with_intervals(measures, cases, scores, seed=seed)
    if cases.hard.any():
        # Of concepts that have one, so that no draw of concepts is without negatives.
        kept = (cases.positive | cases.hard) & np.isin(cases.concepts, cases.concepts[cases.hard])
        hard = with_intervals({"hard AUROC": auroc}, cases.chosen(kept), scores[kept], seed=seed)
        values |= hard
    return values


def released_values(
    scores: Float64[np.ndarray, " cases"], cases: PairCases, *, seed: int
) -> dict[str, Interval]:
    """AUROC and AP of the released protocol.

    The interval of the AUROC is 1.96 standard errors as the paper computes them, which takes pairs
    for independent, cut to [0, 1]; that of the AP comes from problems drawn anew.
    """
    if not cases.can_be_told_apart:
        return {}
    values = with_intervals({"AUROC": auroc, "AP": average_precision}, cases, scores, seed=seed)
    area = values["AUROC"].mean
    count = int(cases.positive.sum())
    half = _DEVIATIONS * standard_error(area, count, len(cases.positive) - count)
    return values | {"AUROC": Interval(area, max(0.0, area - half), min(1.0, area + half))}


def chosen_threshold(scorer: Scorer, clones: CloneSet, cases: PairCases) -> float | None:
    """The score at which F1 is best on a validation part; None if it has no negatives."""
    if not cases.can_be_told_apart:
        return None
    comparison = scorer.compare(clones.texts, clones.texts)
    scores = comparison.pairs(cases.queries, cases.candidates)
    return best_threshold(Sweep.of(scores, cases.positive, cases.weights[None]))


def search_values(comparison: Comparison, clones: CloneSet, *, seed: int) -> dict[str, Interval]:
    """Measures of rankings: each function asks for those that it is paired with.

    It is ranked against all others of the set, less those that may do the same: functions of its
    concept, and functions with its text. Every concept counts once; intervals are of concepts.
    """
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for left, right in clones.pairs.tolist():
        partners[left].add(right)
        partners[right].add(left)
    alike: defaultdict[str, set[int]] = defaultdict(set)
    same_text: defaultdict[str, set[int]] = defaultdict(set)
    for place, (concept, text) in enumerate(zip(clones.concepts, clones.texts, strict=True)):
        alike[concept].add(place)
        same_text[text].add(place)
    by_concept: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    asked = sorted(partners)
    for start in range(0, len(asked), _CHUNK):
        chunk = asked[start : start + _CHUNK]
        for place, scores in zip(chunk, comparison.rows(_places(chunk)), strict=True):
            concept, text = clones.concepts[place], clones.texts[place]
            ignored = (alike[concept] | same_text[text]) - partners[place]
            ranks = ranks_of(scores, _places(partners[place]), _places(ignored))
            for metric, value in ranking_scores(ranks).items():
                by_concept[metric][concept].append(value)
    return {
        metric: bootstrap(np.array([np.mean(each) for each in values.values()]), seed=seed)
        for metric, values in by_concept.items()
    }


def measure_clones(
    clones: CloneSet,
    cases: PairCases,
    scorer: Scorer,
    *,
    seed: int,
    protocol: Protocol = "clean",
    threshold: float | None = None,
    queries: Sequence[str] | None = None,
) -> ScorerFigures:
    """Measure a scorer on the pairs of a set and, by the clean protocol, on searches.

    Args:
        clones: functions and pairs.
        cases: pairs told apart: the same for all that are compared.
        scorer: who is measured.
        seed: of the intervals.
        protocol: that of the cases.
        threshold: from which score on a pair is named.
        queries: what is asked instead of the functions' texts, one for each: variants of them.
    """
    comparison = scorer.compare(clones.texts if queries is None else queries, clones.texts)
    scores = comparison.pairs(cases.queries, cases.candidates)
    if protocol == "as-released":
        values = released_values(scores, cases, seed=seed)
    else:
        values = pair_values(scores, cases, threshold=threshold, seed=seed)
        values |= search_values(comparison, clones, seed=seed)
    return ScorerFigures(scorer=scorer.name, values=values, threshold=threshold, scores=scores)


def _places(places: set[int] | list[int]) -> Places:
    return np.array(sorted(places), dtype=np.int64)
