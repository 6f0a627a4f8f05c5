"""How much of one unit of work is let in at a time: tokens of programs, or images."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.errors import BusyError, TooLargeError

_LONGEST_WAIT_S = 60


class Quota:
    """Counts the work that waits or is computed, and refuses what would be too much.

    Belongs to the event loop: not for several threads.

    Args:
        unit: what is counted, in the plural.
        inputs: what a caller should send fewer of.
        most: most units of all requests at a time.
        most_of_one: most units of one request.
        per_second: current speed, to tell a refused caller when to come again.
    """

    def __init__(
        self,
        *,
        unit: str,
        inputs: str,
        most: int,
        most_of_one: int,
        per_second: Callable[[], float],
    ) -> None:
        self._unit = unit
        self._inputs = inputs
        self._most = most
        self._most_of_one = min(most_of_one, most)
        self._per_second = per_second
        self.taken = 0

    @contextmanager
    def take(self, units: int) -> Iterator[None]:
        """Let the work of a request in for the length of the block.

        Raises:
            TooLargeError: the request is too large at any time.
            BusyError: too much is waiting now.
        """
        if units > self._most_of_one:
            raise TooLargeError(
                f"the request has {units} {self._unit}, at most {self._most_of_one} are "
                f"answered at a time; send fewer {self._inputs} at a time",
                tokens=units if self._unit == "tokens" else None,
                limit=self._most_of_one,
            )
        if self.taken + units > self._most:
            raise BusyError(
                f"{self.taken} {self._unit} are waiting, {units} more would be over the limit of "
                f"{self._most}; try later",
                retry_after_s=self.wait_s(),
            )
        self.taken += units
        try:
            yield
        finally:
            self.taken -= units

    def wait_s(self) -> int:
        """Seconds until what is waiting should be done."""
        return min(_LONGEST_WAIT_S, 1 + int(self.taken / max(self._per_second(), 1.0)))
