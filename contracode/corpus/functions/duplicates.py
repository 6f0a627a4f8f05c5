"""Which functions are told apart: by body, by structure, by near-duplicates, by clone sets."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.near import NearIndex

SAME_BODY = "same body as an earlier function"
SAME_STRUCTURE = "same structure as an earlier function"
NEAR = "nearly the same as an earlier function"

STAGES = (
    "found",
    "distinct by body",
    "distinct by structure",
    "in no other data set",
    "kept",
)


LIKE_ANOTHER = 0.8
"""Jaccard index of token shingles from which a function is like another data set's."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A function of another data set that must not come into this one."""

    source: str
    javascript: str
    body: str
    structure: str


class Duplicates:
    """Lets the first of equal functions through, stage by stage.

    Stages, each on what the one before let through: body (own name, comments, layout and types
    left out), structure (identifiers and literals made anonymous), functions of other data sets
    (equal by either, or near), near-duplicates (Jaccard index of token shingles).

    Args:
        near: index for near-duplicates; None keeps those, but for ones of other data sets.

    Attributes:
        reached: by stage, how many functions reached its end.
        documented: by stage, how many of these have a documentation comment.
        foreign_by_package: functions left out for another data set's sake, by their own package.
    """

    def __init__(self, near: NearIndex | None = None) -> None:
        self.reached = dict.fromkeys(STAGES, 0)
        self.documented = dict.fromkeys(STAGES, 0)
        self.foreign_by_package: dict[str, Counter[str]] = {}
        self._near = near
        self._bodies: set[str] = set()
        self._structures: set[str] = set()
        self._foreign: dict[str, str] = {}
        # An index of its own: what must never be trained on does not hang on how many
        # near-duplicates a recipe keeps.
        self._foreign_near = NearIndex(LIKE_ANOTHER)

    def forbid(self, name: str, functions: Iterable[Foreign]) -> None:
        """Let nothing through that is in a data set or like a function of it."""
        self.foreign_by_package[name] = Counter()
        for function in functions:
            self._foreign.setdefault(function.body, name)
            self._foreign.setdefault(function.structure, name)
            self._foreign_near.add(name, _text(function))

    def admit(self, record: FunctionRecord) -> str | None:
        """Let a function through and remember it, or tell why it is left out; count it."""
        self._pass("found", record)
        if record.body in self._bodies:
            return SAME_BODY
        self._bodies.add(record.body)
        self._pass("distinct by body", record)
        if record.structure in self._structures:
            return SAME_STRUCTURE
        self._structures.add(record.structure)
        self._pass("distinct by structure", record)
        if name := self._data_set_with(record):
            self.foreign_by_package[name][record.package] += 1
            return f"in {name}, or like a function of it"
        self._pass("in no other data set", record)
        if self._near is not None and self._near.admit(record.id, _text(record)) is not None:
            return NEAR
        self._pass("kept", record)
        return None

    def as_json(self) -> dict[str, Any]:
        """The attributes as a manifest holds them."""
        return {
            "stages": self.reached,
            "documented": self.documented,
            "decontaminated": {
                name: dict(count.most_common()) for name, count in self.foreign_by_package.items()
            },
        }

    def _data_set_with(self, record: FunctionRecord) -> str | None:
        """Name of a forbidden data set that holds the function, or one like it."""
        name = self._foreign.get(record.body) or self._foreign.get(record.structure)
        if name is None and len(self._foreign_near) > 0:
            name = self._foreign_near.match(_text(record))
        return name

    def _pass(self, stage: str, record: FunctionRecord) -> None:
        self.reached[stage] += 1
        self.documented[stage] += bool(record.documentation)


def _text(function: FunctionRecord | Foreign) -> str:
    """JavaScript, whatever the language: types make no two functions different."""
    return function.javascript or function.source
