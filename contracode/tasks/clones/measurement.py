"""One scorer measured on a set of clones: pairs told apart, clones found."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from contracode.tasks.clones.cases import CloneSet, PairCases
from contracode.tasks.clones.metrics import (
    auroc,
    average_precision,
    ranking_scores,
    ranks_of,
    with_interval,
)
from contracode.tasks.clones.scorers import Comparison, Places, Scorer
from contracode.tasks.intervals import Interval, bootstrap

# Queries ranked at once; their scores with all candidates are in memory.
_CHUNK = 256

METRICS = ("AUROC", "hard AUROC", "AP", "MRR", "MAP@R", "recall@10")
"""In the order of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneScore:
    """One measure of one scorer."""

    scorer: str
    metric: str
    """One of `METRICS`."""
    value: Interval


def measure_clones(
    clones: CloneSet,
    cases: PairCases,
    scorer: Scorer,
    *,
    seed: int,
    queries: Sequence[str] | None = None,
) -> Iterator[CloneScore]:
    """Measure a scorer on the pairs of a set, and on its functions as queries.

    Pairs: clones against pairs of different concepts, all of them and those of one group ("hard").
    Retrieval: each function asks for those that it is paired with, among all others of the set;
    other functions of its concept take no part, as they may do the same.

    Args:
        clones: functions and pairs.
        cases: the pairs, and negatives drawn for them: the same for all that are compared.
        scorer: who is measured.
        seed: of the intervals.
        queries: what is asked instead of the functions' texts, one for each: variants of them.
    """
    comparison = scorer.compare(clones.texts if queries is None else queries, clones.texts)
    values = {**_pair_values(comparison, cases, seed), **_ranking_values(comparison, clones, seed)}
    for metric in METRICS:
        if metric in values:
            yield CloneScore(scorer=scorer.name, metric=metric, value=values[metric])


def _pair_values(comparison: Comparison, cases: PairCases, seed: int) -> dict[str, Interval]:
    """Without those that a set has no negatives for."""
    scores = comparison.pairs(cases.queries, cases.candidates)
    values = {}
    if not cases.positive.all():
        values["AUROC"] = with_interval(auroc, cases, scores, seed=seed)
        values["AP"] = with_interval(average_precision, cases, scores, seed=seed)
    if cases.hard.any():
        # Of concepts that have one, so that no draw of concepts is without negatives.
        kept = (cases.positive | cases.hard) & np.isin(cases.concepts, cases.concepts[cases.hard])
        values["hard AUROC"] = with_interval(auroc, cases.chosen(kept), scores[kept], seed=seed)
    return values


def _ranking_values(comparison: Comparison, clones: CloneSet, seed: int) -> dict[str, Interval]:
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for left, right in clones.pairs.tolist():
        partners[left].add(right)
        partners[right].add(left)
    alike: defaultdict[str, set[int]] = defaultdict(set)
    for place, concept in enumerate(clones.concepts):
        alike[concept].add(place)
    by_concept: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    asked = sorted(partners)
    for start in range(0, len(asked), _CHUNK):
        chunk = asked[start : start + _CHUNK]
        for place, scores in zip(chunk, comparison.rows(_places(chunk)), strict=True):
            concept = clones.concepts[place]
            ranks = ranks_of(
                scores, _places(partners[place]), _places(alike[concept] - partners[place])
            )
            for metric, value in ranking_scores(ranks).items():
                by_concept[metric][concept].append(value)
    return {
        metric: bootstrap(np.array([np.mean(each) for each in values.values()]), seed=seed)
        for metric, values in by_concept.items()
    }


def _places(places: set[int] | list[int]) -> Places:
    return np.array(sorted(places), dtype=np.int64)
