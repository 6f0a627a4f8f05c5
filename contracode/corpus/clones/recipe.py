"""The recipe of a corpus of clones: packages, families, and names that mean the same."""

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, Field, model_validator


class BehaviourRecipe(BaseModel, extra="forbid", frozen=True):
    """When the calls of two functions show that they do the same."""

    least_informative: int = Field(ge=1)
    """Informative calls of a pair."""
    least_agreement: float = Field(gt=0, le=1)
    """Part of them with equal answers."""


class DataLast(BaseModel, extra="forbid", frozen=True):
    """Libraries made for composing functions."""

    packages: list[str]
    """They take the data last, or after the other arguments."""


class Unpaired(BaseModel, extra="forbid", frozen=True):
    """What stands in no pair."""

    paths: list[str]
    """Patterns of package and path; the functions there only clean other corpora."""


class Wrappers(BaseModel, extra="forbid", frozen=True):
    """Functions that change how another one takes its arguments, and nothing else."""

    names: list[str]
    """What is given to them does what comes out of them."""


class Generic(BaseModel, extra="forbid", frozen=True):
    """Names that tell too little."""

    names: list[str]
    """Not taken by the name alone."""
    owners: list[str]
    """Classes whose methods are not taken by name."""


class ClonesRecipe(BaseModel, extra="forbid", frozen=True):
    """A data set of clones, as its ``recipe.toml`` states it."""

    kind: Literal["clones"]
    max_characters: int = Field(ge=1)
    """Longer functions are dropped."""
    most_pairs_by_name: int = Field(ge=1)
    """Pairs by name that one concept may have."""
    valid_share: float = Field(gt=0, lt=1)
    """Part of the concepts in the split ``valid``; the rest is ``test``."""
    leave_out: list[str] = []
    """Patterns of paths that are not read, in any package."""
    behaviour: BehaviourRecipe
    groups: dict[str, dict[str, list[str]]]
    """Group, package, beginnings of the paths of its files there."""
    run: dict[str, list[str]]
    """Package, patterns of the modules that are imported."""
    data_last: DataLast
    families: dict[str, list[str]]
    """Family, patterns of its packages; a package in none is its own."""
    unpaired: Unpaired
    wrappers: Wrappers
    licences: dict[str, str] = {}
    """Licences of packages that do not state them where npm looks."""
    synonyms: dict[str, list[str]]
    """Name, others that mean the same."""
    owners: dict[str, list[str]]
    """Class, other names of such classes."""
    generic: Generic

    @property
    def packages(self) -> list[str]:
        """Names of all packages, in the order of the shards."""
        return list(dict.fromkeys(name for group in self.groups.values() for name in group))

    def family_of(self, package: str) -> str:
        """Family of a package."""
        for family, patterns in self.families.items():
            if any(fnmatchcase(package, pattern) for pattern in patterns):
                return family
        return package

    def group_of(self, package: str, path: str) -> str:
        """Group of a file of a package: that with the longest matching beginning, or empty."""
        best, longest = "", -1
        for group, packages in self.groups.items():
            for root in packages.get(package, ()):
                if path.startswith(root) and len(root) > longest:
                    best, longest = group, len(root)
        return best

    def is_paired(self, package: str, path: str) -> bool:
        """Whether functions of a file may stand in pairs."""
        return not any(fnmatchcase(f"{package}/{path}", each) for each in self.unpaired.paths)

    @model_validator(mode="after")
    def _consistent(self) -> "ClonesRecipe":
        known = set(self.packages)
        for field, names in (("run", self.run), ("licences", self.licences)):
            if strange := sorted(set(names) - known):
                raise ValueError(f"[{field}] names {', '.join(strange)}, which no group holds")
        return self
