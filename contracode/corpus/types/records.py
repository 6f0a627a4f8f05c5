"""One source file with the types it states, and where it came from."""

from dataclasses import dataclass
from typing import Literal

from contracode.corpus.splits import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeLabel:
    """The type of one name. Offsets count characters."""

    kind: Literal["parameter", "return", "variable", "field"]
    """What has the type; what a function returns has it at the function's name."""
    name: str
    """The name, as it is written; with ``#`` if it is private."""
    type: str
    """In one spelling: ``Array<T>`` is ``T[]``, quotes are double."""
    is_any: bool
    """The type says nothing: kept apart, no one should learn or be judged by it."""
    origin: Literal["annotation", "jsdoc"]
    """TypeScript's annotation, or a documentation comment in JavaScript."""
    start: int
    """Offset of the name in ``javascript``."""
    end: int
    """Offset of its end there."""
    source_start: int
    """Offset of the name in ``source``."""
    source_end: int
    """Offset of its end there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFile:
    """A file and its labels. The fields are the columns of a shard, in this order."""

    id: str
    """Hash of package, version, path and source; the same in every build."""
    package: str
    """npm package."""
    version: str
    """Version of the package."""
    licence: str
    """SPDX expression."""
    path: str
    """File inside the package, with forward slashes."""
    language: Literal["js", "jsx", "ts", "tsx"]
    """Language of the source."""
    split: Split
    """By package, never by file."""
    source: str
    """Exact text."""
    javascript: str
    """What a model sees: without annotations, and without the types in comments."""
    labels: tuple[TypeLabel, ...]
    """In the order of their names in the file."""
