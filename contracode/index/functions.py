"""The indexed functions: who they are and where they stand."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from jaxtyping import Float32

from contracode.corpus.functions.records import FunctionRecord
from contracode.files import sha256_of_text


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedFunction:
    """One function of the index; the fields are the columns of its table, in this order."""

    id: int
    """Own identity in [0, 2^63), also that of its vector; the same in every build."""
    name: str
    """Name without its owner: ``push``."""
    owner: str
    """Class or object that holds it, or empty: ``Queue``."""
    path: str
    """File inside the package, with forward slashes."""
    start_line: int
    """First line, counted from 1."""
    end_line: int
    """Last line, inclusive."""
    language: str
    """Language of the file."""
    package: str
    """npm package, or the folder's name."""
    version: str
    """Version of the package, or empty."""
    licence: str
    """SPDX expression, or empty."""
    source: str
    """Exact text."""
    content_sha256: str
    """SHA-256 of the text."""
    body: str
    """Hash of parameters and body: own name, comments, layout and types left out."""
    structure: str
    """The same with all names and the values of literals left out, too."""
    tokens: int
    """Length of the text in the model's tokens."""
    tokens_left_out: int
    """Tokens at its end that its vector does not stand for; 0 unless it was truncated."""


COLUMNS = tuple(field.name for field in fields(IndexedFunction))


def from_row(row: Sequence[Any]) -> IndexedFunction:
    """A function of the values of its columns."""
    return IndexedFunction(**dict(zip(COLUMNS, row, strict=True)))


def check_pairing(
    functions: Sequence[IndexedFunction], vectors: Float32[np.ndarray, "vectors dim"]
) -> None:
    """Refuse functions that do not each have an id and a vector of their own.

    Raises:
        ValueError: two have the same id, or there are not as many vectors.
    """
    if len(functions) != len(vectors):
        raise ValueError(f"{len(functions)} functions with {len(vectors)} vectors")
    if len({function.id for function in functions}) != len(functions):
        raise ValueError("two of the functions have the same id")


def identity_of(record: FunctionRecord) -> int:
    """Id of a record. It does not change when lines move; equal functions of a file stay two."""
    place = f"{record.id}/{record.owner}/{record.name}"
    digest = hashlib.blake2b(place.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def indexed(record: FunctionRecord, tokens: int, max_tokens: int) -> IndexedFunction:
    """Row of a record whose text has ``tokens`` tokens."""
    shared = {name: value for name, value in asdict(record).items() if name in COLUMNS}
    # A name may be a literal, and hold half of a pair of surrogates, which no file can.
    texts: dict[str, Any] = {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in shared.items()
    }
    return IndexedFunction(
        **texts
        | {
            "id": identity_of(record),
            "content_sha256": sha256_of_text(record.source),
            "tokens": tokens,
            "tokens_left_out": max(0, tokens - max_tokens),
        }
    )
