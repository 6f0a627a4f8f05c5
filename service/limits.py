"""A limit on the size of bodies, as plain ASGI: neither Starlette nor uvicorn has one."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import TooLargeError


class BodyLimit:
    """Refuses a body over the limit with 413 before the application sees any of it.

    The length that a request announces is checked first; what then comes is counted, since a
    chunked body announces nothing.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"")
        too_large = announced.isdigit() and int(announced) > self._max_bytes
        body = None if too_large else await self._read(receive)
        if body is None:
            error = TooLargeError(
                f"the body is larger than {self._max_bytes} bytes; send less at a time",
                limit=self._max_bytes,
            )
            await error.response()(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        """All messages of the body, or None once it is over the limit."""
        messages: list[Message] = []
        size = 0
        while True:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self._max_bytes:
                return None
            if not message.get("more_body", False):
                return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """First the messages that were read, then what comes after them."""
    remaining = iter(messages)

    async def replay() -> Message:
        for message in remaining:
            return message
        return await receive()

    return replay
