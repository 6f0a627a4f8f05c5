"""Losses of naming the positive among blocks of vectors, each taken as its mean.

An anchor's margin over a negative block is its dot product with the positive block minus that with
the negative one, of vectors as they are: no unit length, no temperature.
"""

import math

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.losses import accurate


def block_margins(
    anchors: Float[Tensor, "rows dim"],
    positive: Float[Tensor, "rows block dim"],
    negative: Float[Tensor, "rows negatives block dim"],
) -> Float[Tensor, "rows negatives"]:
    """By how much each anchor prefers its positive block to each of its negative blocks.

    Computed in float32 at least, whatever the input type and autocast.

    Raises:
        ValueError: blocks are empty, or an anchor has no negative block.

    Source: Arora et al. 2019, arXiv 1902.09229 (block form).
    """
    negatives, block, _ = negative.shape[1:]
    if block < 1 or negatives < 1:
        raise ValueError(
            "a row needs at least one vector in a block and at least one negative block, got "
            f"{block} and {negatives}"
        )
    with torch.autocast(anchors.device.type, enabled=False):
        contrast = accurate(positive).mean(1)[:, None] - accurate(negative).mean(2)
        margins: Tensor = (accurate(anchors)[:, None] * contrast).sum(2)
        return margins


def logistic_bits(
    anchors: Float[Tensor, "rows dim"],
    positive: Float[Tensor, "rows block dim"],
    negative: Float[Tensor, "rows negatives block dim"],
) -> Float[Tensor, " rows"]:
    """``log2(1 + sum exp(-margin))`` of each row, in bits; unbounded.

    Equals InfoNCE with ``dot()`` over the block means, divided by ln 2. Never below ``zero_one``,
    which is why it is trained in its place.

    Source: Nozawa et al. 2020, arXiv 1910.04464; Arora et al. 2019, arXiv 1902.09229 (logistic
    loss).
    """
    margins = block_margins(anchors, positive, negative)
    costs = torch.cat([torch.zeros_like(margins[:, :1]), -margins], dim=1)
    return torch.logsumexp(costs, dim=1) / math.log(2)


def hinge(
    anchors: Float[Tensor, "rows dim"],
    positive: Float[Tensor, "rows block dim"],
    negative: Float[Tensor, "rows negatives block dim"],
) -> Float[Tensor, " rows"]:
    """``max(0, 1 - smallest margin)`` of each row; unbounded, and never below ``zero_one``.

    Source: Arora et al. 2019, arXiv 1902.09229 (hinge loss).
    """
    return (1 - block_margins(anchors, positive, negative).amin(1)).clamp(min=0)


def zero_one(
    anchors: Float[Tensor, "rows dim"],
    positive: Float[Tensor, "rows block dim"],
    negative: Float[Tensor, "rows negatives block dim"],
) -> Float[Tensor, " rows"]:
    """Share of each row's negative blocks that it does not score below its positive block.

    In [0, 1]; a tie is an error, and so is what is not a number. No gradient. This
    is the risk that the bounds are about.

    Source: Nozawa et al. 2020, arXiv 1910.04464 (zero-one risk).
    """
    margins = block_margins(anchors, positive, negative).detach()
    return (~(margins > 0)).to(margins.dtype).mean(1)
