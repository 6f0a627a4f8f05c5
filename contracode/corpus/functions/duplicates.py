"""Which functions are told apart: by body, by structure, by near-duplicates, by clone sets."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Foreign:
    """A function of another data set that must not come into this one."""

    id: str
    source: str
    body: str
    structure: str


class Duplicates:
    """Lets the first of equal functions through, stage by stage.

    Stages, each on what the one before let through: body (own name, comments, layout and types
    left out), structure (identifiers and literals made anonymous), functions of other data sets
    (equal by either, or near), near-duplicates (Jaccard index of token shingles).

    Args:
        near: index for near-duplicates; None keeps them.

    Attributes:
        reached: functions that reached each stage's end, and those documented.
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
        self._foreign_near: dict[str, str] = {}

    def forbid(self, name: str, functions: Iterable[Foreign]) -> None:
        """Let nothing through that is in a data set or like a function of it."""
        self.foreign_by_package[name] = Counter()
        for function in functions:
            self._foreign.setdefault(function.body, name)
            self._foreign.setdefault(function.structure, name)
            if self._near is not None:
                self._near.add(function.id, function.source)
                self._foreign_near[function.id] = name

    def reason(self, record: FunctionRecord) -> str | None:
        """Why the function is left out; None if it goes through, and is remembered."""
        self._pass("found", record)
        if record.body in self._bodies:
            return SAME_BODY
        self._bodies.add(record.body)
        self._pass("distinct by body", record)
        if record.structure in self._structures:
            return SAME_STRUCTURE
        self._structures.add(record.structure)
        self._pass("distinct by structure", record)
        name = self._foreign.get(record.body) or self._foreign.get(record.structure)
        like = None if name else self._near_match(record)
        name = name or self._foreign_near.get(like or "")
        if name:
            self.foreign_by_package[name][record.package] += 1
            return f"in {name}, or like a function of it"
        self._pass("in no other data set", record)
        if like is not None:
            return NEAR
        self._pass("kept", record)
        return None

    def _near_match(self, record: FunctionRecord) -> str | None:
        if self._near is None:
            return None
        return self._near.admit(record.id, record.javascript or record.source)

    def _pass(self, stage: str, record: FunctionRecord) -> None:
        self.reached[stage] += 1
        self.documented[stage] += bool(record.documentation)
