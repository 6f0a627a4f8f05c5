"""Timings of interleaved rounds: medians with their spread, and ratios taken pair by pair."""

import os
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spread:
    """A median and the extremes."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Of at least one value."""
        return cls(statistics.median(values), min(values), max(values))

    def text(self, form: str) -> str:
        """``median [low, high]``, each number in one format."""
        return f"{self.median:{form}} [{self.low:{form}}, {self.high:{form}}]"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How many times theirs ours is.

    Each pair was measured one after the other: a change of the machine's state touches both.
    """
    return Spread.of([own / other for own, other in zip(ours, theirs, strict=True)])


def interleaved(
    measures: Mapping[str, Callable[[int], float]], repeats: int
) -> dict[str, list[float]]:
    """Values of every measure, taken in turns; a measure is told the number of the turn."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for turn in range(repeats):
        for name, measure in measures.items():
            found[name].append(measure(turn))
    return found


def processor_seconds(pid: int) -> float:
    """Processor time that a running process and its threads have used.

    Raises:
        SystemExit: the system has no ``/proc``.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError as error:
        raise SystemExit(f"no /proc/{pid}/stat: the Python side is measured on Linux") from error
    # The name of the program, in parentheses, may hold spaces.
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
