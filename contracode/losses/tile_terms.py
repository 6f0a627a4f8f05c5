"""The terms on tiles: what is gathered, tile by tile.

A row keeps three numbers while tiles pass: ``top``, the value subtracted before exponentials are
taken; ``mass``, their sum; and ``moment``, their sum times the scores.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional

from contracode.losses.terms import Term
from contracode.losses.tiles import Side, Tile


class TileTerm:
    """One term of all rows, gathered from tiles. Writes ``v`` for ``sharpness * s + offset``."""

    def __init__(self, term: Term, offset: Tensor, reach: float, shift: float) -> None:
        """``offset``: one a row; ``reach``: bound of the absolute scores without their shift."""
        self.term = term
        self.offset = offset
        self.top = torch.full_like(offset, -torch.inf)
        self.mass = torch.zeros_like(offset)
        self.moment = torch.zeros_like(offset)
        self.ceiling = ceiling_of(term, reach, shift, offset.dtype)
        if self.ceiling is not None:
            self.top.fill_(self.ceiling)

    def absorb(self, tile: Tile, scores: Tensor) -> None:
        """Take in the scores of a tile."""
        if tile.is_empty(self.term.over):
            return
        excluded = tile.excluded(self.term.over)
        if self.ceiling is not None:
            self._absorb_bounded(tile, scores, excluded)
            return
        for side in tile.sides:
            v = scores if self.term.kind == "best" else self._exponents(scores, side)
            if self.term.kind == "softplus_sum":
                gathered = _fill(functional.softplus(v), excluded, 0.0)
                self.mass[side.rows] += gathered.sum(side.keys_dim)
            else:
                self._absorb_side(side, _fill(v, excluded, -torch.inf), scores)

    def finish(self) -> tuple[Tensor, Tensor]:
        """The term of each row, and the log of the sum of exponentials behind it."""
        if self.term.kind == "best":
            return self.top, self.top
        if self.term.kind == "softplus_sum":
            return self.mass, self.mass
        empty = self.mass == 0
        log_sum = (self.mass.masked_fill(empty, 1.0).log() + self.top).masked_fill(empty, 0.0)
        if self.term.kind == "weighted_mean":
            return self.moment / self.mass.masked_fill(empty, 1.0), log_sum
        return log_sum, log_sum

    def _absorb_bounded(self, tile: Tile, scores: Tensor, excluded: Tensor | None) -> None:
        mass = self._shared_exponentials(scores, excluded)
        for side in tile.sides:
            self.mass[side.rows] += mass.sum(side.keys_dim)
        if self.term.kind == "weighted_mean":
            mass = mass.mul_(scores)
            for side in tile.sides:
                self.moment[side.rows] += mass.sum(side.keys_dim)

    def _absorb_side(self, side: Side, v: Tensor, scores: Tensor) -> None:
        old = self.top[side.rows].clone()
        top = torch.maximum(old, v.amax(side.keys_dim))
        self.top[side.rows] = top
        if self.term.kind == "best":
            return
        # A row that has counted nothing yet must not compute inf - inf.
        level = top.masked_fill(top == -torch.inf, 0.0)
        mass = (v - level.unsqueeze(side.keys_dim)).exp_()
        kept = (old - level).exp_()
        self.mass[side.rows] = self.mass[side.rows] * kept + mass.sum(side.keys_dim)
        if self.term.kind == "weighted_mean":
            moment = mass.mul_(scores).sum(side.keys_dim)
            self.moment[side.rows] = self.moment[side.rows] * kept + moment

    def _exponents(self, scores: Tensor, side: Side) -> Tensor:
        v = scores * self.term.sharpness
        if self.term.kind in ("log_sum_exp", "weighted_mean"):
            return v
        v = v.add_(side.of(self.offset))
        return functional.logsigmoid(v) if self.term.kind == "log_sum_sigmoid" else v

    def _shared_exponentials(self, scores: Tensor, excluded: Tensor | None) -> Tensor:
        mass = torch.mul(scores, self.term.sharpness).sub_(self.ceiling or 0.0).exp_()
        return mass if excluded is None else mass.masked_fill_(excluded, 0.0)


def _fill(values: Tensor, excluded: Tensor | None, filling: float) -> Tensor:
    return values if excluded is None else values.masked_fill(excluded, filling)


def ceiling_of(term: Term, reach: float, shift: float, dtype: torch.dtype) -> float | None:
    """A bound of all ``v`` that may be subtracted from every one of them without underflow."""
    if term.kind not in ("log_sum_exp", "weighted_mean"):
        return None
    half = abs(term.sharpness) * reach
    room = -math.log(torch.finfo(dtype).tiny)
    return term.sharpness * shift + half if 2 * half < 0.7 * room else None
