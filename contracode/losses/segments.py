"""Counts and means over a row's positives from one sum a group: no pair is ever looked at.

``sum_p a_i . b_p = a_i . (sum of the group's keys - sum of those that the row ignores)``, so memory
and time grow with rows plus keys. Shapes never depend on the values, so it compiles whole.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

from contracode.losses.pairing import NOBODY, Keys, Rows
from contracode.losses.score import Score


@dataclass(frozen=True, slots=True)
class Counts:
    """How many keys of each kind a row has."""

    positive: Int[Tensor, " rows"]
    negative: Int[Tensor, " rows"]


@dataclass(frozen=True, slots=True)
class Segments:
    """Keys sharing an integer share a place; each row knows the place of its integer, if any."""

    place: Int[Tensor, " keys"]
    """In [0, keys), equal for equal integers."""
    rows_place: Int[Tensor, " rows"]
    """``keys``, one past the last place, where no key has the row's integer."""

    @classmethod
    def of(cls, rows: Int[Tensor, " rows"], keys: Int[Tensor, " keys"]) -> "Segments":
        """Match integers; a row's -1 matches nothing."""
        ordered = keys.sort().values
        place = torch.searchsorted(ordered, keys)
        found = torch.searchsorted(ordered, rows)
        # One more integer, which no row has, so that a row past the end reads something.
        padded = torch.cat([ordered, ordered.new_full((1,), NOBODY)])
        known = (padded[found] == rows) & (rows != NOBODY)
        return cls(place, found.masked_fill(~known, len(keys)))

    def and_also(self, other: "Segments") -> "Segments":
        """Keys share a place if they share it in both."""
        size = len(self.place) + 1
        joint = Segments.of(
            self.rows_place * size + other.rows_place, self.place * size + other.place
        )
        nowhere = (self.rows_place == size - 1) | (other.rows_place == size - 1)
        return Segments(joint.place, joint.rows_place.masked_fill(nowhere, size - 1))

    def counts(self) -> Int[Tensor, " rows"]:
        """Number of keys with the row's integer."""
        number = self.place.new_zeros(len(self.place) + 1)
        return number.index_add(0, self.place, torch.ones_like(self.place))[self.rows_place]

    def sums(self, keys: Float[Tensor, "keys dim"]) -> Float[Tensor, "rows dim"]:
        """Sum of the keys with the row's integer."""
        total = keys.new_zeros(len(keys) + 1, keys.shape[1])
        return total.index_add(0, self.place, keys)[self.rows_place]


def counts(rows: Rows, keys: Keys) -> Counts:
    """Number of positive and of negative keys of each row."""
    group, uid = Segments.of(rows.group, keys.group), Segments.of(rows.uid, keys.uid)
    same_group, ignored, both = group.counts(), uid.counts(), group.and_also(uid).counts()
    positive = same_group - both
    return Counts(positive, len(keys.uid) - ignored - positive)


def pos_mean(
    rows: Rows, keys: Keys, score: Score
) -> tuple[Float[Tensor, " rows"], Int[Tensor, " rows"]]:
    """Mean score of the positive keys, and their number.

    Rounding is relative to the longest vector of the group, ignored ones included: nothing for unit
    vectors, but much for ``dot()`` between vectors of very different length.
    """
    group = Segments.of(rows.group, keys.group)
    ignored = group.and_also(Segments.of(rows.uid, keys.uid))
    anchors, others = score.prepare_both(rows.features, keys.features)
    count = group.counts() - ignored.counts()
    mean = (group.sums(others) - ignored.sums(others)) / count.clamp(min=1).to(others.dtype)[
        :, None
    ]
    value = (anchors * mean).sum(1) * score.scale_like(anchors) + score.shift
    return value.masked_fill(count == 0, 0.0), count
