"""Refusals that the routes promise in the OpenAPI document."""

from typing import Any

from service.schemas import ErrorBody

_MEANINGS: dict[int | str, str] = {
    400: "The body is not JSON",
    404: "Unknown model",
    413: "Body or request over its limit",
    422: "Does not fit the schema, does not parse, or is too long",
    429: "Too much to do; see Retry-After",
    500: "A defect of the service",
    503: "Loading or stopping",
}

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody, "description": meaning} for status, meaning in _MEANINGS.items()
}
"""For routes that bring programs."""
