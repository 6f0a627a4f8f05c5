"""PAC-Bayes contrastive training: the loss of drawn weights, and what a bound asks for them.

Source: Nozawa, Germain and Guedj 2020, arXiv 1910.04464.
"""

import math

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.losses import Loss, Reduce, mean_valid
from contracode.methods.pac_bayes.block_losses import logistic_bits
from contracode.methods.pac_bayes.bounds import log_dependent_slack
from contracode.methods.pac_bayes.prior_grid import VarianceGrid, union_price

PAPER_GRID = VarianceGrid()
"""The paper's c = 0.1 and b = 100."""


def pac_bayes_loss(
    anchors: Float[Tensor, "rows dim"],
    positive: Float[Tensor, "rows block dim"],
    negative: Float[Tensor, "rows negatives block dim"],
    complexity: Float[Tensor, ""],
    *,
    reduce: Reduce = mean_valid,
) -> Loss:
    """The logistic loss of one draw of the weights, in bits, plus a complexity.

    Terms: ``empirical`` and ``complexity``. All features must come from one ``Stochastic.draw``.
    With no rows, only the complexity is left. With a complexity of 0 it is InfoNCE with ``dot()``
    over block means, in bits.

    Args:
        anchors: one vector a row.
        positive: vectors of each row's own block.
        negative: vectors of each row's other blocks.
        complexity: ``iid_complexity`` or ``dependent_complexity``.
        reduce: how rows become the loss.

    Differs: not itself a bound, as in the paper. What is bounded is the zero-one risk, which has no
    gradient and lies below the logistic loss; ``certify`` computes the bound.
    """
    empirical = logistic_bits(anchors, positive, negative)
    valid = torch.ones_like(empirical, dtype=torch.bool)
    return Loss({"empirical": reduce(empirical, valid), "complexity": complexity})


def iid_complexity(
    kl: Float[Tensor, ""],
    log_prior_std: Float[Tensor, ""],
    *,
    scale: float,
    delta: float = 0.05,
    grid: VarianceGrid = PAPER_GRID,
) -> Float[Tensor, ""]:
    """``(KL + 2 ln j + ln(pi^2 / (6 delta))) / scale``, with gradient to posterior and prior.

    The index j is relaxed to a real number, ``steps * (ln largest - 2 ln prior_std)``.

    Args:
        kl: ``Stochastic.kl()``, in nats.
        log_prior_std: ``Stochastic.log_prior_std``.
        scale: the paper's lambda, about the number of training tuples.
        delta: chance that the bound is wrong.
        grid: of the prior's variances.

    Raises:
        ValueError: ``scale`` is not positive, or the index is not: call
            ``Stochastic.keep_in_range`` after every step.
    """
    if not scale > 0:
        raise ValueError(f"scale must be > 0, got {scale}")
    return (kl + union_price(_log_index(log_prior_std, grid), delta)) / scale


def dependent_complexity(
    log_chi2: Float[Tensor, ""],
    log_prior_std: Float[Tensor, ""],
    *,
    samples: int,
    reach: int,
    delta: float = 0.05,
    grid: VarianceGrid = PAPER_GRID,
) -> Float[Tensor, ""]:
    """What the bound for dependent tuples adds to the risk, with gradient to posterior and prior.

    ``pi j sqrt((1 + 4T) / (24 m delta) (chi2 + 1))``, the index j relaxed as in ``iid_complexity``.

    Raises:
        ValueError: as ``iid_complexity`` and ``log_dependent_slack`` say.
    """
    log_index = _log_index(log_prior_std, grid)
    return torch.exp(log_dependent_slack(log_chi2, log_index, samples, delta, reach=reach))


def _log_index(log_prior_std: Tensor, grid: VarianceGrid) -> Tensor:
    place = grid.place(log_prior_std)
    if not 0 < place.item() < math.inf:
        raise ValueError(
            f"the prior's variance must stay below {grid.largest} (index > 0), got index "
            f"{place.item():.4g}; call Stochastic.keep_in_range after every step"
        )
    return place.log()
