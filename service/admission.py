"""How much work is let in at a time, counted in requests and in tokens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.errors import BusyError, TooLargeError

_LONGEST_WAIT_S = 60


class Admission:
    """Counts what is being answered, and refuses what would be too much.

    Belongs to the event loop: not for several threads.

    Args:
        max_requests: most requests at a time.
        max_tokens: most tokens of all requests at a time.
        max_request_tokens: most tokens of one request.
        tokens_per_second: current speed, to tell a refused caller when to come again.
    """

    def __init__(
        self,
        *,
        max_requests: int,
        max_tokens: int,
        max_request_tokens: int,
        tokens_per_second: Callable[[], float],
    ) -> None:
        self._max_requests = max_requests
        self._max_tokens = max_tokens
        self._max_request_tokens = min(max_request_tokens, max_tokens)
        self._tokens_per_second = tokens_per_second
        self.requests = 0
        self.tokens = 0

    @contextmanager
    def request(self) -> Iterator[None]:
        """Let one request in for the length of the block.

        Raises:
            BusyError: too many are being answered.
        """
        if self.requests >= self._max_requests:
            raise BusyError(
                f"{self.requests} requests are being answered, the most at a time; try later",
                retry_after_s=self._wait_s(),
            )
        self.requests += 1
        try:
            yield
        finally:
            self.requests -= 1

    @contextmanager
    def queued(self, tokens: int) -> Iterator[None]:
        """Let the tokens of a request in for the length of the block.

        Raises:
            TooLargeError: the request is too large at any time.
            BusyError: too many tokens are waiting now.
        """
        if tokens > self._max_request_tokens:
            raise TooLargeError(
                f"the request has {tokens} tokens, at most {self._max_request_tokens} are "
                "answered at a time; send fewer programs at a time",
                tokens=tokens,
                limit=self._max_request_tokens,
            )
        if self.tokens + tokens > self._max_tokens:
            raise BusyError(
                f"{self.tokens} tokens are waiting, {tokens} more would be over the limit of "
                f"{self._max_tokens}; try later",
                retry_after_s=self._wait_s(),
            )
        self.tokens += tokens
        try:
            yield
        finally:
            self.tokens -= tokens

    def _wait_s(self) -> int:
        """Seconds until what is waiting should be done."""
        return min(_LONGEST_WAIT_S, 1 + int(self.tokens / max(self._tokens_per_second(), 1.0)))
