"""Build a corpus of types: fetch, read package by package, drop copies, write."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from compiler_aug import Augmenter
from contracode.corpus.dataset import RECIPE as RECIPE_FILE
from contracode.corpus.dataset import Place, read_recipe
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.corpus.functions.harvest import Sources
from contracode.corpus.functions.recipe import FunctionsRecipe, PackageRecipe
from contracode.corpus.manifest import write_manifest
from contracode.corpus.parts import Parts
from contracode.corpus.tables import TableWriter, read_rows
from contracode.corpus.types.harvest import harvest, read_part, read_report
from contracode.corpus.types.recipe import TypesRecipe
from contracode.corpus.types.records import TypedFile
from contracode.errors import CorpusError
from contracode.files import sha256_of, sha256_of_text

FORMAT = 1
RECIPE = TypesRecipe

FILES = "files"
"""Name of the table."""

# A bundle of ten megabytes takes a minute where the machine is busy.
_DEADLINE_S = 120.0
# A file is ten times as long as a function.
_ROWS_PER_SHARD = 512
_MOST_FREQUENT = 30


def needs(_recipe: TypesRecipe) -> tuple[str, ...]:
    """None: of the neighbour only the recipe and the packages are read, not the corpus."""
    return ()


def pins(recipe: TypesRecipe, place: Place) -> dict[str, str]:
    """Hashes of the lock file and the recipe of the data set whose packages are read."""
    neighbour = place.neighbour(recipe.packages_of).dataset
    return {
        "lock_sha256": lock_digest(neighbour),
        "packages_recipe_sha256": sha256_of(neighbour / RECIPE_FILE),
    }


def build(recipe: TypesRecipe, place: Place, origin: Mapping[str, Any]) -> None:
    """Build the corpus; packages that are read already are not read again.

    Raises:
        CorpusError: packages can't be fetched, or the recipe names what is not there.
        WorkerError: npm or Node is missing or fails.
    """
    neighbour = place.neighbour(recipe.packages_of).dataset
    packages = _packages(recipe, neighbour)
    fetched = fetch_packages(neighbour, place.packages)
    sources = [Sources.of(package, fetched) for package in packages]
    kept_parts = Parts(place.out / "parts")
    with Augmenter(place.workers, _DEADLINE_S) as augmenter:
        engines = {"oxc-parser": augmenter.engines["oxc-parser"]}
        decided_by = {"origin": origin["lock_sha256"], "format": FORMAT, **engines}
        parts = _harvest_all(recipe, packages, sources, augmenter, kept_parts, decided_by)
    tally = Tally()
    with TableWriter(place.out, FILES, TypedFile, _ROWS_PER_SHARD) as table:
        for file in (file for part in parts for file in read_part(part)):
            if tally.keeps(file):
                table.write(file)
    reports = [read_report(part) for part in parts]
    description = {**origin, **engines, **tally.counts(sources, reports)}
    write_manifest(place.out, description, {FILES: table.summary})
    kept_parts.remove()


def read_files(corpus: Path, split: str | None = None) -> Iterator[TypedFile]:
    """Files of a corpus, or of one split of it, in order.

    Raises:
        CorpusError: the corpus is missing or a shard was changed.
    """
    for file in read_rows(corpus, FILES, TypedFile):
        if split in (None, file.split):
            yield file


class Tally:
    """Tells copies of files, and counts what is kept, for the manifest."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._copies = 0
        self._files: Counter[str] = Counter()
        self._labels: dict[str, Counter[str]] = {
            column: Counter() for column in ("split", "kind", "origin", "package")
        }
        self._types: Counter[str] = Counter()

    def keeps(self, file: TypedFile) -> bool:
        """Whether the file stays: none before it has the same text without types."""
        text = sha256_of_text("".join(file.javascript.split()))
        if text in self._seen:
            self._copies += 1
            return False
        self._seen.add(text)
        self._files[file.split] += 1
        count = len(file.labels)
        self._labels["split"][file.split] += count
        self._labels["package"][file.package] += count
        self._labels["kind"].update(label.kind for label in file.labels)
        self._labels["origin"].update(label.origin for label in file.labels)
        self._types.update(label.type for label in file.labels)
        return True

    def counts(
        self, sources: Sequence[Sources], reports: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """What the manifest says of it.

        Args:
            sources: of the packages.
            reports: of the packages' parts.
        """
        dropped = sum((Counter(report["dropped"]) for report in reports), Counter())
        left_out = sum((Counter(each.left_out) for each in sources), Counter())
        files_read = sum(len(each.files) for each in sources)
        return {
            "files_read": files_read,
            "files": dict(sorted(self._files.items())),
            "files_left_out": dict(sorted(left_out.items())),
            "files_dropped": {"same text as an earlier file": self._copies},
            "unreadable": {
                path: why for report in reports for path, why in report["unreadable"].items()
            },
            "labels": sum(self._types.values()),
            "any": self._types["any"],
            "dropped": dict(sorted(dropped.items())),
            "types": len(self._types),
            "most_frequent": dict(self._types.most_common(_MOST_FREQUENT)),
            "counts": {
                column: dict(sorted(count.items())) for column, count in self._labels.items()
            },
        }


def _harvest_all(
    recipe: TypesRecipe,
    packages: Sequence[PackageRecipe],
    sources: Sequence[Sources],
    augmenter: Augmenter,
    parts: Parts,
    decided_by: Mapping[str, Any],
) -> list[Path]:
    """The packages' parts, in the recipe's order; those that are not there yet are made."""
    length = recipe.max_type_characters
    found = []
    total = sum(len(each.files) for each in sources)
    with tqdm(total=total, desc="reading types", unit=" files") as bar:
        for package, files in zip(packages, sources, strict=True):
            decided = {**decided_by, "length": length, "package": package.model_dump()}
            part = parts.path(package.name, decided)
            found.append(part)
            if part.exists():
                bar.update(len(files.files))
            else:
                harvest(package, files, augmenter, length, part, bar.update)
    return found


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
