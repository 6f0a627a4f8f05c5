"""LoCo's losses: each unit of an encoder has a contrastive loss of its own.

Which gradient reaches which stage is not decided here: a unit's loss reaches what its views were
computed from. Gradients are routed through overlapping units by a schedule (``schedule.py``).
"""

from collections.abc import Callable, Sequence
from typing import Literal

from jaxtyping import Float
from torch import Tensor

from contracode.losses import Backend, Loss, Reduce, mean_valid
from contracode.methods.infonce import nt_xent

Objective = Callable[[Tensor], Loss]
"""(projected [views * batch, dim], the views one after the other) -> a unit's loss, of scalars."""


def loco(
    units: Sequence[Float[Tensor, "views batch _"]],
    temperature: float | Float[Tensor, ""] = 0.1,
    *,
    weights: Sequence[float] | None = None,
    how: Literal["sum", "mean"] = "sum",
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """NT-Xent of every unit's views, as terms ``unit_1``, ``unit_2`` and so on, lowest unit first.

    One unit is SimCLR. Units need not have vectors of equal length. Say with every figure whether
    it is of the sum or the mean: they differ by the number of units, and so do gradients.

    The paper's figure has three units for four stages of a ResNet-50, with losses after res3, res4
    and res5; the training curves in its appendix show one after res2 too. The default is whatever
    the caller passes: for the loss after res2 pass that stage's views as the first of four units.

    Args:
        units: each unit's projected views, of one shape but for the length of vectors.
        temperature: > 0; the paper doesn't state its own, this is SimCLR's.
        weights: one a unit, >= 0; all 1, as in the paper, if not given.
        how: ``sum``, or ``mean``: the sum divided by the number of units.
        reduce: how a unit's rows become one number.
        backend: how scores are computed.

    Raises:
        ValueError: there is no unit, weights are negative or not one a unit, or ``how`` is unknown.

    Source: Xiong, Ren, Urtasun 2020, arXiv 2008.01342, section 3; no code was released.
    """
    if not units:
        raise ValueError("loco needs the views of at least one unit, got none")
    if how not in ("sum", "mean"):
        raise ValueError(f"how must be sum or mean, got {how}")
    weights = [1.0] * len(units) if weights is None else weights
    if len(weights) != len(units) or min(weights) < 0:
        raise ValueError(f"weights must be >= 0, one for each of {len(units)} units, got {weights}")
    share = 1.0 if how == "sum" else 1.0 / len(units)
    return Loss(
        {
            f"unit_{number}": nt_xent(views, temperature, reduce=reduce, backend=backend).total
            * (weight * share)
            for number, (views, weight) in enumerate(zip(units, weights, strict=True), 1)
        }
    )


def stacked_nt_xent(
    views: int = 2,
    temperature: float | Float[Tensor, ""] = 0.1,
    *,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Objective:
    """What a schedule asks of every unit: :func:`loco` with one unit, of views in one stack.

    The schedule's units then cost their sum; ``Loss.scaled`` by one over their number makes it the
    mean, and by a gradient scaler's factor what half precision needs: one factor for all units.

    Raises:
        ValueError: when called, vectors can't be shared out among the views.
    """

    def cost(projected: Float[Tensor, "vectors dim"]) -> Loss:
        if len(projected) % views:
            raise ValueError(
                f"vectors must be {views} views one after the other, got {len(projected)} vectors"
            )
        stacked = projected.reshape(views, len(projected) // views, projected.shape[1])
        return nt_xent(stacked, temperature, reduce=reduce, backend=backend)

    return cost


def unit_figures(number: int, loss: Loss) -> dict[str, Float[Tensor, ""]]:
    """A unit's terms for the log, under names that say which unit; without gradient."""
    return {name: term.detach() for name, term in loss.named(f"unit_{number}").terms.items()}
