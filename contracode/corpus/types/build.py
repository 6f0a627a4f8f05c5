"""Build a corpus of types: fetch, read package by package, drop copies, write."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from compiler_aug import Augmenter
from compiler_aug.engines import engine_versions
from contracode.corpus.dataset import RECIPE_FILE, Place, read_recipe
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.corpus.functions.recipe import FunctionsRecipe
from contracode.corpus.harvest import described, harvest, total_report
from contracode.corpus.manifest import write_manifest
from contracode.corpus.packages import PackageRecipe, Sources
from contracode.corpus.parts import Part, Parts
from contracode.corpus.programs import DEADLINE_S
from contracode.corpus.report import Report
from contracode.corpus.tables import TableWriter
from contracode.corpus.types.labels import read_typed_files
from contracode.corpus.types.recipe import TypesRecipe
from contracode.corpus.types.records import TypedFile
from contracode.corpus.types.table import FILES
from contracode.errors import CorpusError
from contracode.files import sha256_of, sha256_of_text

FORMAT = 2
RECIPE = TypesRecipe

_ENGINES = ("oxc-parser", "esrap")
# A file is ten times as long as a function.
_ROWS_PER_SHARD = 512
_MOST_FREQUENT = 30


def needs(_recipe: TypesRecipe) -> tuple[str, ...]:
    """None: of the neighbour only the recipe and the packages are read, not the corpus."""
    return ()


def pins(recipe: TypesRecipe, place: Place) -> dict[str, str]:
    """The packages, the recipe that tells how to read them, and what reads and prints them."""
    neighbour = place.neighbour(recipe.packages_of).dataset
    engines = engine_versions()
    return {
        "lock_sha256": lock_digest(neighbour),
        "packages_recipe_sha256": sha256_of(neighbour / RECIPE_FILE),
        **{name: engines[name] for name in _ENGINES},
    }


def build(recipe: TypesRecipe, place: Place, origin: Mapping[str, Any]) -> None:
    """Build the corpus; packages that are read already are not read again.

    Raises:
        CorpusError: packages can't be fetched, one lacks what its recipe says of it, or a file
            takes the compiler too long.
        WorkerError: npm or Node is missing or fails.
    """
    neighbour = place.neighbour(recipe.packages_of).dataset
    packages = _packages(recipe, neighbour)
    fetched = fetch_packages(neighbour, place.packages)
    sources = [Sources.of(package, fetched) for package in packages]
    parts = Parts(place.out / "parts")
    with Augmenter(place.workers, DEADLINE_S) as augmenter:
        read = partial(read_typed_files, augmenter, recipe.max_type_characters)
        decided_by = {
            **{name: origin[name] for name in ("lock_sha256", "format", *_ENGINES)},
            **recipe.model_dump(include={"max_type_characters"}),
        }
        found = harvest(sources, TypedFile, read, parts, decided_by, "reading types")
    report = total_report(sources, found)
    counts = LabelCounts()
    with TableWriter(place.out, FILES, TypedFile, _ROWS_PER_SHARD) as table:
        for file in _distinct(found, report):
            table.write(file)
            counts.add(file)
    description = {**origin, **described(sources, report), **counts.as_json()}
    write_manifest(place.out, description, {FILES: table.summary})
    parts.remove()


class LabelCounts:
    """What a manifest says of the labels."""

    def __init__(self) -> None:
        self._files: Counter[str] = Counter()
        self._labels: dict[str, Counter[str]] = {
            column: Counter() for column in ("split", "kind", "origin", "package")
        }
        self._types: Counter[str] = Counter()

    def add(self, file: TypedFile) -> None:
        """Count the labels of one file."""
        self._files[file.split] += 1
        count = len(file.labels)
        self._labels["split"][file.split] += count
        self._labels["package"][file.package] += count
        self._labels["kind"].update(label.kind for label in file.labels)
        self._labels["origin"].update(label.origin for label in file.labels)
        self._types.update(label.type for label in file.labels)

    def as_json(self) -> dict[str, Any]:
        """Files by split; labels in all, by column, and their most frequent types."""
        return {
            "files": dict(sorted(self._files.items())),
            "labels": self._types.total(),
            "any": self._types["any"],
            "types": len(self._types),
            "most_frequent": dict(self._types.most_common(_MOST_FREQUENT)),
            "counts": {
                column: dict(sorted(count.items())) for column, count in self._labels.items()
            },
        }


def _distinct(found: Iterable[Part[TypedFile]], report: Report) -> Iterator[TypedFile]:
    """Files of which none before has the same text without types."""
    seen: set[str] = set()
    for part in found:
        for file in part.rows():
            text = sha256_of_text("".join(file.javascript.split()))
            if text in seen:
                report.leave_out("files", "same text as an earlier file")
            else:
                seen.add(text)
                yield file


def _packages(recipe: TypesRecipe, neighbour: Path) -> list[PackageRecipe]:
    """The neighbour's packages, less those left out."""
    packages = read_recipe(neighbour, FunctionsRecipe).packages
    unknown = set(recipe.leave_out).difference(package.name for package in packages)
    if unknown:
        raise CorpusError(
            f"the recipe leaves out {', '.join(sorted(unknown))}, which {recipe.packages_of} "
            "does not name"
        )
    return [package for package in packages if package.name not in recipe.leave_out]
