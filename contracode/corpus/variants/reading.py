"""What sources of programs have in common."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from compiler_aug import Failure, Program
from contracode.corpus.sources import OnLeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How programs are read, and who is told of those that are not."""

    max_chars: int
    """Longer files are not read."""
    on_left_out: OnLeftOut
    """Told of what a walk through a folder passes by, with the reason."""
    on_failure: Callable[[Failure], object]
    """Told of each program that can't be read, with its id."""


@runtime_checkable
class Source(Protocol):
    """Where programs come from."""

    size: int | None
    """Number of programs, where it is known before they are read."""

    def programs(self, reading: Reading) -> Iterator[Program]:
        """The programs that can be read, with their ids, in the same order every time."""
