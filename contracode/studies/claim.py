"""What a study claims of its rows, and which of them it chooses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ConfigDict, with_config

from contracode.tasks.images.claims import Better
from contracode.tasks.images.report import Column

SPREAD = "spread of "
"""Of a chosen row: largest less smallest figure of the rows that it was chosen among."""
_LESS = " \N{MINUS SIGN} "


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """For each seed, the row that is best by a measure which does not see the test images."""

    name: str
    among: tuple[str, ...]
    by: str
    """Measure of validation images, such as ``accuracy, valid``, or ``bound``."""
    better: Better = "higher"

    def __post_init__(self) -> None:
        if "valid" not in self.by and self.by != "bound":
            raise ValueError(
                f"rows are chosen by what sees no test images; {self.name} is chosen by {self.by}: "
                "choose by a measure with 'valid' in its name, or by 'bound'"
            )


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a paper says of a row: set against another row (``worse``), or a number (``than``)."""

    better: str
    measure: str
    """A column of the table, which says which figures are the good ones."""
    paper: str
    """The figures it is said with."""
    worse: str | None = None
    """The row that it is at least as good as."""
    within: float | None = None
    """It is as good as the other row: they differ by at most this, either way."""
    more_than: tuple[str, str] | None = None
    """It leads the other row by at least as much as the first of these leads the second."""
    than: float | None = None
    """The figure that it is at least as good as, in the measure's own unit."""

    def __post_init__(self) -> None:
        if (self.worse is None) == (self.than is None):
            told = "neither" if self.worse is None else "both"
            raise ValueError(
                f"a claim sets a row against another or against a number; {self.better} has "
                f"{told}: give either worse or than"
            )
        if self.within is not None and self.more_than is not None:
            raise ValueError(
                f"a claim says one thing; {self.better} has within and more_than: make two claims"
            )
        if self.worse is None and (self.within is not None or self.more_than is not None):
            raise ValueError(
                f"within and more_than are said of two rows; {self.better} is set against a "
                "number: give worse instead of than"
            )
        if self.within is not None and not 0 < self.within < math.inf:
            raise ValueError(f"within must be positive and finite, got {self.within}")
        if self.than is not None and not math.isfinite(self.than):
            raise ValueError(f"than must be finite, got {self.than}")

    @property
    def rows(self) -> tuple[str, ...]:
        """All that it is about."""
        return (self.better, *([self.worse] if self.worse else []), *(self.more_than or ()))

    def said(self, column: Column) -> str:
        """The claim in one line; its numbers as the column shows the measure.

        Of figures that had better be low, ≥ between rows says at least as good.
        """
        if self.than is not None:
            sign = "≥" if column.better == "higher" else "≤"
            return f"{self.better} {sign} {column.shown(self.than)}"
        if self.within is not None:
            return f"{self.better} ≈ {self.worse}, within {column.shown(self.within)}"
        if self.more_than is not None:
            return f"{self.better}{_LESS}{self.worse} ≥ {_LESS.join(self.more_than)}"
        return f"{self.better} ≥ {self.worse}"


def check_open(claim: Claim, chosen: Sequence[Chosen], column: Column) -> None:
    """Refuse a claim that is settled before a run is trained.

    The best of some rows by a measure is by that measure as good as each of them, and as whatever
    else is chosen among them.

    Args:
        claim: of rows that there are.
        chosen: rows of the study that are chosen among others.
        column: of the claim's measure.

    Raises:
        ValueError: one row of the claim is the best by its measure of rows that hold the other.
    """
    if claim.worse is None or claim.within is not None or claim.more_than is not None:
        return
    among = {each.name: set(each.among) for each in chosen}
    by = {each.name: each.by for each in chosen}
    for best, other in ((claim.better, claim.worse), (claim.worse, claim.better)):
        if by.get(best) == claim.measure and among.get(other, {other}) <= among[best]:
            raise ValueError(
                f"a claim must be able to fail; {claim.said(column)} is settled, as {best} is the "
                f"best of these rows by {claim.measure}: claim another measure, or another row"
            )
