"""Two fresh variants of each program of a step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compiler_aug import Augmenter, Plan, Program
from contracode.seeds import seed_for
from contracode.views.order import RecordOrder


@dataclass(frozen=True, slots=True)
class Pairs:
    """The programs of one step, each seen in two ways."""

    step: int
    """Number of the step."""
    records: list[int]
    """Which record each pair comes from."""
    queries: list[list[int]]
    """Subword ids of the first views."""
    keys: list[list[int]]
    """Subword ids of the second views."""
    failures: int
    """Programs that the compiler could not rewrite; both their views are the source."""

    @property
    def tokens(self) -> int:
        """Subword ids of both views together."""
        return sum(map(len, self.queries)) + sum(map(len, self.keys))


class PairMaker:
    """Makes the pairs of any step; the text of a view depends on seed, epoch and record alone."""

    def __init__(
        self,
        programs: Sequence[tuple[str, Program]],
        order: RecordOrder,
        augmenter: Augmenter,
        plan: Plan,
        encode: Callable[[Sequence[str]], list[list[int]]],
    ) -> None:
        """Keep what every step needs.

        Args:
            programs: id and program of every record.
            order: which of them a step sees.
            augmenter: makes the variants.
            plan: how it makes them.
            encode: from texts to subword ids.
        """
        self._programs = programs
        self._order = order
        self._augmenter = augmenter
        self._plan = plan
        self._encode = encode

    def __call__(self, step: int) -> Pairs:
        """The pairs of a step, counted from 0."""
        visits = self._order.step(step)
        programs = [
            (program, seed_for(self._order.seed, f"{epoch}/{name}"))
            for epoch, record in visits
            for name, program in [self._programs[record]]
        ]
        first, second, failures = [], [], 0
        results = self._augmenter.augment(programs, self._plan, count=2)
        for (program, _), variants in zip(programs, results, strict=True):
            if isinstance(variants, list):
                one, other = (variant.text for variant in variants)
            else:
                one = other = program.source
                failures += 1
            first.append(one)
            second.append(other)
        ids = self._encode(first + second)
        half = len(first)
        records = [visit.record for visit in visits]
        return Pairs(step, records, ids[:half], ids[half:], failures)
