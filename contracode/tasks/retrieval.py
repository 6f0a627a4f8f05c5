"""Retrieval of a function by one of its variants, among all functions of an index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float64, Int64

from compiler_aug import Augmenter, Failure, Plan, Program
from contracode.seeds import seed_for

# Drawn at a time, until enough functions have a variant.
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Query:
    """A variant, and the function it was made from."""

    target: int
    """Place of the function among the candidates."""
    text: str
    """The variant, never equal to the function's own text."""


def draw_queries(
    sources: Sequence[str],
    identities: Sequence[str],
    augmenter: Augmenter,
    *,
    plan: Plan,
    count: int,
    seed: int,
) -> list[Query]:
    """One fresh variant of each of ``count`` functions.

    Functions are drawn by the hash of the seed and their identity, so that the draw does not
    depend on their order. One whose variants all equal its text is passed over.

    Args:
        sources: texts of the candidates.
        identities: a name for each that is the same in every index.
        augmenter: makes the variants.
        plan: passes of the variants.
        count: > 0; fewer come if there are fewer candidates.
        seed: of the draw and of the variants.
    """
    order = sorted(range(len(sources)), key=lambda place: seed_for(seed, identities[place]))
    queries: list[Query] = []
    for start in range(0, len(order), _CHUNK):
        places = order[start : start + _CHUNK]
        programs = [
            (Program(sources[place]), seed_for(seed, f"query/{identities[place]}"))
            for place in places
        ]
        for place, made in zip(places, augmenter.augment(programs, plan), strict=True):
            if isinstance(made, Failure) or made[0].text == sources[place]:
                continue
            queries.append(Query(place, made[0].text))
            if len(queries) == count:
                return queries
    return queries


def rank_of_target(
    scores: Float[np.ndarray, " candidates"],
    target: int,
) -> int:
    """Place of the target when candidates are sorted by score, best is 1.

    Ties count against it; a score that is not a number is the worst.
    """
    return int((~(scores < scores[target])).sum())


def ranks(
    rows: Iterator[Float[np.ndarray, " candidates"]], queries: Sequence[Query]
) -> Int64[np.ndarray, " queries"]:
    """Rank of every query's target, given a row of scores for each query."""
    pairs = zip(rows, queries, strict=True)
    return np.array([rank_of_target(row, query.target) for row, query in pairs], dtype=np.int64)


def hits_at(found: Int64[np.ndarray, " queries"], k: int) -> Float64[np.ndarray, " queries"]:
    """1 where the target is among the first ``k``, else 0."""
    return (found <= k).astype(np.float64)


def reciprocal(found: Int64[np.ndarray, " queries"]) -> Float64[np.ndarray, " queries"]:
    """Reciprocal rank of each target; their mean is the MRR."""
    return 1.0 / found
