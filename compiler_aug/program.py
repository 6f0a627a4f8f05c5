"""What goes into the compiler and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from compiler_aug.errors import AugmentError, SourceSyntaxError, WorkerError

Language = Literal["auto", "js", "jsx", "ts", "tsx"]
Shape = Literal["auto", "program", "expression", "method"]


@dataclass(frozen=True, slots=True)
class Program:
    """A piece of source code: a whole file, a declaration, an expression or a method."""

    source: str
    """Text."""
    language: Language = "auto"
    """``auto`` tries JavaScript with JSX first, then TypeScript."""
    shape: Shape = "auto"
    """How it parses when it stands alone; ``auto`` tries program, expression, method."""
    id: str = ""
    """What it is called in reports; it changes nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFunction:
    """A function with its name, which may stand outside of its text."""

    program: Program
    """Text, language and shape."""
    name: str
    """Name without its owner."""
    owner: str
    """Class or object that holds it, or empty."""


@dataclass(frozen=True, slots=True)
class AppliedPass:
    """A pass that changed the program."""

    name: str
    """Name of the pass."""
    changes: int
    """Places changed; 1 for a pass that works on the text as a whole."""


@dataclass(frozen=True, slots=True)
class RefusedPass:
    """A pass that may not touch the program."""

    name: str
    """Name of the pass."""
    assumption: int
    """Number of the assumption in ``ASSUMPTIONS.md`` that does not hold."""


@dataclass(frozen=True, slots=True)
class FailedPass:
    """A pass that could not be run; it is as if it were not in the plan."""

    name: str
    """Name of the pass."""
    cause: str
    """What the compiler says."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A program that behaves like its source, with its provenance."""

    text: str
    """Source code of the variant, in the shape of its source."""
    seed: int
    """Seed that makes it again from the same source, plan and engines."""
    passes: tuple[AppliedPass, ...]
    """Passes that changed something, in the order applied."""
    unchanged: tuple[str, ...] = ()
    """Passes that were drawn and found nothing to change."""
    refused: tuple[RefusedPass, ...] = ()
    """Passes that were drawn and may not touch this program."""
    failed: tuple[FailedPass, ...] = ()
    """Passes that were drawn and could not be run on this program."""


@dataclass(frozen=True, slots=True)
class ExplainedVariant:
    """A variant, with what each of its passes made of the program."""

    variant: Variant
    """The variant."""
    texts: tuple[str, ...]
    """The program after each of the variant's ``passes``."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one program of a batch has no result; the others are unaffected."""

    kind: Literal[
        "syntax", "size", "depth", "deadline", "killed", "crash", "internal", "unreadable"
    ]
    """``syntax``: the source; ``size``, ``depth``: it is longer or deeper than allowed;
    ``deadline``, ``crash``: it broke the worker; ``killed``: somebody else ended the worker, again
    and again; ``internal``: a defect here; ``unreadable``: there is no source, which whoever reads
    files or records says."""
    message: str
    """What the parser or the worker says."""
    line: int = 0
    """Line of the fault, counted from 1; 0 if there is none."""
    column: int = 0
    """Column of the fault, counted from 1, in characters; 0 if there is none."""
    id: str = ""
    """That of the program."""

    @property
    def is_transient(self) -> bool:
        """Whether the machine may be to blame: busy, or out of memory. Another run may succeed."""
        return self.kind in ("deadline", "killed")

    @property
    def reason(self) -> str:
        """Kind of the fault, then where and what, after a colon each."""
        if self.kind == "syntax":
            return f"does not parse: {self.line}:{self.column}: {self.message}"
        return f"{self.line}:{self.column}: {self.message}" if self.line else self.message

    def as_error(self, origin: str = "") -> AugmentError:
        """The exception that says the same; of the program's id, or of ``source``, if not told."""
        origin = origin or self.id or "source"
        if self.kind == "syntax":
            return SourceSyntaxError(self.message, self.line, self.column, origin)
        return WorkerError(f"{origin}: {self.reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedFunction:
    """A function found in a file; the fields are those of a corpus record."""

    name: str
    """Name without its owner."""
    owner: str
    """Class or object that holds it, or empty."""
    shape: Literal["program", "expression", "method"]
    """How the source parses when it stands alone."""
    source: str
    """Exact text."""
    javascript: str
    """The same without types; empty where the file is JavaScript."""
    documentation: str
    """Documentation comment directly before it, without its markers, or empty."""
    parameters: tuple[str, ...]
    """Text of each parameter."""
    start: int
    """Offset of the source in the file, in characters."""
    end: int
    """Offset of its end."""
    start_line: int
    """First line, counted from 1."""
    end_line: int
    """Last line, inclusive."""
    body: str
    """Hash without own name, comments, layout and types; 16 hexadecimal digits."""
    structure: str
    """Hash without any name and the values of literals, too; 16 hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedType:
    """A type that a file states for a name. Offsets count characters."""

    kind: Literal["parameter", "return", "variable", "field"]
    """What has the type; what a function returns has it at the function's name."""
    name: str
    """The name, as it is written."""
    type: str
    """The type in one spelling, whatever the file's."""
    origin: Literal["annotation", "jsdoc"]
    """TypeScript's annotation, or a documentation comment in JavaScript."""
    start: int
    """Offset of the name in the file without types."""
    end: int
    """Offset of its end there."""
    source_start: int
    """Offset of the name in the file."""
    source_end: int
    """Offset of its end in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedFile:
    """A file without its types, and the types."""

    javascript: str
    """Text without annotations and without the types in its comments."""
    types: tuple[StatedType, ...]
    """In the order of their names."""
    dropped: Mapping[str, int]
    """What states a type and is not in ``types``, by reason."""
