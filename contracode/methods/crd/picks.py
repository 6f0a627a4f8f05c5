"""Which samples of a data set CRD compares each sample of a batch with, drawn on the device.

Picks are positions in the data set, the positive's in column 0. The draws of one batch depend on
the generator only, which must be on the device of the positions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Int
from torch import Tensor

Positive = Literal["exact", "relax"]
"""``exact``: the sample itself; ``relax``: a sample of its class, any, itself included."""

NEGATIVES = 16_384
"""The paper's number of negatives."""

DRAWN_NUMBERS = 2**22
"""At most so many random numbers are held at a time (16 MB), or one a sample of the data set."""


def pick_unlabelled(
    index: Int[Tensor, " batch"],
    samples: int,
    generator: torch.Generator,
    *,
    negatives: int = NEGATIVES,
) -> Int[Tensor, "batch picked"]:
    """The sample itself, then negatives drawn from all samples, with replacement.

    Needs no labels, so negatives of the sample's own class, and the sample itself, do occur.

    Raises:
        ValueError: ``samples`` or ``negatives`` is not positive.

    Source: the released code of Tian et al. 2020, arXiv 1910.10699, where no indices are passed.
    """
    if samples < 1 or negatives < 1:
        raise ValueError(f"samples and negatives must be >= 1, got {samples} and {negatives}")
    shape = (len(index), negatives)
    drawn = torch.randint(samples, shape, generator=generator, device=index.device)
    return torch.cat([index[:, None], drawn], dim=1)


@dataclass(frozen=True, slots=True)
class Classes:
    """The samples of a data set, sorted by class, to draw from."""

    order: Int[Tensor, " n"]
    """Positions of the samples, those of one class side by side."""
    start: Int[Tensor, " n"]
    """Of each sample, where its class begins in the order."""
    count: Int[Tensor, " n"]
    """Of each sample, how many are in its class."""
    smallest_pool: int
    """The smallest number of samples of other classes that a sample has."""

    @classmethod
    def of(cls, labels: Int[Tensor, " n"]) -> "Classes":
        """Sort once; draw from it in every step.

        Raises:
            ValueError: there are fewer than two classes, so that somebody has no negatives.
        """
        ordered, order = labels.sort(stable=True)
        start = torch.searchsorted(ordered, labels)
        count = torch.searchsorted(ordered, labels, right=True) - start
        smallest_pool = len(labels) - int(count.amax()) if len(labels) else 0
        if smallest_pool == 0:
            raise ValueError(
                f"negatives of other classes need two classes, got {len(labels)} samples of "
                f"{min(len(labels), 1)}; pick_unlabelled needs no classes"
            )
        return cls(order, start, count, smallest_pool)

    def pick(
        self,
        index: Int[Tensor, " batch"],
        generator: torch.Generator,
        *,
        negatives: int = NEGATIVES,
        positive: Positive = "exact",
    ) -> Int[Tensor, "batch picked"]:
        """A positive, then negatives of other classes: the labels leak into the objective.

        Negatives are different samples, in no particular order, all sets of them equally likely;
        a sample with fewer than ``negatives`` in other classes draws with replacement.

        Raises:
            ValueError: ``negatives`` is not positive, or ``positive`` is unknown.

        Source: the released code of Tian et al. 2020, arXiv 1910.10699.
        Differs: drawn for a whole batch where it is used, not by each loader process with a
        permutation of the data set a sample.
        """
        if negatives < 1:
            raise ValueError(f"negatives must be >= 1, got {negatives}")
        if positive not in ("exact", "relax"):
            raise ValueError(f"positive must be exact or relax, got {positive}")
        start, count = self.start[index], self.count[index]
        first = index
        if positive == "relax":
            first = self.order[start + _below(count[:, None], 1, generator)[:, 0]]
        # Places in the order with the own class cut out; those behind the cut move up.
        places = self._places(len(self.order) - count, negatives, generator)
        places += count[:, None] * (places >= start[:, None])
        return torch.cat([first[:, None], self.order[places]], dim=1)

    def _places(
        self, pool: Int[Tensor, " batch"], negatives: int, generator: torch.Generator
    ) -> Int[Tensor, "batch picked"]:
        """Numbers below each row's pool: different ones if the pool has so many."""
        everywhere = negatives <= self.smallest_pool
        if not everywhere:
            repeated = _below(pool[:, None], negatives, generator)
            if negatives > len(self.order):
                return repeated
        samples = len(self.order)
        chosen = [
            _different(pool[rows], samples, negatives, generator)
            for rows in _blocks(len(pool), samples)
        ]
        different = torch.cat([pool.new_empty(0, negatives), *chosen])
        if everywhere:
            return different
        return torch.where(pool[:, None] < negatives, repeated, different)


def _different(
    pool: Int[Tensor, " rows"], samples: int, picked: int, generator: torch.Generator
) -> Int[Tensor, "rows picked"]:
    """Each row's places of the largest of random keys; rows with too small a pool get anything."""
    keys = torch.rand(len(pool), samples, generator=generator, device=pool.device)
    keys.masked_fill_(torch.arange(samples, device=pool.device) >= pool[:, None], -1.0)
    return keys.topk(picked, dim=1, sorted=False).indices


def _below(
    limit: Int[Tensor, "batch 1"], picked: int, generator: torch.Generator
) -> Int[Tensor, "batch picked"]:
    """Uniform numbers in [0, limit) of each row."""
    # In float64: 24 bits would prefer some of a million places by several percent.
    shape = (len(limit), picked)
    share = torch.rand(shape, generator=generator, device=limit.device, dtype=torch.float64)
    return (share * limit).long()


def _blocks(length: int, wide: int) -> Iterator[slice]:
    step = max(DRAWN_NUMBERS // wide, 1)
    return (slice(start, start + step) for start in range(0, length, step))
