"""What CACR is compared with: decoupled, align-and-uniform, CMC, hard and debiased negatives."""

import math

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.losses import (
    NOBODY,
    Backend,
    Keys,
    Loss,
    Reduce,
    Rows,
    cosine,
    counts,
    lse,
    mean_valid,
    pos_mean,
    softplus_sum,
    sqdist,
    sweep,
    terms,
)
from contracode.methods.cacr import kernel_repulsion, view_pairs
from contracode.methods.infonce import info_nce


def decoupled(
    rows: Rows,
    keys: Keys,
    temperature: float | Float[Tensor, ""] = 0.1,
    *,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """InfoNCE without positives in the sum: minus the mean positive, plus ``lse`` of the negatives.

    Terms ``attraction`` and ``repulsion``, in nats; a row counts in the first if it has positives,
    in the second if it has negatives. Unlike InfoNCE, it has no floor. At temperature
    ``1 / (2 t-)`` and over ``t-`` it has the gradient of detached CACR with one positive.

    Raises:
        ValueError: ``temperature`` is a number and not positive.

    Source: Yeh et al. 2021, arXiv 2110.06848, eq. 6, without weights of the positives.
    Differs: a row with several positives averages over them.
    """
    score = cosine(temperature)
    mean, _ = pos_mean(rows, keys, score, backend=backend)
    others = lse(rows, keys, score, "negative", backend=backend)
    number = counts(rows, keys)
    return Loss(
        {
            "attraction": -reduce(mean, number.positive > 0),
            "repulsion": reduce(others, number.negative > 0),
        }
    )


def align_uniform(
    views: Float[Tensor, "views batch dim"],
    *,
    sharpness: float = 2.0,
    align_weight: float = 1.0,
    uniform_weight: float = 1.0,
    backend: Backend = "auto",
) -> Loss:
    """Mean squared distance of a sample's views, and log of the mean kernel of different samples.

    Terms: ``attraction``, the mean of ``2 - 2 cos`` over pairs of views of a sample; ``repulsion``,
    ``log mean exp(-sharpness (2 - 2 cos))`` over the pairs of samples of one view, averaged over
    views; 0 for a lone sample. The latter is ``kernel_repulsion`` with uniform weights.

    There is no ``reduce``: the log is that of a mean over the whole batch. With several processes
    gather the views, differentiably, and let each compute all of it: gradients summed in the gather
    and averaged over processes are then those of one process.

    Raises:
        ValueError: ``sharpness`` is not positive, or a weight is negative.

    Source: Wang & Isola 2020, arXiv 2005.10242, eqs. 1 and 2, alpha = 2; the mean over views is
    that of their released example.
    Differs: alpha is always 2, whose cost is affine in the dot product.
    """
    if not sharpness > 0:
        raise ValueError(f"sharpness must be > 0, got {sharpness}")
    if not (align_weight >= 0 and uniform_weight >= 0):
        raise ValueError(f"weights must be >= 0, got {align_weight} and {uniform_weight}")
    rows = Rows.of_views(views)
    distance, number = pos_mean(rows, Keys.of(rows), sqdist(), backend=backend)
    spread = []
    for view in views:
        each = torch.arange(len(view), device=view.device)
        alone = Rows(view, torch.full_like(each, NOBODY), each)
        spread.append(
            kernel_repulsion(
                alone,
                Keys.of(alone),
                repulsion_sharpness=0.0,
                kernel_sharpness=sharpness,
                backend=backend,
            ).total
        )
    return Loss(
        {
            "attraction": align_weight * mean_valid(distance, number > 0),
            "repulsion": uniform_weight * torch.stack(spread).mean(),
        }
    )


def cmc(
    views: Float[Tensor, "views batch dim"],
    temperature: float | Float[Tensor, ""] = 0.1,
    *,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """Mean of InfoNCE over ordered pairs of views: keys come from one other view at a time.

    One term, ``contrast``, in nats; ``reduce`` is given the samples as rows. ``nt_xent`` has all
    views in one sum, so it is never smaller.

    Raises:
        ValueError: there are fewer than two views, or ``temperature`` is a number and not positive.

    Source: Tian et al. 2019, arXiv 1906.05849, section 3.3, the full graph of views.
    Differs: all keys of the batch instead of some drawn from a memory bank; a mean over pairs.
    """
    if len(views) < 2:
        raise ValueError(f"CMC needs two views or more, got {len(views)}")
    score = cosine(temperature)
    losses = [
        info_nce(*pair, score, reduce=reduce, backend=backend).total for pair in view_pairs(views)
    ]
    return Loss({"contrast": torch.stack(losses).mean(0)})


def hard_negatives(
    rows: Rows,
    keys: Keys,
    *,
    temperature: float = 0.5,
    hardness: float = 1.0,
    tau_plus: float = 0.1,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """InfoNCE whose M negatives are weighted by their hardness and freed of false negatives.

    With ``s`` the cosine over the temperature, a row's cost, the one term ``contrast``, is the mean
    over its positives of ``log(1 + N / exp(s+))`` in nats, where
    ``N = max((M A - M tau_plus B) / (1 - tau_plus), M exp(-1 / temperature))``: A is the mean of
    ``exp(s)`` over negatives weighted by ``exp(hardness s)``, B its mean over the positives. A row
    without negatives costs 0, and one without positives is not valid.

    Hardness 0 is the debiased loss; with ``tau_plus`` 0, too, and one positive it is ``info_nce``.
    ``hardness`` is the papers' beta. The weights carry gradient, as in the released code.

    Raises:
        ValueError: ``temperature`` is not positive, ``hardness`` is negative, or ``tau_plus`` is
            not in [0, 1).

    Source: Robinson et al. 2020, arXiv 2010.04592, eq. 4; Chuang et al. 2020, arXiv 2007.00224,
    eq. 8, for hardness 0 and for several positives in B.
    Differs: in log space; a row's positives share N, and it averages over them.
    """
    if not (hardness >= 0 and 0 <= tau_plus < 1):
        raise ValueError(
            f"hardness must be >= 0 and tau_plus in [0, 1), got {hardness} and {tau_plus}"
        )
    score = cosine(temperature)
    parts = [
        terms.log_sum_exp("negative", 1.0 + hardness),
        terms.log_sum_exp("negative", hardness),
        terms.log_sum_exp("positive"),
    ]
    hard, mass, own = sweep(rows, keys, score, parts, backend=backend)
    number = counts(rows, keys)
    positives = number.positive.clamp(min=1).to(own.dtype)
    log_mean = _debiased(hard - mass, own - positives.log(), tau_plus, -1.0 / temperature)
    log_total = log_mean + number.negative.clamp(min=1).to(own.dtype).log()
    cost = softplus_sum(
        rows, keys, score, "positive", slope=-1.0, offset=log_total, backend=backend
    )
    # Without negatives N is 0, whose log no offset can hold.
    cost = cost.masked_fill(number.negative == 0, 0.0)
    return Loss({"contrast": reduce(cost / positives, number.positive > 0)})


def _debiased(
    negatives: Float[Tensor, " rows"],
    positives: Float[Tensor, " rows"],
    tau_plus: float,
    floor: float,
) -> Float[Tensor, " rows"]:
    """``log max((exp(negatives) - tau_plus exp(positives)) / (1 - tau_plus), exp(floor))``."""
    if tau_plus == 0:
        return negatives  # No mean is below the floor, which is the smallest score.
    log_share = positives - negatives + math.log(tau_plus)
    # Where nothing is left, the log is taken of something else, or its gradient would be NaN.
    left = log_share < 0
    safe = log_share.masked_fill(~left, -1.0)
    debiased = negatives + (-torch.expm1(safe)).log() - math.log1p(-tau_plus)
    return debiased.masked_fill(~left, floor).clamp(min=floor)
