"""What came of many programs: each pass's fate, failures by kind, distinct variants a program."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from compiler_aug.program import Failure, Variant

REACHES = (1, 5, 15)
"""Numbers of distinct variants for which the share of programs is told."""

# Causes quote the program; only their beginning is counted, so that equal faults stay together.
_CAUSE_CHARACTERS = 120


@dataclass(slots=True)
class PassStatistics:
    """What came of one pass, in variants that drew it."""

    applied: int = 0
    """Variants that it changed."""
    changes: int = 0
    """Places that it changed in them."""
    unchanged: int = 0
    """Variants in which it found nothing to change."""
    refused: Counter[int] = field(default_factory=Counter)
    """Variants that it may not touch, by the number of the assumption that fails."""
    failed: Counter[str] = field(default_factory=Counter)
    """Variants on which it could not be run, by cause."""

    @property
    def drawn(self) -> int:
        """Variants that drew it."""
        return self.applied + self.unchanged + self.refused.total() + self.failed.total()

    def merge(self, other: "PassStatistics") -> None:
        """Add what another count says of the same pass."""
        self.applied += other.applied
        self.changes += other.changes
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.failed += other.failed


class Statistics:
    """A count over programs; counts of parts are merged into that of the whole.

    Attributes:
        passes: by name, in the order in which they were first met.
        failures: programs without variants, by kind of failure.
        distinct: programs by their number of distinct variants, the source itself not counted.
        variants: all variants.
    """

    def __init__(self) -> None:
        self.passes: dict[str, PassStatistics] = {}
        self.failures: Counter[str] = Counter()
        self.distinct: Counter[int] = Counter()
        self.variants = 0

    @property
    def programs(self) -> int:
        """Programs counted, with and without variants."""
        return self.distinct.total() + self.failures.total()

    def add(self, source: str, result: Sequence[Variant] | Failure) -> None:
        """Count what came of one program."""
        if isinstance(result, Failure):
            self.failures[result.kind] += 1
            return
        self.distinct[len({variant.text for variant in result} - {source})] += 1
        self.variants += len(result)
        for variant in result:
            self._add_variant(variant)

    def merge(self, other: "Statistics") -> None:
        """Add the count of other programs."""
        for name, counted in other.passes.items():
            self._of(name).merge(counted)
        self.failures += other.failures
        self.distinct += other.distinct
        self.variants += other.variants

    def reach(self, least: int) -> float:
        """Share of all programs that have at least so many distinct variants; 0 if there are none.

        A program that fails has no variant, and counts.
        """
        reached = sum(programs for number, programs in self.distinct.items() if number >= least)
        return reached / self.programs if self.programs else 0.0

    @property
    def mean_distinct(self) -> float:
        """Distinct variants a program, over all programs."""
        total = sum(number * programs for number, programs in self.distinct.items())
        return total / self.programs if self.programs else 0.0

    def as_json(self) -> dict[str, Any]:
        """The counts as JSON values; ``from_json`` reads them again."""
        return {
            "programs": self.programs,
            "variants": self.variants,
            "failures": dict(sorted(self.failures.items())),
            "distinct": {str(number): self.distinct[number] for number in sorted(self.distinct)},
            "mean_distinct": round(self.mean_distinct, 4),
            "reach": {str(least): round(self.reach(least), 6) for least in REACHES},
            "passes": {
                name: {
                    "drawn": counted.drawn,
                    "applied": counted.applied,
                    "changes": counted.changes,
                    "unchanged": counted.unchanged,
                    "refused": {str(key): counted.refused[key] for key in sorted(counted.refused)},
                    "failed": {cause: counted.failed[cause] for cause in sorted(counted.failed)},
                }
                for name, counted in sorted(self.passes.items())
            },
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Statistics":
        """The counts that ``as_json`` wrote."""
        made = cls()
        made.variants = content["variants"]
        made.failures.update(content["failures"])
        made.distinct.update({int(key): value for key, value in content["distinct"].items()})
        for name, counted in content["passes"].items():
            made.passes[name] = PassStatistics(
                applied=counted["applied"],
                changes=counted["changes"],
                unchanged=counted["unchanged"],
                refused=Counter({int(key): n for key, n in counted["refused"].items()}),
                failed=Counter(counted["failed"]),
            )
        return made

    def table(self) -> str:
        """The counts as text for a terminal."""
        failed = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.failures.items()))
        reached = ", ".join(f"{self.reach(least):.1%} have at least {least}" for least in REACHES)
        lines = [
            f"{self.programs:,} programs, {self.variants:,} variants; failed: {failed or 'none'}",
            f"distinct variants of a program: {self.mean_distinct:.2f} on average; {reached}",
        ]
        if self.passes:
            lines += _aligned(
                [_HEAD, *(_cells(name, self.passes[name]) for name in sorted(self.passes))]
            )
        lines += [
            f"{name} failed {count:,} times: {cause}"
            for name, counted in sorted(self.passes.items())
            for cause, count in counted.failed.most_common()
        ]
        return "\n".join(lines)

    def _of(self, name: str) -> PassStatistics:
        return self.passes.setdefault(name, PassStatistics())

    def _add_variant(self, variant: Variant) -> None:
        for applied in variant.passes:
            counted = self._of(applied.name)
            counted.applied += 1
            counted.changes += applied.changes
        for name in variant.unchanged:
            self._of(name).unchanged += 1
        for refused in variant.refused:
            self._of(refused.name).refused[refused.assumption] += 1
        for failed in variant.failed:
            self._of(failed.name).failed[_shortened(failed.cause)] += 1


_HEAD = ("pass", "drawn", "applied", "changes", "unchanged", "refused (assumption)", "failed")


def _cells(name: str, counted: PassStatistics) -> tuple[str, ...]:
    numbers = (counted.drawn, counted.applied, counted.changes, counted.unchanged)
    refused = ", ".join(
        f"{count:,} ({number})" for number, count in sorted(counted.refused.items())
    )
    return (
        name,
        *(f"{number:,}" for number in numbers),
        refused or "0",
        f"{counted.failed.total():,}",
    )


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _shortened(cause: str) -> str:
    line = cause.partition("\n")[0]
    return line if len(line) <= _CAUSE_CHARACTERS else f"{line[:_CAUSE_CHARACTERS]}..."
