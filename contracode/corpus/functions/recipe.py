"""The recipe of a corpus of functions: which packages, which folders, which split."""

from typing import Literal

from pydantic import BaseModel, Field, model_validator

from contracode.corpus.packages import PackageRecipe


class FunctionsRecipe(BaseModel, extra="forbid", frozen=True):
    """A data set of functions, as its ``recipe.toml`` states it."""

    kind: Literal["functions"]
    min_lines: int = Field(ge=1)
    """Shorter functions are dropped."""
    max_characters: int = Field(ge=1)
    """Longer functions are dropped: whole modules wrapped in one function, mostly."""
    near_duplicates: float | None = Field(default=None, gt=0, le=1)
    """Jaccard index of token shingles from which a function is dropped; None keeps them all.

    Those like a function of ``without`` are left out in any case.
    """
    without: list[str] = []
    """Data sets of clones whose functions, and those like them, are left out."""
    copies: list[str] = []
    """Bodies (column ``body``) left out: copies of other libraries inside joined files."""
    packages: list[PackageRecipe] = Field(min_length=1)
    """In the order of the shards; of equal functions the first stays."""

    @model_validator(mode="after")
    def _split_by_family(self) -> "FunctionsRecipe":
        splits: dict[str, str] = {}
        names = [package.name for package in self.packages]
        if len(names) != len(set(names)):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"packages named twice: {', '.join(twice)}")
        for package in self.packages:
            family = package.family or package.name
            if splits.setdefault(family, package.split) != package.split:
                raise ValueError(
                    f"{package.name} is in {package.split}, others of the family {family} in "
                    f"{splits[family]}; a family has one split"
                )
        return self
