"""InfoNCE: name the positive among all keys. NT-Xent is InfoNCE between the views of one batch."""

from jaxtyping import Float
from torch import Tensor

from contracode.losses import (
    Backend,
    Keys,
    Loss,
    Reduce,
    Rows,
    Score,
    cosine,
    lse,
    mean_valid,
    pos_mean,
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

    Terms: ``attraction``, minus the mean score of the positives, and ``repulsion``, the log of the
    sum over all keys. A row without positives is not valid and counts nothing. With keys of a slow
    copy and of a queue it is MoCo's loss.

    Source: van den Oord et al. 2018, arXiv 1807.03748, eq. 4; with momentum keys and a queue He et
    al. 2020, arXiv 1911.05722, eq. 1.
    Differs: a row with several positives averages over them, as SupCon's ``L_out`` does.
    """
    positive, count = pos_mean(rows, keys, score, backend=backend)
    everything = lse(rows, keys, score, backend=backend)
    valid = count > 0
    return Loss({"attraction": -reduce(positive, valid), "repulsion": reduce(everything, valid)})


def nt_xent(
    views: Float[Tensor, "views batch dim"],
    temperature: float | Float[Tensor, ""] = 0.1,
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
