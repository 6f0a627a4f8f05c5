"""CACR: far positives attract most and near negatives repel most, each by its own softmax.

Source: Zheng et al. 2021, arXiv 2105.03746, and its released code; which settings reproduce which
released variant stands in :mod:`contracode.methods.cacr.views`.
Differs: the cost is ``2 - 2 cos``, never a norm that is squared, which has no gradient at 0.
"""

from typing import Literal, get_args

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from contracode.losses import (
    Backend,
    Keys,
    Loss,
    Reduce,
    Rows,
    Term,
    counts,
    mean_valid,
    pos_mean,
    sqdist,
    sweep,
    terms,
)

Cost = Literal["euclidean", "rbf"]
"""How a repelling distance counts: itself, or by the log of a sum of radial basis functions."""


def cacr(
    rows: Rows,
    keys: Keys,
    *,
    detach_weights: bool,
    attraction_sharpness: float = 1.0,
    repulsion_sharpness: float = 1.0,
    alpha: float = 1.0,
    beta: float = 1.0,
    uniform_attraction: bool = False,
    uniform_repulsion: bool = False,
    cost: Cost = "euclidean",
    tau_plus: float | None = None,
    debias_as_released: bool = False,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """Weighted mean cost of the positives, less that of the negatives; costs are ``2 - 2 cos``.

    Terms: ``attraction``, alpha times the mean cost of a row's positives, weighted by
    ``softmax(t+ cost)``; ``repulsion``, minus beta times that of its negatives, weighted by
    ``softmax(-t- cost)``. A row counts in a term if it has keys of that kind. A term of weight 0 is
    left out, and not computed; the weights never enter a softmax.

    Detached, the gradient is that of ``lse_pos(t+ cost) / t+ + lse_neg(-t- cost) / t-``, which for
    one positive is ``decoupled`` at temperature ``1 / (2 t-)``, divided by ``t-``. Not detached,
    negatives farther than their weighted mean plus ``1 / t-`` are attracted.

    Args:
        rows: what is attracted and repelled.
        keys: what it is attracted by and repelled from.
        detach_weights: no gradient through the softmax weights. The released code for CIFAR does
            not detach them, that for ImageNet does: two methods, so there is no default. The
            ``rbf`` repulsion has no weights to detach.
        attraction_sharpness: ``t+`` >= 0. At 0 all positives count alike.
        repulsion_sharpness: ``t-`` >= 0. At 0 all negatives count alike.
        alpha: factor of the attraction, >= 0.
        beta: factor of the repulsion, >= 0.
        uniform_attraction: the ablation without the positives' weights, as ``t+ = 0``.
        uniform_repulsion: the ablation without the negatives' weights, as ``t- = 0``.
        cost: ``rbf`` repels by ``lse(-t- cost) / t-`` over negatives and positives, which makes the
            loss ``2 T`` times ``info_nce`` at temperature ``T = 1 / (2 t-)`` for one positive.
        tau_plus: chance in [0, 1) that a negative is of the row's own class; its part of the
            repulsion is taken out, by the mean cost of the row's positives.
        debias_as_released: put that part in instead of taking it out, as the released code does.
        reduce: from a value a row to the term.
        backend: what holds the scores.

    Raises:
        ValueError: a setting is out of its range, or does not go with the ``rbf`` cost.

    Source: Zheng et al. 2021, arXiv 2105.03746: both conditional distributions and their two costs.
    Differs: the released debiasing, ``-(mean + tau cost+) / (1 - tau)``, repels the positive; the
    estimator of Chuang et al. 2020, arXiv 2007.00224, needs ``-(mean - tau cost+) / (1 - tau)``.
    """
    _check_weights(alpha, beta)
    _check_sharpness(attraction_sharpness, repulsion_sharpness)
    _check_cost(cost, repulsion_sharpness, tau_plus, uniform_repulsion)
    pull = 0.0 if uniform_attraction else attraction_sharpness
    push = 0.0 if uniform_repulsion else repulsion_sharpness
    wanted: dict[str, Term] = {}
    if alpha:
        wanted["attraction"] = terms.weighted_mean("positive", pull, detach_weights=detach_weights)
    if beta and cost == "euclidean":
        wanted["repulsion"] = terms.weighted_mean("negative", -push, detach_weights=detach_weights)
    elif beta:
        wanted["repulsion"] = terms.log_sum_exp("all", -push)
    swept = sweep(rows, keys, sqdist(), list(wanted.values()), backend=backend)
    values = dict(zip(wanted, swept, strict=True))
    number = counts(rows, keys)
    found = {}
    if alpha:
        found["attraction"] = alpha * reduce(values["attraction"], number.positive > 0)
    if beta and cost == "euclidean":
        far = values["repulsion"]
        if tau_plus is not None:
            own, own_number = pos_mean(rows, keys, sqdist(), backend=backend)
            part = -tau_plus if debias_as_released else tau_plus
            far = torch.where(own_number > 0, (far - part * own) / (1 - tau_plus), far)
        found["repulsion"] = -beta * reduce(far, number.negative > 0)
    elif beta:
        counted = number.negative + number.positive > 0
        found["repulsion"] = beta / push * reduce(values["repulsion"], counted)
    return Loss(found)


def kernel_repulsion(
    rows: Rows,
    keys: Keys,
    *,
    repulsion_sharpness: float = 1.0,
    kernel_sharpness: float = 2.0,
    beta: float = 1.0,
    backend: Backend = "auto",
) -> Loss:
    """Beta times ``log mean_i sum_j w_ij exp(-t cost_ij)`` over rows i and their negatives j.

    One term, ``repulsion``. ``w`` is CACR's ``softmax(-t- cost)``, with gradient; ``t-`` is
    ``repulsion_sharpness``, and at 0 the weights are uniform and this is the uniformity of
    ``align_uniform``. It is not the ``rbf`` cost of ``cacr``, whose log is taken row by row.

    The log of a mean over rows is no mean over rows: of the rows of one process it is not the
    batch's. Gather the rows, too, and let every process compute all of it. Rows without negatives
    do not count; without any, it is 0.

    Raises:
        ValueError: ``t-`` is negative, or ``kernel_sharpness`` or beta is not positive.

    Source: the released code of Zheng et al. 2021, arXiv 2105.03746, in a comment, with ``t = 2``.
    Differs: in log space.
    """
    _check_sharpness(0.0, repulsion_sharpness)
    if not (kernel_sharpness > 0 and beta > 0):
        raise ValueError(
            f"kernel_sharpness and beta must be > 0, got {kernel_sharpness} and {beta}"
        )
    parts = [
        terms.log_sum_exp("negative", -repulsion_sharpness - kernel_sharpness),
        terms.log_sum_exp("negative", -repulsion_sharpness),
    ]
    kernel, mass = sweep(rows, keys, sqdist(), parts, backend=backend)
    valid = counts(rows, keys).negative > 0
    return Loss({"repulsion": beta * _log_mean_exp(kernel - mass, valid)})


def _log_mean_exp(
    values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]
) -> Float[Tensor, ""]:
    """Log of the mean, over the valid rows, of the exponentials of the values; 0 if none is."""
    log_sum = terms.masked_lse(values[None], valid[None])[0]
    return log_sum - valid.sum().clamp(min=1).to(values.dtype).log()


def _check_weights(alpha: float, beta: float) -> None:
    if not (alpha >= 0 and beta >= 0 and alpha + beta > 0):
        raise ValueError(f"alpha and beta must be >= 0 and not both 0, got {alpha} and {beta}")


def _check_sharpness(attraction: float, repulsion: float) -> None:
    if not (attraction >= 0 and repulsion >= 0):
        raise ValueError(f"sharpness must be >= 0, got {attraction} (t+) and {repulsion} (t-)")


def _check_cost(cost: Cost, repulsion: float, tau_plus: float | None, uniform: bool) -> None:
    if tau_plus is not None and not 0 <= tau_plus < 1:
        raise ValueError(f"tau_plus must be in [0, 1), got {tau_plus}")
    if cost not in get_args(Cost):
        raise ValueError(f"cost must be one of {', '.join(get_args(Cost))}, got {cost!r}")
    if cost == "rbf" and (uniform or not repulsion > 0):
        raise ValueError(f"the rbf cost needs weights and t- > 0, got {repulsion}, {uniform=}")
    if cost == "rbf" and tau_plus is not None:
        raise ValueError(f"only the euclidean cost can be debiased, got rbf and {tau_plus=}")
