"""The catalogue of passes: what each does, what it rests on, and plans read by it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from compiler_aug.errors import PlanError
from compiler_aug.plan import Option, Plan

_ASSUMPTIONS = Path(__file__).parent / "ASSUMPTIONS.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRecord:
    """What the worker says of one of its passes."""

    name: str
    """Name; the file bears it too."""
    aliases: tuple[str, ...]
    """What the paper calls it; a plan may use these names."""
    group: str
    """What kind of thing it changes."""
    example: tuple[str, str, int | None]
    """A program, one of its variants, and the seed; None where every coin fell on yes."""
    preserves: str
    """``behaviour`` or ``nothing``."""
    assumes: tuple[int, ...]
    """Numbers of the assumptions in ``ASSUMPTIONS.md`` that it needs."""
    is_idempotent: bool
    """Whether it finds nothing more to do in what it made."""
    options: Mapping[str, Option | None]
    """What a plan may tell it, with the defaults."""


def pass_called(name: str, passes: Sequence[PassRecord]) -> PassRecord:
    """The pass of that name or alias, whatever the case.

    Raises:
        PlanError: there is none.
    """
    known = {alias.lower(): each for each in passes for alias in each.aliases}
    known |= {each.name: each for each in passes}
    found = known.get(name) or known.get(name.lower())
    if found is None:
        names = ", ".join(each.name for each in passes)
        raise PlanError(f"no pass is called {name!r}; there are {names}")
    return found


def resolved(plan: Plan, passes: Sequence[PassRecord]) -> Plan:
    """The plan with names of passes in the place of aliases, its options checked.

    Raises:
        PlanError: it names a pass or an option that does not exist, or one pass by two names.
    """
    steps = []
    for step in plan.steps:
        try:
            record = pass_called(step.name, passes)
        except PlanError as error:
            raise PlanError(f"plan {plan.name}: {error}") from None
        unknown = sorted(dict(step.options).keys() - record.options.keys())
        if unknown:
            raise PlanError(
                f"plan {plan.name} gives {record.name} the option {unknown[0]!r}; "
                f"it knows {', '.join(record.options) or 'none'}"
            )
        for option, value in step.options:
            _check_option(plan, record, option, value)
        steps.append(replace(step, name=record.name))
    return replace(plan, steps=tuple(steps))


def _check_option(plan: Plan, record: PassRecord, option: str, value: Option) -> None:
    default = record.options[option]
    # Numbers that are drawn unless they are told have no default.
    wanted = (int, float) if default is None or type(default) in (int, float) else type(default)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        kind = "a number" if isinstance(wanted, tuple) else f"a {wanted.__name__}"
        raise PlanError(
            f"plan {plan.name} gives {record.name} {option} = {value!r}; it must be {kind}"
        )


@cache
def assumptions() -> Mapping[int, str]:
    """Text of every assumption by its number, on one line and without markup."""
    text = _ASSUMPTIONS.read_text(encoding="utf-8")
    found = re.findall(r"^(\d+)\. (.+(?:\n {3}.+)*)", text, re.MULTILINE)
    return {
        int(number): re.sub(r"^\*\*(.+?)\*\*", r"\1", " ".join(said.split()))
        for number, said in found
    }
