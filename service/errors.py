"""Refusals of the service: one base, one body, one meaning of each status.

ServiceError
├── RequestError           the caller's fault: the same request fails again
│   ├── UnknownModelError  404  another model than the one that is loaded
│   │   └── NoImageModelError   images are sent, and no model for them is loaded
│   ├── TooLargeError      413  a body or a request over its limit
│   ├── InvalidError       422  a request that does not fit its schema
│   ├── UnreadableError    422  a program that does not parse, or that the compiler can't process
│   ├── TooLongError       422  a program longer than the model's window
│   └── UnreadableImageError  422  an image that can't be decoded
├── BusyError              429  too many requests or tokens are waiting; carries Retry-After
├── CallerLeftError        499  in `service.answering`: the caller has gone, only the log sees it
└── NotReadyError          503  loading, or stopping
"""

from collections.abc import Mapping
from typing import ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from service.schemas import ErrorDetail


class ServiceError(Exception):
    """A request, or one program of it, that is not answered.

    Attributes:
        detail: what the caller is told.
        headers: headers of the response.
    """

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "server_error"
    code: ClassVar[str] = "internal_error"

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        line: int | None = None,
        column: int | None = None,
        tokens: int | None = None,
        limit: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.headers = dict(headers or {})
        self.detail = ErrorDetail(
            # The message may quote the caller's text, which need not be valid Unicode.
            message=message.encode("utf-8", "replace").decode(),
            type=self.kind,
            code=self.code,
            param=param,
            line=line,
            column=column,
            tokens=tokens,
            limit=limit,
        )

    def response(self) -> JSONResponse:
        """The refusal as OpenAI's error object."""
        return _response(self.status, self.detail, self.headers)


class RequestError(ServiceError):
    """A refusal that is the caller's fault; the same request fails again."""

    kind = "invalid_request_error"


class UnknownModelError(RequestError):
    """A model that is not the loaded one."""

    status = 404
    code = "model_not_found"


class NoImageModelError(UnknownModelError):
    """Images are sent to a service that has no model for them."""

    code = "no_image_model"


class TooLargeError(RequestError):
    """A body or a request over its limit; sending it again can't help."""

    status = 413
    code = "request_too_large"


class InvalidError(RequestError):
    """A request that does not fit its schema."""

    status = 422
    code = "invalid_request"


class UnreadableError(RequestError):
    """A program that does not parse, or that the compiler can't process in time."""

    status = 422
    code = "unreadable_source"


class TooLongError(RequestError):
    """A program longer than the model's window, without leave to truncate it."""

    status = 422
    code = "input_too_long"


class UnreadableImageError(RequestError):
    """An image that is not base64 of a whole PNG, JPEG or WebP file, or has too many pixels."""

    status = 422
    code = "unreadable_image"


class BusyError(ServiceError):
    """Refused or given up because of the load; the same request may succeed later."""

    status = 429
    kind = "rate_limit_error"
    code = "busy"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after_s)})


class NotReadyError(ServiceError):
    """The model is loading, or the service is stopping."""

    status = 503
    kind = "service_unavailable"
    code = "not_ready"


def install_handlers(app: FastAPI) -> None:
    """Make every refusal of the application, the framework's own too, the one error body."""
    for kind in (ServiceError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _handle)


async def _handle(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, ServiceError):
        return error.response()
    if isinstance(error, RequestValidationError):
        return _invalid(error).response()
    if isinstance(error, HTTPException):
        detail = ErrorDetail(
            message=str(error.detail),
            type=RequestError.kind,
            code=f"http_{error.status_code}",
        )
        return _response(error.status_code, detail, error.headers or {})
    # The text of an unforeseen error may hold what is no caller's business; the log has it.
    return ServiceError("the service failed; the request was not at fault").response()


def _invalid(error: RequestValidationError) -> InvalidError:
    """The first faults, by place; never the caller's values, which may be large or secret."""
    faults = [(_place(fault["loc"]), fault["msg"]) for fault in error.errors()]
    message = "; ".join(f"{place}: {reason}" for place, reason in faults[:3])
    return InvalidError(message, param=faults[0][0])


def _place(location: tuple[str | int, ...]) -> str:
    """``input.3`` of ``body, input, list[str], 3``: the field, and places in lists."""
    field = next((part for part in location if part != "body"), "body")
    return ".".join([str(field), *(str(part) for part in location[2:] if isinstance(part, int))])


def _response(status: int, detail: ErrorDetail, headers: Mapping[str, str]) -> JSONResponse:
    return JSONResponse({"error": detail.model_dump()}, status, headers=dict(headers))
