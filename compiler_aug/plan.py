"""Plans: which passes, with which chances, in which order."""

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from compiler_aug.errors import PlanError

PLANS = Path(__file__).parent / "plans"


Order = Literal["as written", "shuffled"]
Option = str | float | bool
"""What a pass can be told."""


class _Row(BaseModel, extra="forbid"):
    name: str = Field(alias="pass")
    chance: float
    gate: str = ""
    options: dict[str, Option] = {}


class _Document(BaseModel, extra="forbid"):
    extends: str = ""
    without: list[str] = []
    steps: list[_Row] = []
    order: Order | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A pass and how often it runs."""

    name: str
    """Name of the pass, or one of its aliases."""
    chance: float
    """Probability that a variant draws it, in [0, 1]."""
    gate: str = ""
    """Steps of one gate are drawn by the same coin: all, or those with the higher chance."""
    options: tuple[tuple[str, Option], ...] = ()
    """What the pass is told, as pairs of name and value; the rest has its defaults."""

    def __post_init__(self) -> None:
        if not 0 <= self.chance <= 1:
            raise PlanError(f"chance of {self.name} must be in [0, 1], got {self.chance}")


@dataclass(frozen=True, slots=True)
class Plan:
    """Passes in the order in which a variant runs through them."""

    name: str
    """That of a plan that comes with the package, or the file's name."""
    steps: tuple[PlanStep, ...]
    """Each pass at most once: its random draws are seeded by its name."""
    order: Order = "as written"
    """``shuffled``: each variant has its own order; passes that an engine runs on the whole text
    keep their places."""
    at_least: int = 0
    """Passes that change something in every variant, where so many can: until so many have, and
    unless 0 until the text is not the source, those that came nearest to being drawn have their
    turns."""

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise PlanError(
                f"plan {self.name} names a pass twice: {', '.join(twice)}; "
                "leave out the step of a plan that it extends with `without`"
            )
        if self.at_least < 0:
            raise PlanError(f"at_least of plan {self.name} must be 0 or more, got {self.at_least}")

    @classmethod
    def named(cls, name: str) -> "Plan":
        """One of the plans that come with the package.

        Raises:
            PlanError: there is no such plan.
        """
        path = PLANS / f"{name}.toml"
        known = sorted(place.stem for place in PLANS.glob("*.toml"))
        if name not in known:
            raise PlanError(f"no plan is called {name!r}; there are {', '.join(known)}")
        return cls.read(path)

    @classmethod
    def single(cls, name: str, **options: Option) -> "Plan":
        """A plan of one pass that is always drawn."""
        return cls(name, (PlanStep(name, 1.0, options=tuple(options.items())),))

    @classmethod
    def read(cls, path: Path) -> "Plan":
        """A plan from a TOML file: a list ``steps`` of tables with ``pass`` and ``chance``.

        A step may have a ``gate`` and a table ``options``, the plan an ``order`` and a number
        ``at_least``. A plan that ``extends`` one of the package's has that one's steps, less those
        it is ``without``, then its own.

        Raises:
            PlanError: the file is missing or holds something else.
        """
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            read = _Document.model_validate(document)
        except OSError as error:
            raise PlanError(f"no plan at {path}: {error.strerror}; give a TOML file") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise PlanError(
                f"{path} is not a plan ({error}); write tables [[steps]] with pass and chance"
            ) from error
        base = cls.named(read.extends) if read.extends else cls("", ())
        unknown = set(read.without) - {step.name for step in base.steps}
        if unknown:
            raise PlanError(
                f"{path} leaves out {', '.join(sorted(unknown))}, which "
                f"{read.extends or 'a plan that extends none'} does not have; "
                "name steps of the plan that it extends"
            )
        steps = (
            PlanStep(row.name, row.chance, row.gate, tuple(row.options.items()))
            for row in read.steps
        )
        kept = base.without(*read.without).steps
        least = base.at_least if read.at_least is None else read.at_least
        return cls(path.stem, (*kept, *steps), read.order or base.order, least)

    def without(self, *names: str) -> "Plan":
        """The same without some of its passes; the draws of the others do not change."""
        steps = tuple(step for step in self.steps if step.name not in names)
        return replace(self, name=f"{self.name} without {', '.join(names)}", steps=steps)

    def message(self) -> dict[str, Any]:
        """As the worker reads it; steps must bear the names of passes, not their aliases."""
        steps = [
            {"pass": step.name, "chance": step.chance, "gate": step.gate}
            | {"options": dict(step.options)}
            for step in self.steps
        ]
        return {"steps": steps, "order": self.order, "atLeast": self.at_least}

    @property
    def digest(self) -> str:
        """SHA-256 of steps, order and ``at_least``, in hexadecimal; aliases are not replaced."""
        steps = [[step.name, step.chance, step.gate, sorted(step.options)] for step in self.steps]
        return hashlib.sha256(json.dumps([self.order, self.at_least, steps]).encode()).hexdigest()
