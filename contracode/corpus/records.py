"""One function of a code base, and where it came from."""

from dataclasses import dataclass
from typing import Literal

Split = Literal["train", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRecord:
    """A function, method or arrow bound to a name.

    The fields are the columns of a shard, in this order.
    """

    id: str
    """Hash of package, version, path, name and source; the same in every build."""
    name: str
    """Name without its owner: ``push``."""
    owner: str
    """Class or object that holds it, or empty: ``Queue``."""
    shape: Literal["program", "expression", "method"]
    """How the source parses when it stands alone."""
    source: str
    """Exact text, documentation comment left out."""
    documentation: str
    """Documentation comment directly before it, without its markers, or empty."""
    parameters: tuple[str, ...]
    """Text of each parameter."""
    path: str
    """File inside the package, with forward slashes."""
    start_line: int
    """First line, counted from 1."""
    end_line: int
    """Last line, inclusive."""
    language: Literal["js", "jsx", "ts", "tsx"]
    """Language of the file."""
    package: str
    """npm package, or the folder's name."""
    version: str
    """Version of the package, or empty."""
    licence: str
    """SPDX expression, or empty."""
    split: Split
    """By package, never by function."""
