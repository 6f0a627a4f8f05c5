"""Which records a step sees: a pure function of the seed and the step."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from contracode.seeds import seed_for


class Visit(NamedTuple):
    """One record in one epoch."""

    epoch: int
    record: int


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """Every epoch is a permutation of all records; steps follow one another without a gap.

    Any step can be asked for directly, so resuming a run needs no more than its number.
    """

    records: int
    """Number of records, at least 1."""
    batch: int
    """Records a step, at least 1."""
    seed: int
    """Seed of the run."""

    def __post_init__(self) -> None:
        if self.records < 1 or self.batch < 1:
            raise ValueError(
                f"need at least 1 record and 1 a step, got {self.records} and {self.batch}"
            )

    def step(self, step: int) -> list[Visit]:
        """The records of a step, counted from 0."""
        first = step * self.batch
        return [self._visit(place) for place in range(first, first + self.batch)]

    def _visit(self, place: int) -> Visit:
        epoch, within = divmod(place, self.records)
        return Visit(epoch, int(_permutation(self.records, self.seed, epoch)[within]))


# A step touches one epoch or two, unless there are fewer records than a step takes.
@lru_cache(maxsize=4)
def _permutation(records: int, seed: int, epoch: int) -> np.ndarray:
    return np.random.default_rng(seed_for(seed, f"order/{epoch}")).permutation(records)
