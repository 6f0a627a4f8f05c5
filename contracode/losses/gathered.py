"""Scores of a few chosen keys of each row, such as the sampled negatives of a memory bank."""

from collections.abc import Iterator
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from contracode.losses.score import Score

GATHERED_NUMBERS = 2**22
"""So many numbers are held at a time (16 MB of float32), or one row's or one column's, if more."""

DENSE_RATIO = 16
"""Where a table has at most so many vectors a chosen key, multiplying all of them is faster."""


def gathered(
    rows: Float[Tensor, "rows dim"],
    table: Float[Tensor, "n dim"],
    index: Int[Tensor, "rows picked"],
    score: Score,
) -> Float[Tensor, "rows picked"]:
    """Score ``table[index[i, k]]`` for row ``i``; every index must be in [0, n).

    Gradients reach the rows, the scale and the table. The chosen keys are gathered some columns at
    a time, and again for the gradient, so memory grows with rows times picked, never with their
    product with dim. A score that normalises makes a normalised copy of the whole table; without,
    the table itself is kept for the gradient, and PyTorch refuses the backward pass if it was
    written to in between.

    With ``index[i] = 0 ... n - 1`` it is ``score(rows, table)``.
    """
    anchors, others = score.prepare_both(rows, table)
    scores: Tensor = _gather(anchors * score.scale_like(anchors), others, index.long())
    return scores + score.shift if score.shift else scores


def _all_at_once(table: Tensor, index: Tensor) -> bool:
    """Whether a few rows' products with the whole table cost less than gathering from it."""
    return len(table) <= DENSE_RATIO * index.shape[1]


def _blocks(length: int, wide: int) -> Iterator[slice]:
    wide = max(GATHERED_NUMBERS // max(wide, 1), 1)
    return (slice(start, start + wide) for start in range(0, length, wide))


@torch.library.custom_op("contracode::gather_scores", mutates_args=())
def _gather(anchors: Tensor, table: Tensor, index: Tensor) -> Tensor:
    """Dot products [rows picked]."""
    scores = anchors.new_empty(index.shape)
    with torch.autocast(anchors.device.type, enabled=False):
        if _all_at_once(table, index):
            for part in _blocks(len(anchors), len(table)):
                scores[part] = (anchors[part] @ table.T).gather(1, index[part])
        else:
            for part in _blocks(index.shape[1], anchors.numel()):
                scores[:, part] = torch.einsum("rd,rpd->rp", anchors, table[index[:, part]])
    return scores


@torch.library.custom_op("contracode::gather_scores_backward", mutates_args=())
def _gather_backward(
    grad: Tensor, anchors: Tensor, table: Tensor, index: Tensor, table_too: bool
) -> tuple[Tensor, Tensor]:
    """Gradients of the rows and, if asked for, of the table."""
    to_anchors = torch.zeros_like(anchors)
    to_table = torch.zeros_like(table) if table_too else table.new_zeros(0, table.shape[1])
    with torch.autocast(anchors.device.type, enabled=False):
        if _all_at_once(table, index):
            for part in _blocks(len(anchors), len(table)):
                weights = grad.new_zeros(len(anchors[part]), len(table))
                weights.scatter_add_(1, index[part], grad[part])
                to_anchors[part] = weights @ table
                if table_too:
                    to_table.addmm_(weights.T, anchors[part])
        else:
            for part in _blocks(index.shape[1], anchors.numel()):
                weights, chosen = grad[:, part], index[:, part]
                to_anchors += torch.einsum("rp,rpd->rd", weights, table[chosen])
                if table_too:
                    shares = weights[:, :, None] * anchors[:, None, :]
                    to_table.index_add_(0, chosen.flatten(), shares.flatten(0, 1))
    return to_anchors, to_table


@_gather.register_fake
def _(anchors: Tensor, _table: Tensor, index: Tensor) -> Any:  # noqa: ANN401
    return anchors.new_empty(index.shape)


@_gather_backward.register_fake
def _(_grad: Tensor, anchors: Tensor, table: Tensor, _index: Tensor, table_too: bool) -> Any:  # noqa: ANN401
    to_table = torch.empty_like(table) if table_too else table.new_empty(0, table.shape[1])
    return torch.empty_like(anchors), to_table


def _remember(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:  # noqa: ANN401, ARG001
    ctx.save_for_backward(*inputs)


def _differentiate(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:  # noqa: ANN401
    table_too = ctx.needs_input_grad[1]
    to_anchors, to_table = _gather_backward(grad.contiguous(), *ctx.saved_tensors, table_too)
    return to_anchors, to_table if table_too else None, None


_gather.register_autograd(_differentiate, setup_context=_remember)
