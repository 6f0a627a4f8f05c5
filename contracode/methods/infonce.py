"""InfoNCE: name the positive among all keys. NT-Xent is InfoNCE between the views of one batch."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from contracode.losses import (
    Backend,
    Counts,
    Keys,
    Loss,
    Reduce,
    Rows,
    Score,
    cosine,
    counts,
    mean_valid,
    pos_mean,
    sweep,
    terms,
)


def info_nce(
    rows: Rows,
    keys: Keys,
    score: Score,
    *,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """Cost of naming a positive among all counted keys, in nats.

    Terms, both at least 0: ``contrast``, of telling positives from negatives,
    ``softplus(lse(negative) - lse(positive))``; and ``spread``, of telling which positive,
    ``lse(positive) - pos_mean``, at least the log of their number and 0 for one. Their sum is
    ``lse(all) - pos_mean``, but keeps its digits, and its gradient's, where a good encoder makes
    it small. A row without positives is not valid and counts nothing; one without negatives has no
    contrast. With keys of a slow copy and of a queue it is MoCo's loss.

    Source: van den Oord et al. 2018, arXiv 1807.03748, eq. 4; with momentum keys and a queue He et
    al. 2020, arXiv 1911.05722, eq. 1.
    Differs: a row with several positives averages over them, as SupCon's ``L_out`` does.
    """
    contrast, spread, number = contrast_and_spread(rows, keys, score, backend=backend)
    valid = number.positive > 0
    return Loss({"contrast": reduce(contrast, valid), "spread": reduce(spread, valid)})


def contrast_and_spread(
    rows: Rows, keys: Keys, score: Score, *, backend: Backend = "auto"
) -> tuple[Float[Tensor, " rows"], Float[Tensor, " rows"], Counts]:
    """Both terms of every row, and how many keys of each kind it has."""
    both = [terms.log_sum_exp("negative"), terms.log_sum_exp("positive")]
    negative, positive = sweep(rows, keys, score, both, backend=backend)
    mean, _ = pos_mean(rows, keys, score, backend=backend)
    number = counts(rows, keys)
    # One positive's log-sum-exp is its score. Computed twice, the two would differ by rounding,
    # and a difference of their gradients would be nothing else.
    positive = torch.where(number.positive == 1, mean, positive)
    contrast = functional.softplus(negative - positive).masked_fill(number.negative == 0, 0.0)
    return contrast, positive - mean, number


def nt_xent(
    views: Float[Tensor, "views batch dim"],
    temperature: float | Tensor = 0.1,
    *,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """InfoNCE of every view of a batch against all others; a sample's other views are positives.

    Its floor is above 0. Of N = 2 B views the smallest possible is
    ``log(1 + (N - 2) exp(-B / ((B - 1) temperature)))``: equal views, and samples as far from each
    other as B unit vectors can be. Near ``log(N - 1)``, nothing is told apart.

    Raises:
        ValueError: ``temperature`` is a number and not positive.

    Source: Chen et al. 2020, arXiv 2002.05709, eq. 1.
    Differs: with more than two views, a row averages over its positives.
    """
    rows = Rows.of_views(views)
    return info_nce(rows, Keys.of(rows), cosine(temperature), reduce=reduce, backend=backend)
