"""How the matrix of scores is cut into tiles, and which keys of a tile a term counts.

Of a symmetric matrix only the upper triangle is visited; a tile above the diagonal then serves its
columns too, as rows. Integers are compared only in tiles where two of them can be equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from contracode.losses.pairing import NOBODY
from contracode.losses.terms import Over


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of the loss that one edge of a tile stands for."""

    rows: slice
    keys_dim: int
    """The axis of the tile along which this side's keys run: 1, or 0 for a mirrored tile."""

    def of(self, vector: Tensor) -> Tensor:
        """This side's part of one value a row, shaped to broadcast over the tile."""
        return vector[self.rows].unsqueeze(self.keys_dim)


@dataclass(frozen=True)
class Tile:
    """A rectangle of the matrix of scores."""

    rows: slice
    keys: slice
    mirrored: bool
    """Whether the matrix is symmetric and only its upper triangle is visited."""
    group: tuple[Tensor, Tensor] | None
    """Integers of the tile's rows and keys; nothing where no two of them can be equal."""
    uid: tuple[Tensor, Tensor] | None

    @property
    def on_diagonal(self) -> bool:
        """Whether a mirrored tile is its own mirror image."""
        return self.mirrored and self.rows == self.keys

    @property
    def sides(self) -> tuple[Side, ...]:
        """Each row whose keys stand in this tile, once."""
        upright = Side(self.rows, 1)
        if self.mirrored and not self.on_diagonal:
            return (upright, Side(self.keys, 0))
        return (upright,)

    @property
    def both_sides(self) -> tuple[Side, ...]:
        """Each row whose score's gradient goes through an entry of this tile."""
        return (Side(self.rows, 1), Side(self.keys, 0)) if self.mirrored else self.sides

    def is_empty(self, over: Over) -> bool:
        """Whether surely no key of the tile is counted."""
        return over == "positive" and self.group is None

    def excluded(self, over: Over) -> Bool[Tensor, "rows keys"] | None:
        """The pairs that are not counted; nothing if all are."""
        if over == "all" or self._same_group is None:
            return self._same_uid
        wrong = ~self._same_group if over == "positive" else self._same_group
        return wrong if self._same_uid is None else wrong | self._same_uid

    @cached_property
    def _same_group(self) -> Tensor | None:
        return None if self.group is None else self.group[0][:, None] == self.group[1][None, :]

    @cached_property
    def _same_uid(self) -> Tensor | None:
        return None if self.uid is None else self.uid[0][:, None] == self.uid[1][None, :]


def tiles(
    rows_ids: Int[Tensor, "kinds rows"],
    keys_ids: Int[Tensor, "kinds keys"],
    *,
    size: int,
    mirrored: bool,
) -> Iterator[Tile]:
    """All tiles of the matrix, or those of its upper triangle; ids are groups and uids."""
    rows_ranges = _ranges(rows_ids, size)
    keys_ranges = rows_ranges if mirrored else _ranges(keys_ids, size)
    # A row's "nobody" becomes a number that no key has, so that one comparison is enough.
    rows_ids = rows_ids.masked_fill(rows_ids == NOBODY, torch.iinfo(rows_ids.dtype).min)
    blocks = _blocks(keys_ids.shape[1], size)
    for number, rows in enumerate(_blocks(rows_ids.shape[1], size)):
        for other, keys in enumerate(blocks):
            if mirrored and other < number:
                continue
            group, uid = (
                (rows_ids[kind, rows], keys_ids[kind, keys]) if max(starts) <= min(ends) else None
                for kind in range(2)
                for starts, ends in [
                    zip(rows_ranges[kind][number], keys_ranges[kind][other], strict=True)
                ]
            )
            yield Tile(rows, keys, mirrored, group, uid)


def _blocks(length: int, size: int) -> list[slice]:
    return [slice(start, min(start + size, length)) for start in range(0, length, size)]


def _ranges(ids: Int[Tensor, "kinds vectors"], size: int) -> list[list[tuple[int, int]]]:
    """Smallest and largest integer of each block, read from the device in one go.

    "Nobody" is left out: a block of nobodies has an empty range.
    """
    limits = torch.iinfo(ids.dtype)
    nobody = ids == NOBODY
    lowest, highest = ids.masked_fill(nobody, limits.max), ids.masked_fill(nobody, limits.min)
    blocks = _blocks(ids.shape[1], size)
    if not blocks:
        return [[] for _ in ids]
    lows = torch.stack([lowest[:, block].amin(1) for block in blocks], 1)
    highs = torch.stack([highest[:, block].amax(1) for block in blocks], 1)
    ends = torch.stack([lows, highs], -1).tolist()
    return [[(low, high) for low, high in kind] for kind in ends]
