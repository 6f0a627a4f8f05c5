"""The rows of a corpus of clones: functions, and pairs that do the same."""

from dataclasses import dataclass
from typing import Literal

Split = Literal["valid", "test"]

EvidenceKind = Literal["behaviour", "name"]
"""Why two functions are said to do the same: their calls were compared, or the names only."""

Manner = Literal["", "data-first", "data-last", "curried", "curried-singly"]
"""How a function takes its arguments; empty where it was not called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneFunction:
    """A function of a clone package. Those of no concept are there to clean other corpora of."""

    id: str
    """Hash of package, version, path, name and source."""
    concept: str
    """What it does, as its class and name tell: ``vec3.cross``; empty if it stands in no pair."""
    group: str
    """What kind of package it is from; ``""`` where its file is in no group."""
    family: str
    """Packages of one family share authors or code."""
    name: str
    """Name without its owner."""
    owner: str
    """Class or object that holds it, or empty."""
    package: str
    """npm package."""
    version: str
    """Version of the package."""
    licence: str
    """SPDX expression."""
    path: str
    """File inside the package, with forward slashes."""
    start_line: int
    """First line, counted from 1."""
    end_line: int
    """Last line, inclusive."""
    language: Literal["js", "jsx", "ts", "tsx"]
    """Language of the file."""
    source: str
    """Exact text."""
    javascript: str
    """The same without types; empty where the file is JavaScript."""
    anonymous: str
    """The text with its own name replaced; empty if it stands in no pair."""
    body: str
    """Hash without own name, comments, white space and types."""
    structure: str
    """Hash without identifiers and literals as well."""
    split: Split
    """By concept; ``test`` if it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClonePair:
    """Two functions of different families that do the same."""

    left: str
    """Id of a function."""
    right: str
    """Id of the other; pairs have no direction, this one comes later in the table."""
    concept: str
    """The concept of both."""
    group: str
    """Group of the left one."""
    evidence: EvidenceKind
    """Why they are a pair."""
    calls: int
    """Calls that both answered; 0 for ``name``."""
    informative: int
    """Of these, calls whose answer says something."""
    agreeing: int
    """Of the informative ones, those with equal answers."""
    left_manner: Manner
    """How the left one was called."""
    right_manner: Manner
    """How the right one was called."""
    split: Split
    """Of the concept."""
