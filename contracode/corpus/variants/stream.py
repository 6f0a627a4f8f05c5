"""Variants of programs that are read one after the other, each with its program."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import tee

from compiler_aug import Augmenter, Failure, Plan, Program, Statistics, Variant
from contracode.corpus.variants.second_opinion import Disagreement, disagreements

Result = list[Variant] | Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How variants are made."""

    augmenter: Augmenter
    """Compiles."""
    plan: Plan
    """Passes to draw from."""
    count: int
    """Variants of each program."""
    distinct: bool
    """Leave out variants that equal an earlier one or the source."""
    seed_of: Callable[[str], int]
    """Seed of a program, by its id."""


def augmented(programs: Iterable[Program], making: Making) -> Iterator[tuple[Program, Result]]:
    """Each program with what came of it, in order; they are read as results are taken.

    Raises:
        PlanError: the plan names a pass or an option that does not exist.
    """
    asked, kept = tee(programs)
    seeded = ((program, making.seed_of(program.id)) for program in asked)
    results = making.augmenter.augment(seeded, making.plan, making.count, distinct=making.distinct)
    return zip(kept, results, strict=True)


class Account:
    """Counts what passes by, and tells of programs that came to nothing.

    Args:
        on_failure: told of each failure, which bears its program's id.
        on_disagreement: told where another parser can read a program, but not its variant; None
            if it is not asked.

    Attributes:
        statistics: of all programs so far.
        disagreements: variants that the other parser can't read, so far.
    """

    def __init__(
        self,
        on_failure: Callable[[Failure], object],
        on_disagreement: Callable[[Disagreement], object] | None = None,
    ) -> None:
        self.statistics = Statistics()
        self.disagreements = 0
        self._on_failure = on_failure
        self._on_disagreement = on_disagreement

    def fail(self, failure: Failure) -> None:
        """Count and tell one program that came to nothing."""
        self.statistics.add("", failure)
        self._on_failure(failure)

    def successes(
        self, results: Iterable[tuple[Program, Result]]
    ) -> Iterator[tuple[Program, list[Variant]]]:
        """Only the programs that have variants."""
        for program, result in results:
            if isinstance(result, Failure):
                self.fail(result)
                continue
            self.statistics.add(program.source, result)
            if self._on_disagreement is not None:
                for found in disagreements(program, result):
                    self.disagreements += 1
                    self._on_disagreement(found)
            yield program, result
