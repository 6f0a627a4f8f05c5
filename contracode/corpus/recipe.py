"""The recipe of a data set: which packages, which folders, which functions, which split."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from contracode.corpus.records import Split
from contracode.errors import CorpusError


class PackageRecipe(BaseModel, extra="forbid", frozen=True):
    """What to take from one package."""

    name: str
    """npm package; its version is the lock file's."""
    roots: list[str]
    """Folders with readable sources, never build output."""
    leave_out: list[str] = []
    """Folders or files below the roots that are vendored or generated."""
    split: Split
    """The whole package goes there: copies and class families would leak."""


class CorpusRecipe(BaseModel, extra="forbid", frozen=True):
    """A data set, as its ``recipe.toml`` states it."""

    min_lines: int = Field(ge=1)
    """Shorter functions are dropped."""
    max_characters: int = Field(ge=1)
    """Longer functions are dropped: whole modules wrapped in one function, mostly."""
    packages: list[PackageRecipe] = Field(min_length=1)
    """In the order of the shards; of equal functions the first stays."""


def read_recipe(folder: Path) -> CorpusRecipe:
    """The recipe of the data set in ``folder``.

    Raises:
        CorpusError: there is none, or it holds something else.
    """
    path = folder / "recipe.toml"
    try:
        return CorpusRecipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise CorpusError(f"no data set at {folder}: {path} is missing") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise CorpusError(f"{path} is not a recipe: {error}") from error
