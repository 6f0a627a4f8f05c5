"""The recipe of a corpus of types: whose packages, and what counts as a label."""

from typing import Literal

from pydantic import BaseModel, Field


class TypesRecipe(BaseModel, extra="forbid", frozen=True):
    """A data set of types, as its ``recipe.toml`` states it."""

    kind: Literal["types"]
    packages_of: str = Field(min_length=1)
    """Data set of functions whose packages are read: their roots, families and splits."""
    leave_out: list[str] = []
    """Packages of that data set that are not read."""
    max_type_characters: int = Field(ge=1)
    """Longer types are interfaces and functions written in place; they are no labels."""
