"""uvicorn with an orderly end: a signal turns readiness off, running requests end, exit 0."""

import signal
from types import FrameType

import uvicorn

from service.state import ServiceState


class OrderlyServer(uvicorn.Server):
    """Keeps listening while it drains, so that a load balancer gets 503 and not a closed port.

    Ends also when the engine could not be loaded. A second Ctrl+C ends it at once.
    """

    def __init__(self, config: uvicorn.Config, state: ServiceState) -> None:
        super().__init__(config)
        self._state = state

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain; uvicorn's own handler would exit with the signal's status."""
        del frame
        # A second SIGTERM is often the same wish, sent to the process and to its group.
        if self._state.drain.begun and sig == signal.SIGINT:
            self.should_exit = self.force_exit = True
        self._state.drain.begin()

    async def on_tick(self, counter: int) -> bool:
        """Ask ten times a second whether to end."""
        if self._state.drain.done or self._state.failure is not None:
            self.should_exit = True
        return await super().on_tick(counter)
