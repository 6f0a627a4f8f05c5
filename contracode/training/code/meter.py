"""Speeds and waits between two lines of the log."""

import time


class Meter:
    """Counts work since the last reading."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self._pairs = 0
        self._tokens = 0
        self._waited_s = 0.0

    def count(self, pairs: int, tokens: int) -> None:
        """Add a step's work."""
        self._pairs += pairs
        self._tokens += tokens

    def read(self, waited_s: float) -> dict[str, float]:
        """Figures since the last reading; then start anew.

        Args:
            waited_s: seconds that training has waited for data since the run began.
        """
        now = time.perf_counter()
        span = now - self._since
        figures = {
            "pairs_per_s": self._pairs / span,
            "tokens_per_s": self._tokens / span,
            "data_wait_share": (waited_s - self._waited_s) / span,
        }
        self._since, self._pairs, self._tokens, self._waited_s = now, 0, 0, waited_s
        return figures
