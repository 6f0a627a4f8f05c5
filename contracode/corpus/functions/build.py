"""Build a corpus of functions: fetch, extract package by package, tell duplicates apart, write."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from compiler_aug import Augmenter
from contracode.corpus.dataset import Place
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.corpus.functions.duplicates import Duplicates, Foreign
from contracode.corpus.functions.harvest import Sources, harvest, read_part, read_report, rows_of
from contracode.corpus.functions.recipe import FunctionsRecipe
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import write_manifest
from contracode.corpus.near import NearIndex
from contracode.corpus.parts import Parts
from contracode.corpus.tables import TableWriter, read_columns

FORMAT = 2
RECIPE = FunctionsRecipe

# A bundle of ten megabytes takes a minute where the machine is busy.
_DEADLINE_S = 120.0
_COUNTED = ("split", "package", "language", "licence", "shape")


def needs(recipe: FunctionsRecipe) -> tuple[str, ...]:
    """The data sets whose functions are left out."""
    return tuple(recipe.without)


def pins(_recipe: FunctionsRecipe, place: Place) -> dict[str, str]:
    """Hash of the lock file."""
    return {"lock_sha256": lock_digest(place.dataset)}


def build(recipe: FunctionsRecipe, place: Place, origin: Mapping[str, Any]) -> None:
    """Build the corpus; packages that are extracted already are not extracted again.

    Raises:
        CorpusError: packages can't be fetched, or one lacks a place that the recipe names.
        WorkerError: npm or Node is missing or fails.
    """
    packages = fetch_packages(place.dataset, place.packages)
    sources = [Sources.of(package, packages) for package in recipe.packages]
    kept_parts = Parts(place.out / "parts")
    with Augmenter(place.workers, _DEADLINE_S) as augmenter:
        engines = {"oxc-parser": augmenter.engines["oxc-parser"]}
        decided_by = {"origin": origin["lock_sha256"], "format": FORMAT, **engines}
        parts = _extract(recipe, sources, augmenter, kept_parts, decided_by)
    duplicates = _duplicates(recipe, place)
    tally = Tally(duplicates)
    with TableWriter(place.out, FUNCTIONS, FunctionRecord) as table:
        for record in tqdm(
            (record for part in parts for record in read_part(part)),
            total=sum(map(rows_of, parts)),
            desc="telling duplicates apart",
            unit=" functions",
        ):
            if tally.keeps(record):
                table.write(record)
    description = {
        **origin,
        **engines,
        **tally.counts(sources, [read_report(each) for each in parts]),
    }
    write_manifest(place.out, description, {FUNCTIONS: table.summary})
    kept_parts.remove()


def wanted(recipe: FunctionsRecipe, record: FunctionRecord) -> str | None:
    """Why the recipe does not want a function, by its size; None if it does."""
    if record.end_line - record.start_line + 1 < recipe.min_lines:
        return "fewer lines than min_lines"
    if len(record.source) > recipe.max_characters:
        return "more characters than max_characters"
    return None


class Tally:
    """Counts what is kept and what is not, for the manifest."""

    def __init__(self, duplicates: Duplicates) -> None:
        self._duplicates = duplicates
        self._dropped: Counter[str] = Counter()
        self._counts = {column: Counter[str]() for column in _COUNTED}

    def keeps(self, record: FunctionRecord) -> bool:
        """Whether the function stays; it is counted either way."""
        reason = self._duplicates.reason(record)
        if reason is not None:
            self._dropped[reason] += 1
            return False
        for column, count in self._counts.items():
            count[getattr(record, column)] += 1
        return True

    def counts(
        self, sources: Sequence[Sources], reports: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """What the manifest says of it.

        Args:
            sources: of the packages.
            reports: of the packages' parts.
        """
        dropped = sum((Counter(report["dropped"]) for report in reports), self._dropped)
        unreadable = {path: why for report in reports for path, why in report["unreadable"].items()}
        left_out = sum((Counter(each.left_out) for each in sources), Counter())
        return {
            "files": sum(len(each.files) for each in sources) - len(unreadable),
            "files_left_out": dict(sorted(left_out.items())),
            "unreadable": unreadable,
            "dropped": dict(sorted(dropped.items())),
            "stages": self._duplicates.reached,
            "documented": self._duplicates.documented,
            "decontaminated": {
                name: dict(counts.most_common())
                for name, counts in self._duplicates.foreign_by_package.items()
            },
            "counts": {
                column: dict(sorted(count.items())) for column, count in self._counts.items()
            },
        }


def _extract(
    recipe: FunctionsRecipe,
    sources: Sequence[Sources],
    augmenter: Augmenter,
    parts: Parts,
    decided_by: Mapping[str, Any],
) -> list[Path]:
    """The packages' parts, in the recipe's order; those that are not there yet are made."""
    size = recipe.model_dump(include={"min_lines", "max_characters"})
    found = []
    with tqdm(
        total=sum(len(each.files) for each in sources), desc="extracting", unit=" files"
    ) as bar:
        for package, files in zip(recipe.packages, sources, strict=True):
            part = parts.path(package.name, {**decided_by, **size, "package": package.model_dump()})
            found.append(part)
            if part.exists():
                bar.update(len(files.files))
            else:
                harvest(package, files, augmenter, partial(wanted, recipe), part, bar.update)
    return found


def _duplicates(recipe: FunctionsRecipe, place: Place) -> Duplicates:
    near = recipe.near_duplicates
    duplicates = Duplicates(None if near is None else NearIndex(near))
    for name in recipe.without:
        duplicates.forbid(name, _functions_of(place.neighbour(name).out))
    return duplicates


def _functions_of(corpus: Path) -> Iterator[Foreign]:
    columns = ["id", "source", "body", "structure"]
    for shard in read_columns(corpus, FUNCTIONS, columns):
        yield from (Foreign(**row) for row in shard.to_pylist())
