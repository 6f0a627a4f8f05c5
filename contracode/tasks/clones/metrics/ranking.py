"""How well scores rank clones first."""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float64, Int64

DEPTHS = (1, 5, 10)


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
    """Reciprocal rank, MAP@R, P@k and recall@10 of one query.

    MAP@R looks at as many places as there are relevant candidates, and averages the precision at
    those that hold one. P@k is the share of the first k that are relevant: of R relevant ones it
    can reach R / k.

    Source: Musgrave, Belongie and Lim 2020, arXiv 2003.08505, section 3.2.
    """
    number = np.arange(1, len(ranks) + 1)
    return {
        "MRR": 1 / float(ranks[0]),
        "MAP@R": float(np.where(ranks <= len(ranks), number / ranks, 0.0).mean()),
        **{f"P@{depth}": float((ranks <= depth).sum() / depth) for depth in DEPTHS},
        "recall@10": float((ranks <= 10).mean()),
    }
