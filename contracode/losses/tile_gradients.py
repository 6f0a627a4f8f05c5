"""The gradient of the terms with respect to the scores of a tile, recomputed from the scores."""

from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn import functional

from contracode.losses.terms import Term
from contracode.losses.tiles import Side, Tile


class TileGradient:
    """One term's gradient. Rows that share an entry by symmetry are answered together."""

    def __init__(
        self,
        term: Term,
        offset: Tensor,
        grad: Tensor,
        value: Tensor,
        log_sum: Tensor,
        ceiling: float | None,
    ) -> None:
        """``grad``: of each row's term; ``value`` and ``log_sum``: what the forward sweep found."""
        self.term = term
        self.offset = offset
        self.grad = grad
        self.log_sum = log_sum
        self.ceiling = ceiling
        self.offset_grad = torch.zeros_like(offset)
        self.value = value
        # A score's gradient is its softmax times level + slope * (score - value).
        self.level = grad * (term.sharpness if term.kind == "log_sum_exp" else 1.0)
        through_weights = term.kind == "weighted_mean" and not term.detach_weights
        self.slope = grad * term.sharpness if through_weights else None
        if ceiling is not None:
            # exp(v - log_sum) = exp(v - ceiling) * exp(ceiling - log_sum): the tile's exponentials
            # are the same for both sides, and each row has its own factor.
            factor = (ceiling - log_sum).exp()
            self.level = self.level * factor
            self.slope = None if self.slope is None else self.slope * factor

    def vanishes(self, tile: Tile) -> bool:
        """Whether the gradient is surely 0 in all of the tile."""
        return self.term.kind == "best" or tile.is_empty(self.term.over)

    def of(self, tile: Tile, scores: Tensor) -> Tensor:
        """Gradient of every score of the tile."""
        if self.ceiling is not None:
            weights = torch.mul(scores, self.term.sharpness).sub_(self.ceiling).exp_()
            weights = weights.mul_(self._factors(scores, tile.both_sides))
        elif self.term.kind in ("log_sum_exp", "weighted_mean"):
            weights = _sum(self._softmax(scores, side) for side in tile.both_sides)
        else:
            weights = _sum(self._through_sigmoid(tile, scores, side) for side in tile.both_sides)
        excluded = tile.excluded(self.term.over)
        return weights if excluded is None else weights.masked_fill_(excluded, 0.0)

    def _factors(self, scores: Tensor, sides: tuple[Side, ...]) -> Tensor:
        if self.slope is None:
            return _sum(side.of(self.level) for side in sides)
        constant = self.level - self.slope * self.value
        factors = scores.mul(_sum(side.of(self.slope) for side in sides))
        return factors.add_(_sum(side.of(constant) for side in sides))

    def _softmax(self, scores: Tensor, side: Side) -> Tensor:
        weights = torch.mul(scores, self.term.sharpness).sub_(side.of(self.log_sum)).exp_()
        if self.slope is None:
            return weights.mul_(side.of(self.level))
        # Scores are sharp here: the difference first, or its digits are lost.
        centred = scores.sub(side.of(self.value)).mul_(side.of(self.slope))
        return weights.mul_(centred.add_(side.of(self.level)))

    def _through_sigmoid(self, tile: Tile, scores: Tensor, side: Side) -> Tensor:
        v = torch.mul(scores, self.term.sharpness).add_(side.of(self.offset))
        if self.term.kind == "softplus_sum":
            weights = v.sigmoid_()
        else:
            share = (functional.logsigmoid(v) - side.of(self.log_sum)).exp_()
            weights = share.mul_(v.neg_().sigmoid_())
        weights = weights.mul_(side.of(self.grad))
        if side in tile.sides:
            excluded = tile.excluded(self.term.over)
            counted = weights if excluded is None else weights.masked_fill(excluded, 0.0)
            self.offset_grad[side.rows] += counted.sum(side.keys_dim)
        return weights.mul_(self.term.sharpness)


def _sum(parts: Iterable[Tensor]) -> Tensor:
    first, *others = parts
    for part in others:
        first = first + part
    return first
