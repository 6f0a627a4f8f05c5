"""What published files hold: functions, programs with variants, typed tokens, solutions.

They say what the files say and no more: a function of another's data set has no licence, no hashes
and no offsets, so it is no `FunctionRecord`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFunction:
    """A function of a code search data set."""

    id: str
    """Hash of repository, commit, path, owner, name and source."""
    name: str
    """Name without its owner, or empty: ``push``."""
    owner: str
    """What stands before the name, or empty: ``Queue``."""
    source: str
    """Text, in whatever shape it was cut out: declaration, expression or method."""
    documentation: str
    """Documentation comment without its markers, or empty."""
    repository: str
    """``owner/name``, or empty."""
    commit: str
    """Hash of the commit, or empty."""
    path: str
    """File inside the repository, or empty."""
    start_line: int
    """First line in the file, counted from 1; in the text itself if the row does not tell."""
    end_line: int
    """Last line, inclusive."""
    language: str
    """``javascript`` or ``typescript``."""
    split: str
    """``train``, ``valid`` or ``test``; empty if the row does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AugmentedProgram:
    """A program and its variants, made before training."""

    original: str
    """The first text of its row."""
    variants: tuple[str, ...]
    """The others, in order; equal ones are kept."""

    @property
    def distinct(self) -> tuple[str, ...]:
        """Every different text once, the original first."""
        return tuple(dict.fromkeys((self.original, *self.variants)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTypes:
    """A file as tokens, some of them with a type."""

    tokens: tuple[str, ...]
    """Text of each token."""
    labels: tuple[str, ...]
    """Type of each token, empty where it has none; as many as tokens."""
    project: str
    """Project or its address, or empty."""
    commit: str
    """Hash of the commit, or empty."""
    path: str
    """File inside the project, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A program that solves a problem; solutions of the same problem are clones of each other."""

    problem: str
    """Name or number of the problem."""
    id: str
    """Name of the solution, unlike those of all others in the data set."""
    group: str
    """Coarser class of the problem, such as its difficulty, or empty."""
    author: str
    """Who wrote it, or empty."""
    language: str
    """As the data set calls it: ``JavaScript``."""
    source: str
    """Text."""
