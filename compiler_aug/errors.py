"""Errors of the compiler's face.

AugmentError
├── SourceSyntaxError  the program does not parse; carries line and column
├── PlanError          a plan that is unknown or can't be read
├── PackageError       npm, apt or pip is missing, or can't fetch what is pinned
└── WorkerError        Node or the worker's packages are missing, or a program breaks the worker
"""


class AugmentError(Exception):
    """Base of all errors of this package; the command line prints it and exits with status 2."""


class SourceSyntaxError(AugmentError):
    """A program that does not parse.

    Attributes:
        reason: what the parser says.
        line: line of the fault, counted from 1.
        column: column of the fault, counted from 1, in characters.
    """

    def __init__(self, reason: str, line: int, column: int, origin: str = "source") -> None:
        super().__init__(f"{origin}:{line}:{column}: does not parse: {reason}")
        self.reason = reason
        self.line = line
        self.column = column


class PlanError(AugmentError):
    """A plan that is unknown, or whose passes or chances are wrong."""


class WorkerError(AugmentError):
    """Node or the worker is missing or can't start, or a program breaks a limit or the worker."""


class PackageError(AugmentError):
    """A package that can't be fetched: no network, a changed or broken archive, a full disk."""
