"""Tuples of anchor, positive block and negative blocks, drawn from a pool of labelled things."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor


@dataclass(frozen=True, slots=True)
class TupleIndex:
    """Which things of a pool make up each tuple."""

    anchors: Int[Tensor, " rows"]
    positive: Int[Tensor, "rows block"]
    negative: Int[Tensor, "rows negatives block"]

    def take(self, pool: Float[Tensor, "pool dim"]) -> tuple[Tensor, Tensor, Tensor]:
        """Anchors, positive blocks and negative blocks, as the block losses take them."""
        return pool[self.anchors], pool[self.positive], pool[self.negative]

    def some(self, rows: Int[Tensor, " picked"]) -> "TupleIndex":
        """The tuples at these places."""
        return TupleIndex(self.anchors[rows], self.positive[rows], self.negative[rows])


def draw_tuples(
    labels: Int[Tensor, " pool"],
    rows: int,
    *,
    block: int = 2,
    negatives: int = 4,
    generator: torch.Generator,
) -> TupleIndex:
    """Draw independent tuples of one distribution, given the pool.

    The anchor's class is uniform over the classes of the pool; anchor and positives are drawn from
    it with replacement, so that they may be the same thing. Each negative block has a class of its
    own, uniform over *all* classes: it may be the anchor's.

    Raises:
        ValueError: the pool is empty.

    Source: Nozawa et al. 2020, arXiv 1910.04464, after Arora et al. 2019, arXiv 1902.09229.
    Differs: the anchor's class is drawn too, where the released code gives all classes equally many
    anchors, whose tuples are independent but not alike.
    """
    if not len(labels):
        raise ValueError("a pool needs at least one thing to draw from, got none")
    order = labels.argsort(stable=True)
    sizes = torch.unique(labels, return_counts=True)[1]
    starts = sizes.cumsum(0) - sizes

    def uniform(*shape: int) -> Tensor:
        # float64: in float32 a share rounds up to 1 too often to be ignored.
        return torch.rand(shape, generator=generator, device=labels.device, dtype=torch.float64)

    classes = (uniform(rows, 1 + negatives) * len(sizes)).long()

    def members(of: Tensor, *shape: int) -> Tensor:
        place = (uniform(*shape) * sizes[of]).long()
        return order[starts[of] + place]

    own = classes[:, :1]
    return TupleIndex(
        anchors=members(own, rows, 1)[:, 0],
        positive=members(own, rows, block),
        negative=members(classes[:, 1:, None], rows, negatives, block),
    )


def encode_tuples(
    encode: Callable[[Tensor], Tensor], pool: Tensor, index: TupleIndex
) -> tuple[
    Float[Tensor, "rows dim"],
    Float[Tensor, "rows block dim"],
    Float[Tensor, "rows negatives block dim"],
]:
    """Anchors, positive blocks and negative blocks, as the block losses take them.

    Everything is encoded in one call, hence with one draw of the weights, and only once, however
    many tuples it is in.
    """
    parts = (index.anchors, index.positive, index.negative)
    used, place = torch.unique(torch.cat([part.flatten() for part in parts]), return_inverse=True)
    places = place.split([part.numel() for part in parts])
    renumbered = [where.reshape(part.shape) for where, part in zip(places, parts, strict=True)]
    return TupleIndex(*renumbered).take(encode(pool[used]))
