"""One function of a code base, and where it came from."""

from dataclasses import dataclass
from typing import Literal

from contracode.corpus.splits import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionRecord:
    """A function that bears a name, or is bound to one.

    The fields are the columns of a shard, in this order.
    """

    id: str
    """Hash of package, version, path, name and source; the same in every build.

    Equal functions of one file are told apart by their order.
    """
    name: str
    """Name without its owner: ``push``."""
    owner: str
    """Class or object that holds it, or empty: ``Queue``."""
    shape: Literal["program", "expression", "method"]
    """How the source parses when it stands alone."""
    source: str
    """Exact text, documentation comment left out."""
    javascript: str
    """The same without types; empty where the file is JavaScript."""
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
    start: int
    """Offset of the source in the file, in characters."""
    end: int
    """Offset of its end."""
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
    body: str
    """Hash of parameters and body: own name, comments, layout and types left out; 16 digits."""
    structure: str
    """The same with all names and the values of literals left out, too."""
