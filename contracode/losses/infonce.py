"""InfoNCE: name the positive among all keys."""

from jaxtyping import Float
from torch import Tensor

from contracode.losses.pairing import Keys, Rows
from contracode.losses.reductions import lse, mean_valid, pos_mean
from contracode.losses.score import Score


def info_nce(rows: Rows, keys: Keys, score: Score) -> Float[Tensor, ""]:
    """Cost of naming a positive among all counted keys, in nats; mean over the rows that have one.

    Source: van den Oord et al. 2018, arXiv 1807.03748, eq. 4; with momentum keys and a queue He et
    al. 2020, arXiv 1911.05722, eq. 1.
    Differs: a row with several positives averages over them (Khosla et al. 2020, arXiv 2004.11362,
    eq. 2); a row without any is left out.
    """
    positive, count = pos_mean(rows, keys, score)
    return mean_valid(lse(rows, keys, score, over="all") - positive, count > 0)
