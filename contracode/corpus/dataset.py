"""Data sets: a folder with a recipe each, built by the room of its kind."""

import importlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, cast, get_args, runtime_checkable

from pydantic import BaseModel, ValidationError

from contracode.corpus.manifest import MANIFEST, corpus_digest, damaged_shards, read_manifest
from contracode.errors import CorpusError
from contracode.files import sha256_of

Kind = Literal["functions", "types", "clones", "images"]
"""What a data set holds; each kind has a room of that name here, with a module ``build``."""

RECIPE_FILE = "recipe.toml"

RecipeModel = TypeVar("RecipeModel", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a build reads and writes."""

    dataset: Path
    """Folder with ``recipe.toml``, and what else pins the data."""
    out: Path
    """The corpus. Corpora that it rests on are its neighbours."""
    packages: Path
    """Root of fetched packages, shared by all data sets."""
    workers: int = 2
    """Compiler processes."""

    def neighbour(self, name: str) -> "Place":
        """The place of another data set beside this one."""
        return replace(
            self, dataset=self.dataset.resolve().parent / name, out=self.out.resolve().parent / name
        )


@runtime_checkable
class Room(Protocol):
    """What the module ``build`` of a kind offers."""

    FORMAT: int
    """Raised when the same recipe would give other bytes than before."""
    RECIPE: type[BaseModel]
    """Model of its ``recipe.toml``."""

    def needs(self, recipe: Any) -> tuple[str, ...]:  # noqa: ANN401 - its own model
        """Names of the neighbours that the data set rests on, built before it."""
        ...

    def pins(self, recipe: Any, place: Place) -> Mapping[str, str]:  # noqa: ANN401
        """What else decides its bytes: hashes of lock files, versions of compilers."""
        ...

    def build(self, recipe: Any, place: Place, origin: Mapping[str, Any]) -> None:  # noqa: ANN401
        """Write shards, then the manifest, which says all that ``origin`` says."""
        ...


def build_dataset(place: Place, _building: tuple[str, ...] = ()) -> dict[str, Any]:
    """Build a data set, and those it rests on; a finished one of the same recipe is left as it is.

    The same recipe and pins give the same bytes. A build that was killed goes on where it was.

    Returns:
        The manifest.

    Raises:
        CorpusError: the data set is incomplete, what it is made of can't be had, or its corpus
            can't be written.
        WorkerError: Node is missing or fails.
    """
    name = place.dataset.resolve().name
    if name in _building:
        raise CorpusError(f"data sets rest on each other: {' on '.join((*_building, name))}")
    kind = kind_of(place.dataset)
    room = room_of(kind)
    recipe = read_recipe(place.dataset, room.RECIPE)
    needed = room.needs(recipe)
    for other in needed:
        build_dataset(place.neighbour(other), (*_building, name))
    origin = {
        "kind": kind,
        "name": name,
        "format": room.FORMAT,
        "recipe_sha256": sha256_of(place.dataset / RECIPE_FILE),
        **room.pins(recipe, place),
        **{f"{other}_sha256": corpus_digest(place.neighbour(other).out) for other in needed},
    }
    if not is_built(place.out, origin):
        try:
            place.out.mkdir(parents=True, exist_ok=True)
            (place.out / MANIFEST).unlink(missing_ok=True)
            room.build(recipe, place, origin)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise CorpusError(
                f"{name} was not built in {place.out}: {error.strerror or error}{where}; "
                "make room or choose another place, then run the same command again"
            ) from error
    return read_manifest(place.out)


def room_of(kind: Kind) -> Room:
    """The module that builds data sets of a kind."""
    room: Any = importlib.import_module(f"contracode.corpus.{kind}.build")
    assert isinstance(room, Room), f"{room.__name__} lacks something of Room"
    return room


def is_built(corpus: Path, origin: Mapping[str, Any]) -> bool:
    """Whether a finished corpus of that origin stands there, with every shard as it was written."""
    if not (corpus / MANIFEST).exists():
        return False
    try:
        return origin.items() <= read_manifest(corpus).items() and not damaged_shards(corpus)
    except CorpusError:
        # A damaged manifest, or one of an older layout: built anew.
        return False


def kind_of(dataset: Path) -> Kind:
    """Kind of the data set in a folder.

    Raises:
        CorpusError: there is no recipe, or it does not tell a known kind.
    """
    kind = _toml(dataset / RECIPE_FILE).get("kind")
    if kind not in get_args(Kind):
        raise CorpusError(
            f"{dataset / RECIPE_FILE} must say `kind = ...`, one of {', '.join(get_args(Kind))}; "
            f"it says {kind!r}"
        )
    return cast("Kind", kind)


def read_recipe(dataset: Path, model: type[RecipeModel]) -> RecipeModel:
    """The recipe of the data set in a folder.

    Raises:
        CorpusError: there is none, or it holds something else.
    """
    content = _toml(dataset / RECIPE_FILE)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise CorpusError(f"{dataset / RECIPE_FILE} is not a recipe: {error}") from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(f"no data set at {path.parent}: {path} is missing") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"{path} is not a recipe: {error}") from error
