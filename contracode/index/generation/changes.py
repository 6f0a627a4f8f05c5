"""What one write changes, as a record of the append log."""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from typing import Any

import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.functions import IndexedFunction, check_pairing, from_row
from contracode.index.generation.table import IndexedFile

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All of it takes place, or nothing."""

    functions: tuple[IndexedFunction, ...] = ()
    """New ones, and those that replace others of their ids."""
    vectors: Float32[np.ndarray, "functions dim"] = field(
        default_factory=lambda: np.zeros((0, 0), dtype=np.float32)
    )
    """Of the functions, unit length."""
    deleted: tuple[int, ...] = ()
    """Ids; one that is not there does not matter."""
    files: tuple[IndexedFile, ...] = ()
    """Files read anew."""
    gone: tuple[str, ...] = ()
    """Paths of files that are no more."""
    source_digest: str = ""
    """Of all that the index was made from; empty if it stays."""

    def __post_init__(self) -> None:
        check_pairing(self.functions, self.vectors)


def pack(facts: object, vectors: Float32[np.ndarray, "vectors dim"]) -> bytes:
    """Length of a JSON text, the text, and vectors as little-endian float32."""
    # Sources may hold lone surrogates: escaped, they are ASCII.
    text = json.dumps(facts).encode("ascii")
    return _LENGTH.pack(len(text)) + text + vectors.astype("<f4").tobytes()


def unpack(payload: bytes, dimensions: int) -> tuple[Any, Float32[np.ndarray, "vectors dim"]]:
    """What `pack` was given.

    Raises:
        ValueError: the payload is something else.
    """
    (length,) = _LENGTH.unpack_from(payload)
    start = _LENGTH.size + length
    facts = json.loads(payload[_LENGTH.size : start])
    return facts, np.frombuffer(payload[start:], dtype="<f4").reshape(-1, dimensions)


def to_bytes(change: Change) -> bytes:
    """A record of the log."""
    facts: Mapping[str, Any] = {
        "functions": [astuple(function) for function in change.functions],
        "deleted": change.deleted,
        "files": [asdict(file) for file in change.files],
        "gone": change.gone,
        "source_digest": change.source_digest,
    }
    return pack(facts, change.vectors)


def from_bytes(payload: bytes, dimensions: int) -> Change:
    """The change that `to_bytes` wrote.

    Raises:
        CloneIndexError: it was written by another version.
    """
    try:
        facts, vectors = unpack(payload, dimensions)
        return Change(
            functions=tuple(map(from_row, facts["functions"])),
            vectors=vectors,
            deleted=tuple(facts["deleted"]),
            files=tuple(IndexedFile(**file) for file in facts["files"]),
            gone=tuple(facts["gone"]),
            source_digest=facts["source_digest"],
        )
    except (ValueError, TypeError, KeyError) as error:
        raise CloneIndexError(
            f"the index's log was written by another version ({error}); build the index again with "
            "`contracode index build`"
        ) from error
