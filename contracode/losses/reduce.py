"""From one value a row to the loss. All four have one signature, and are passed as ``reduce=``."""

from collections.abc import Callable

from jaxtyping import Bool, Float
from torch import Tensor

Reduce = Callable[[Tensor, Tensor], Tensor]
"""(values [rows], valid [rows]) -> loss; an invalid row counts 0 everywhere."""


def mean_valid(values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]) -> Float[Tensor, ""]:
    """Mean over the valid rows; 0 if there are none."""
    return sum_valid(values, valid) / valid.sum().clamp(min=1).to(values.dtype)


def mean_all(values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]) -> Float[Tensor, ""]:
    """Sum over the valid rows divided by the number of all rows; 0 if there are none."""
    return sum_valid(values, valid) / max(len(values), 1)


def sum_valid(values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]) -> Float[Tensor, ""]:
    """Sum over the valid rows."""
    return values.masked_fill(~valid, 0.0).sum()


def unreduced(
    values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]
) -> Float[Tensor, " rows"]:
    """Every row's own value; 0 for an invalid one."""
    return values.masked_fill(~valid, 0.0)
