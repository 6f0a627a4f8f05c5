"""Functions as points of a collection: payloads, and conditions on them."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, astuple
from typing import Any

from qdrant_client import models

from contracode.index.functions import COLUMNS, IndexedFunction
from contracode.index.generation.table import Filter

ROW = "row_sha256"
"""Field of the hash of all other fields."""


def payload_of(function: IndexedFunction) -> dict[str, Any]:
    """All that is known of a function but its id, which is the point's."""
    values = {name: value for name, value in asdict(function).items() if name != "id"}
    return values | {ROW: row_digest(function)}


def row_digest(function: IndexedFunction) -> str:
    """Hash that equal functions share."""
    return hashlib.sha256(repr(astuple(function)).encode("utf-8", "surrogatepass")).hexdigest()


def function_of(number: int, payload: Mapping[str, Any]) -> IndexedFunction:
    """The function of a point."""
    return IndexedFunction(id=number, **{name: payload[name] for name in COLUMNS if name != "id"})


def condition_of(where: Filter) -> models.Filter | None:
    """A filter in Qdrant's words; None if it allows all."""
    wanted = (("package", where.packages), ("language", where.languages))
    conditions: list[Any] = [
        models.FieldCondition(key=key, match=models.MatchAny(any=list(values)))
        for key, values in wanted
        if values
    ]
    return models.Filter(must=conditions) if conditions else None
