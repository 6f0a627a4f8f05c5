"""What a function does, as far as its name and its owner's tell."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.functions.records import FunctionRecord

# How libraries mark the function that does the work behind one that sorts out the arguments.
_IMPLEMENTATION = re.compile(r"(?:Implementation|Impl)$")
# Where every function is of some class, a name alone may be of any.
_OWNED_GROUPS = {"vectors"}


class Concepts:
    """Concepts of functions, by the tables of names in a recipe."""

    def __init__(self, recipe: ClonesRecipe) -> None:
        self._names = inverted(recipe.synonyms)
        self._owners = inverted(recipe.owners)
        self._generic = {folded(name) for name in recipe.generic.names}
        self._generic_owners = {folded(name) for name in recipe.generic.owners}

    def name(self, name: str) -> str:
        """The name that stands for all its synonyms."""
        short = plain(name)
        return self._names.get(short, short)

    def of(self, record: FunctionRecord, group: str) -> str:
        """Owner's kind, where there is one, and name: ``vec3.cross``, ``chunk``."""
        name = self.name(record.name)
        owner = self.owner(record, group)
        return f"{owner}.{name}" if owner else name

    def owner(self, record: FunctionRecord, group: str) -> str:
        """Kind of class that holds a function; empty for a mere namespace.

        Where functions of vectors stand in a file each class, the file's name is the owner's.
        """
        owner = folded(record.owner)
        if owner in self._owners:
            return self._owners[owner]
        stem = folded(PurePosixPath(record.path).stem)
        if not record.owner and group == "vectors" and stem in self._owners:
            return self._owners[stem]
        return owner if record.owner[:1].isupper() and len(owner) > 1 else ""

    def is_generic(self, concept: str, group: str) -> bool:
        """Whether the name alone does not say what is done, to what."""
        owner, _, _ = concept.rpartition(".")
        if owner:
            return owner in self._generic_owners
        return len(concept) < 3 or concept in self._generic or group in _OWNED_GROUPS


def folded(name: str) -> str:
    """A name without case, hyphens, underscores and the like."""
    return re.sub(r"[^0-9a-z]", "", name.lower())


def plain(name: str) -> str:
    """A name, folded, without the word that marks an implementation."""
    return folded(_IMPLEMENTATION.sub("", name))


def inverted(table: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every name of a table of synonyms, folded, to the one that stands for all.

    Raises:
        ValueError: a name stands in two rows.
    """
    names: dict[str, str] = {}
    for chief, others in table.items():
        for name in [chief, *others]:
            if names.setdefault(folded(name), folded(chief)) != folded(chief):
                raise ValueError(f"{name!r} means both {names[folded(name)]!r} and {chief!r}")
    return names
