"""The paper's protocol as its released code has it, with its faults, for figures to be compared.

The two loops over problems, in order, of which each is a list of programs:

- clones: of every problem each of all programs but the last, with each of all but the first.
  That is (n - 1) squared ordered pairs of n programs; n - 2 of them are a program with itself,
  and most others come in both orders.
- non-clones: each program of all problems but the last, with each program of all but the first.
  Problems in between meet themselves: those pairs are clones, and some a program with itself.
  As many as there are clones are drawn, with replacement.

Source: the released code of Jain et al. 2021, arXiv 2007.04973. Differs: it also reports the best
accuracy over 100 thresholds, which is not given here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64, Int64

from contracode.tasks.clones.clone_set import CloneSet
from contracode.tasks.clones.protocols.cases import PairCases

Problems = Sequence[Sequence[int]]
"""Places of the programs of each problem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedFaults:
    """What the loops hold that should not be there."""

    clones: int
    """Ordered pairs of the first loop."""
    clones_with_themselves: int
    """Of these, a program with itself."""
    non_clones: int
    """Ordered pairs of the second loop, before some are drawn."""
    non_clones_of_one_problem: int
    """Of these, pairs that are clones."""
    non_clones_with_themselves: int
    """Of those, a program with itself."""

    def as_counts(self) -> dict[str, int]:
        """By name, as figures call them."""
        return {
            "clones in the loop": self.clones,
            "clones with themselves": self.clones_with_themselves,
            "non-clones in the loop": self.non_clones,
            "non-clones of one problem": self.non_clones_of_one_problem,
            "non-clones with themselves": self.non_clones_with_themselves,
        }


def problems_of(clones: CloneSet) -> list[list[int]]:
    """Places of the functions of each concept, in the order in which the set has them."""
    places: dict[str, list[int]] = {}
    for place, concept in enumerate(clones.concepts):
        places.setdefault(concept, []).append(place)
    return list(places.values())


def released_clones(problems: Problems) -> Int64[np.ndarray, "pairs 2"]:
    """Pairs of the first loop."""
    pairs = [(first, second) for same in problems for first in same[:-1] for second in same[1:]]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def released_non_clones(problems: Problems, count: int, seed: int) -> Int64[np.ndarray, "pairs 2"]:
    """Pairs of the second loop, drawn with replacement; none if there is one problem only."""
    firsts, seconds = _sides(problems)
    total = len(firsts) * len(seconds)
    if total == 0:
        return np.zeros((0, 2), dtype=np.int64)
    # The loop is a product, so that its pairs need not be listed to be drawn.
    drawn = np.random.default_rng(seed).integers(total, size=count)
    return np.stack([firsts[drawn // len(seconds)], seconds[drawn % len(seconds)]], axis=1)


def released_faults(problems: Problems) -> ReleasedFaults:
    """Count what the loops hold."""
    pairs = released_clones(problems)
    firsts, seconds = _sides(problems)
    inner = [len(same) for same in problems[1:-1]]
    return ReleasedFaults(
        clones=len(pairs),
        clones_with_themselves=int((pairs[:, 0] == pairs[:, 1]).sum()),
        non_clones=len(firsts) * len(seconds),
        non_clones_of_one_problem=sum(size * size for size in inner),
        non_clones_with_themselves=sum(inner),
    )


def released_cases(clones: CloneSet, seed: int) -> PairCases:
    """The cases of both loops; every one weighs 1."""
    problems = problems_of(clones)
    same = released_clones(problems)
    different = released_non_clones(problems, len(same), seed)
    pairs = np.concatenate([same, different])
    names = {concept: number for number, concept in enumerate(sorted(set(clones.concepts)))}
    number = np.array([names[concept] for concept in clones.concepts], dtype=np.int64)
    return PairCases(
        queries=pairs[:, 0],
        candidates=pairs[:, 1],
        positive=np.arange(len(pairs)) < len(same),
        hard=np.zeros(len(pairs), dtype=bool),
        concepts=number[pairs[:, 0]],
        other_concepts=number[pairs[:, 1]],
        weights=np.ones(len(pairs)),
    )


def standard_error(area: float, clones: int, non_clones: int) -> float:
    """Standard error of an AUROC, all pairs taken as independent, which they are not.

    Source: Hanley and McNeil 1982, "The meaning and use of the area under a receiver operating
    characteristic (ROC) curve", equations 1 and 2.
    """
    both_positive = area / (2 - area)
    both_negative = 2 * area**2 / (1 + area)
    variance: Float64[np.ndarray, ""] = np.array(
        area * (1 - area)
        + (clones - 1) * (both_positive - area**2)
        + (non_clones - 1) * (both_negative - area**2)
    ) / (clones * non_clones)
    return float(np.sqrt(np.maximum(variance, 0)))


def _sides(
    problems: Problems,
) -> tuple[Int64[np.ndarray, " firsts"], Int64[np.ndarray, " seconds"]]:
    firsts = [place for same in problems[:-1] for place in same]
    seconds = [place for same in problems[1:] for place in same]
    return np.array(firsts, dtype=np.int64), np.array(seconds, dtype=np.int64)
