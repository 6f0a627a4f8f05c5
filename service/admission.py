"""How much work is let in at a time, counted in requests, in tokens and in images."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from service.errors import BusyError
from service.quota import Quota


class Admission:
    """Counts what is being answered, and refuses what would be too much.

    Belongs to the event loop: not for several threads.

    Args:
        max_requests: most requests at a time, of all routes.
        max_tokens: most tokens of all requests at a time.
        max_request_tokens: most tokens of one request.
        tokens_per_second: current speed, to tell a refused caller when to come again.
        max_images: most images of all requests at a time.
        images_per_second: current speed.

    Attributes:
        requests: how many are being answered.
    """

    def __init__(
        self,
        *,
        max_requests: int,
        max_tokens: int,
        max_request_tokens: int,
        tokens_per_second: Callable[[], float],
        max_images: int = 0,
        images_per_second: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._max_requests = max_requests
        self._tokens = Quota(
            unit="tokens",
            inputs="programs",
            most=max_tokens,
            most_of_one=max_request_tokens,
            per_second=tokens_per_second,
        )
        self._images = Quota(
            unit="images",
            inputs="images",
            most=max_images,
            most_of_one=max_images,
            per_second=images_per_second,
        )
        self.requests = 0

    @property
    def tokens(self) -> int:
        """Tokens that wait or are computed."""
        return self._tokens.taken

    @property
    def images(self) -> int:
        """Images that wait or are computed."""
        return self._images.taken

    @contextmanager
    def request(self) -> Iterator[None]:
        """Let one request in for the length of the block.

        Raises:
            BusyError: too many are being answered.
        """
        if self.requests >= self._max_requests:
            raise BusyError(
                f"{self.requests} requests are being answered, the most at a time; try later",
                retry_after_s=max(self._tokens.wait_s(), self._images.wait_s()),
            )
        self.requests += 1
        try:
            yield
        finally:
            self.requests -= 1

    def queued(self, tokens: int) -> AbstractContextManager[None]:
        """Let the tokens of a request in for the length of the block.

        Raises:
            TooLargeError: the request is too large at any time.
            BusyError: too many tokens are waiting now.
        """
        return self._tokens.take(tokens)

    def queued_images(self, images: int) -> AbstractContextManager[None]:
        """Let the images of a request in for the length of the block.

        Raises:
            TooLargeError: the request is too large at any time.
            BusyError: too many images are waiting now.
        """
        return self._images.take(images)
