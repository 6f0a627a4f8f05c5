"""Clones under attack: of many variants of one side, the one that misleads most.

A clone pair scores the lowest of the scores that variants of its first function have with the
second; another pair scores the highest. Source: Jain et al. 2021, arXiv 2007.04973, section 4.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from jaxtyping import Bool, Float64

from compiler_aug import Augmenter, Plan
from contracode.seeds import seed_for
from contracode.tasks.clones.clone_set import CloneSet, concepts_in_order
from contracode.tasks.clones.measurement import Protocol, pair_values, released_values
from contracode.tasks.clones.protocols import PairCases, clean_cases, released_cases
from contracode.tasks.clones.scorers import Scorer
from contracode.tasks.clones.variants import Varied, varied
from contracode.tasks.intervals import Interval

MEASURES = ("AUROC", "AP")
"""Given for every number of variants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """Pairs, and variants of their first functions by one plan."""

    cases: PairCases
    varied: Varied
    """In the order of ``places``."""
    places: Sequence[int]
    """Of the functions that are varied, in the set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackFigures:
    """One scorer under one attack."""

    scorer: str
    plan: str
    values: Mapping[int, Mapping[str, Interval]]
    """By number of variants, 0 for functions as written, and measure."""


def attack_cases(clones: CloneSet, protocol: Protocol, functions: int, seed: int) -> PairCases:
    """Pairs with few enough first functions that all of them can be varied often.

    Problems are drawn. Clean: one clone pair of each with its negatives, as many problems as
    functions may be varied. As released: the loops over whole problems, until they have as many
    functions.

    Args:
        clones: functions and pairs.
        protocol: which pairs.
        functions: > 0; how many may be varied.
        seed: of the draw.
    """
    order = concepts_in_order(clones, seed)
    if protocol == "clean":
        pairs: dict[str, list[int]] = {}
        ids = clones.ids
        for left, right in sorted(
            clones.pairs.tolist(),
            key=lambda pair: seed_for(seed, f"attack/{ids[pair[0]]}/{ids[pair[1]]}"),
        ):
            pairs.setdefault(clones.concepts[left], [left, right])
        kept = [pairs[concept] for concept in order if concept in pairs][:functions]
        return clean_cases(replace(clones, pairs=np.array(kept, dtype=np.int64)), seed)
    drawn: set[str] = set()
    size = 0
    for concept in order:
        if size >= functions and len(drawn) > 1:
            break
        drawn.add(concept)
        size += sum(each == concept for each in clones.concepts)
    places = [place for place, each in enumerate(clones.concepts) if each in drawn]
    cases = released_cases(clones.chosen(places), seed)
    at = np.array(places, dtype=np.int64)
    return replace(cases, queries=at[cases.queries], candidates=at[cases.candidates])


def attack(
    clones: CloneSet, cases: PairCases, augmenter: Augmenter, plan: Plan, *, most: int, seed: int
) -> Attack:
    """Make ``most`` variants of every first function.

    Raises:
        PlanError: the plan names a pass that does not exist.
    """
    places = sorted(set(cases.queries.tolist()))
    made = varied(
        [clones.texts[place] for place in places],
        [clones.ids[place] for place in places],
        augmenter,
        plan,
        count=most,
        seed=seed,
    )
    return Attack(cases=cases, varied=made, places=places)


def attacked(
    clones: CloneSet,
    found: Attack,
    scorer: Scorer,
    *,
    counts: Sequence[int],
    protocol: Protocol,
    seed: int,
) -> AttackFigures:
    """Measure a scorer on an attack's pairs, as written and by the worst of its first variants.

    Args:
        clones: functions and pairs.
        found: the pairs and the variants.
        scorer: who is measured.
        counts: numbers of variants, each at most as many as were made.
        protocol: of the pairs.
        seed: of the intervals.
    """
    scores = variant_scores(clones, found, scorer)
    values = {}
    for count in (0, *counts):
        worst = scores[:, 0] if count == 0 else worst_of(scores[:, 1:], found.cases.positive, count)
        every = (
            released_values(worst, found.cases, seed=seed)
            if protocol == "as-released"
            else pair_values(worst, found.cases, threshold=None, seed=seed)
        )
        values[count] = {measure: every[measure] for measure in MEASURES if measure in every}
    return AttackFigures(scorer=scorer.name, plan=found.varied.plan, values=values)


def variant_scores(
    clones: CloneSet, found: Attack, scorer: Scorer
) -> Float64[np.ndarray, "cases columns"]:
    """Scores of every pair: with the first function as written, then with each of its variants."""
    texts = [
        [clones.texts[place], *variants]
        for place, variants in zip(found.places, found.varied.texts, strict=True)
    ]
    number = {text: at for at, text in enumerate(dict.fromkeys(chain.from_iterable(texts)))}
    asked = np.array([[number[text] for text in row] for row in texts], dtype=np.int64)
    row = {place: at for at, place in enumerate(found.places)}
    rows = np.array([row[place] for place in found.cases.queries.tolist()], dtype=np.int64)
    comparison = scorer.compare(list(number), clones.texts)
    return np.stack(
        [
            comparison.pairs(asked[rows, column], found.cases.candidates)
            for column in range(asked.shape[1])
        ],
        axis=1,
    )


def worst_of(
    scores: Float64[np.ndarray, "cases variants"],
    positive: Bool[np.ndarray, " cases"],
    count: int,
) -> Float64[np.ndarray, " cases"]:
    """The lowest of the first scores for clones, the highest for others.

    A score that is not a number is the lowest.

    Args:
        scores: one column a variant.
        positive: whether a row is of a clone pair.
        count: of the columns, at least 1.
    """
    first = scores[:, :count]
    first = np.where(np.isnan(first), -np.inf, first)
    return np.asarray(np.where(positive, first.min(axis=1), first.max(axis=1)))
