"""Differences that a numbered assumption of `ASSUMPTIONS.md` allows."""

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """A test that reads what variants may change."""

    suite: str
    tests: str
    """Regular expression that the assertion's whole name matches."""
    passes: frozenset[str]
    """Passes that may show it; a plan of several may, too."""
    assumption: int
    reason: str


EXPECTED: tuple[Expected, ...] = ()


def unexpected(suite: str, names: Collection[str], passes: Collection[str]) -> list[str]:
    """Of the assertions that differ after these passes, those that no assumption allows."""
    allowed = [each for each in EXPECTED if each.suite == suite and each.passes & set(passes)]
    return [name for name in names if not any(re.fullmatch(each.tests, name) for each in allowed)]
