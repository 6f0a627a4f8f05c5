"""Stopping: refuse what is new, let what runs end."""

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from service.errors import NotReadyError


class Drain:
    """Whether the service is stopping, and how many requests still run."""

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s
        self._began: float | None = None
        self.running = 0

    @property
    def begun(self) -> bool:
        """Whether the service is stopping."""
        return self._began is not None

    @property
    def done(self) -> bool:
        """Whether nothing runs any more, or has had time enough."""
        if self._began is None:
            return False
        return self.running == 0 or time.monotonic() - self._began >= self._longest_s

    def begin(self) -> None:
        """Refuse requests from now on."""
        self._began = self._began or time.monotonic()


class DrainMiddleware:
    """Counts running requests, and answers 503 to new ones while stopping; health is exempt."""

    def __init__(self, app: ASGIApp, drain: Drain) -> None:
        self._app = app
        self._drain = drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"].startswith("/health/"):
            await self._app(scope, receive, send)
            return
        if self._drain.begun:
            error = NotReadyError("the service is stopping; ask another instance")
            await error.response()(scope, receive, send)
            return
        self._drain.running += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._drain.running -= 1
