"""What a build leaves out, and why: counted while it reads, told in the manifest."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Report:
    """Filled as a build reads; reports of its parts add up."""

    unreadable: dict[str, str] = field(default_factory=dict)
    """Path of each file that could not be read, and why."""
    left_out: dict[str, Counter[str]] = field(default_factory=dict)
    """What was read and is not wanted: the things (``functions``), the reason, how many."""

    def leave_out(self, things: str, reason: str, count: int = 1) -> None:
        """Count what is left out."""
        self.left_out.setdefault(things, Counter())[reason] += count

    def add(self, other: "Report", folder: str) -> None:
        """Add the report of a part, whose paths are below that folder."""
        for path, why in other.unreadable.items():
            self.unreadable[f"{folder}/{path}"] = why
        for things, counts in other.left_out.items():
            for reason, count in counts.items():
                self.leave_out(things, reason, count)

    def as_json(self) -> dict[str, Any]:
        """The fields as a manifest holds them, reasons sorted."""
        left_out = {things: dict(sorted(n.items())) for things, n in sorted(self.left_out.items())}
        return {"left_out": left_out, "unreadable": self.unreadable}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Report":
        """The report that `as_json` told."""
        left_out = {things: Counter(counts) for things, counts in told["left_out"].items()}
        return cls(told["unreadable"], left_out)
