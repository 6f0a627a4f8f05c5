"""Plans: which passes, with which chances, in which order."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from compiler_aug.errors import PlanError

PLANS = Path(__file__).parent / "plans"


class _Row(BaseModel, extra="forbid"):
    name: str = Field(alias="pass")
    chance: float


class _Document(BaseModel, extra="forbid"):
    steps: list[_Row]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A pass and how often it runs."""

    name: str
    """Name of the pass."""
    chance: float
    """Probability that a variant draws it, in [0, 1]."""

    def __post_init__(self) -> None:
        if not 0 <= self.chance <= 1:
            raise PlanError(f"chance of {self.name} must be in [0, 1], got {self.chance}")


@dataclass(frozen=True, slots=True)
class Plan:
    """Passes in the order in which a variant runs through them."""

    name: str
    """``default``, ``full``, ``identity``, or the file's name."""
    steps: tuple[PlanStep, ...]
    """Each pass at most once: its random draws are seeded by its name."""

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if len(set(names)) < len(names):
            raise PlanError(f"plan {self.name} names a pass twice: {', '.join(names)}")

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
    def read(cls, path: Path) -> "Plan":
        """A plan from a TOML file: a list ``steps`` of tables with ``pass`` and ``chance``.

        Raises:
            PlanError: the file is missing or holds something else.
        """
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            rows = _Document.model_validate(document).steps
        except OSError as error:
            raise PlanError(f"no plan at {path}: {error.strerror}; give a TOML file") from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise PlanError(
                f"{path} is not a plan ({error}); write tables [[steps]] with pass and chance"
            ) from error
        return cls(path.stem, tuple(PlanStep(row.name, row.chance) for row in rows))

    @property
    def digest(self) -> str:
        """SHA-256 of the steps, in hexadecimal: equal for plans that do the same."""
        steps = json.dumps([[step.name, step.chance] for step in self.steps])
        return hashlib.sha256(steps.encode()).hexdigest()
