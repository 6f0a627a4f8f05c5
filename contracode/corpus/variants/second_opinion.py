"""Variants read once more by esprima, a parser that shares no code with the compiler."""

from collections.abc import Sequence
from dataclasses import dataclass

import esprima

from compiler_aug import Program, Variant

# A file stands alone; a function is read inside of what makes it a program.
_READINGS = (
    ("module", "{}"),
    ("script", "{}"),
    ("script", "(\n{}\n)"),
    ("script", "(class extends Object {{\n{}\n}})"),
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A variant that the other parser can't read, though it can read the program."""

    program: Program
    """The program."""
    variant: Variant
    """Its variant."""
    reason: str
    """What the other parser says."""


def disagreements(program: Program, variants: Sequence[Variant]) -> list[Disagreement]:
    """Variants that esprima can't read in the way in which it reads the program.

    It does not read TypeScript and the newest proposals: of what it can't read it has no opinion.
    """
    readings = [each for each in _READINGS if _fault(program.source, *each) is None]
    if not readings:
        return []
    found = []
    for variant in variants:
        faults = [_fault(variant.text, *each) for each in readings]
        if all(faults):
            found.append(Disagreement(program, variant, str(faults[0])))
    return found


def _fault(text: str, kind: str, around: str) -> str | None:
    """Why it can't be read; None if it can."""
    parse = esprima.parseModule if kind == "module" else esprima.parseScript
    try:
        parse(around.format(text), jsx=True)
    except (
        esprima.Error,
        ArithmeticError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        return str(error) or type(error).__name__
    return None
