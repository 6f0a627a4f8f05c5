"""Speeds between two lines of the log."""

import time
from collections.abc import Sequence


class Meter:
    """Counts work since the last reading.

    Args:
        counted: names of what is counted; each gives a figure ``NAME_per_s``.
    """

    def __init__(self, counted: Sequence[str]) -> None:
        self._since = time.perf_counter()
        self._counts = dict.fromkeys(counted, 0)
        self._waited_s = 0.0

    def count(self, **work: int) -> None:
        """Add a step's work, by name."""
        for name, number in work.items():
            self._counts[name] += number

    def read(self) -> dict[str, float]:
        """Figures since the last reading; then start anew."""
        span = self._restart()
        figures = {f"{name}_per_s": number / span for name, number in self._counts.items()}
        self._counts = dict.fromkeys(self._counts, 0)
        return figures

    def read_with_waits(self, waited_s: float) -> dict[str, float]:
        """The same, and the share of the time spent waiting for data.

        Args:
            waited_s: seconds that training has waited for data since the run began.
        """
        since = self._since
        figures = self.read()
        figures["data_wait_share"] = (waited_s - self._waited_s) / (self._since - since)
        self._waited_s = waited_s
        return figures

    def _restart(self) -> float:
        now = time.perf_counter()
        span, self._since = now - self._since, now
        return span
