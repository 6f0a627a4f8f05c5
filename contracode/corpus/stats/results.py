"""Counted figures of a corpus, before anyone formats or draws them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SHARES = (0.1, 0.5, 0.9, 0.99)
"""Shares of the rows whose quantiles are told."""

NO_LABEL = "(none)"
"""What an empty label is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One number."""

    name: str
    value: int | float
    unit: str
    """What is counted; ``share`` for a number from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Numbers that stand for the corpus as a whole."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a whole number is spread over the rows, exactly."""

    title: str
    """``Lines a function``."""
    unit: str
    """Of the number: ``lines``."""
    of: str
    """What the rows are: ``functions``."""
    counts: Mapping[int, int]
    """Number to rows that have it, ascending; at least one."""

    def __post_init__(self) -> None:
        if not self.counts or list(self.counts) != sorted(self.counts):
            raise ValueError(f"{self.title}: wanted counts of at least one number, ascending")

    @property
    def rows(self) -> int:
        """Number of rows."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float:
        """Mean of the number over the rows."""
        return sum(value * rows for value, rows in self.counts.items()) / self.rows

    @property
    def largest(self) -> int:
        """Largest number that a row has."""
        return max(self.counts)

    def quantile(self, share: float) -> int:
        """Smallest number that at least this share of the rows does not exceed.

        Args:
            share: in (0, 1].

        Raises:
            ValueError: ``share`` is outside (0, 1].
        """
        if not 0 < share <= 1:
            raise ValueError(f"share must be in (0, 1], got {share}")
        below = 0
        for value, rows in self.counts.items():
            below += rows
            if below >= share * self.rows:
                return value
        # Only rounding of share * rows can lead here.
        return self.largest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The most frequent of many labels."""

    title: str
    """``Licences``."""
    of: str
    """What is counted: ``functions``."""
    counts: tuple[tuple[str, int], ...]
    """Label and count, the most frequent first; equal counts by label."""
    distinct: int
    """Number of all labels."""
    total: int
    """Sum of the counts of all labels."""
    is_code: bool = False
    """Labels are code, such as types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTable:
    """Counts by two labels."""

    title: str
    of: str
    """What is counted: ``pairs``."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """Label of a row and its counts, one a column."""


Section = Facts | Spread | Ranking | CrossTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """All that is counted of one corpus."""

    name: str
    """Of the data set."""
    kind: str
    """``functions``, ``types``, ``clones`` or ``images``."""
    digest: str
    """SHA-256 of the manifest."""
    rows: int
    """Rows of the main table."""
    sections: tuple[Section, ...]
    """In the order in which a reader wants them."""

    def as_json(self) -> dict[str, Any]:
        """The figures in the layout of all figures here: the data, and one object a figure."""
        rows = [row for section in self.sections for row in _figures(section)]
        return {"data": {"name": self.name, "hash": self.digest, "size": self.rows}, "rows": rows}


def _figures(section: Section) -> Iterator[dict[str, Any]]:
    match section:
        case Facts():
            for fact in section.rows:
                yield _figure(section.title, fact.name, fact.value, fact.unit)
        case Spread():
            yield _figure(section.title, "mean", section.mean, section.unit)
            for share in SHARES:
                yield _figure(
                    section.title, f"{share:.0%} quantile", section.quantile(share), section.unit
                )
            yield _figure(section.title, "largest", section.largest, section.unit)
        case Ranking():
            yield _figure(section.title, "distinct", section.distinct, "labels")
            for label, count in section.counts:
                yield _figure(section.title, label, count, section.of)
        case CrossTable():
            for label, counts in section.rows:
                for column, count in zip(section.columns, counts, strict=True):
                    yield _figure(section.title, f"{label}, {column}", count, section.of)


def _figure(name: str, metric: str, value: int | float, unit: str) -> dict[str, Any]:
    return {"name": name, "metric": metric, "value": value, "unit": unit}
