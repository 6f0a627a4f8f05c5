"""Build a corpus of functions: fetch, extract package by package, tell duplicates apart, write."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from compiler_aug import Augmenter
from compiler_aug.engines import engine_versions
from contracode.corpus.dataset import Place
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.corpus.functions.duplicates import Duplicates, Foreign
from contracode.corpus.functions.extraction import read_functions
from contracode.corpus.functions.recipe import FunctionsRecipe
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.harvest import described, harvest, total_report
from contracode.corpus.manifest import write_manifest
from contracode.corpus.near import NearIndex
from contracode.corpus.packages import Sources
from contracode.corpus.parts import Part, Parts
from contracode.corpus.programs import DEADLINE_S
from contracode.corpus.report import Report
from contracode.corpus.tables import TableWriter, read_columns

FORMAT = 3
RECIPE = FunctionsRecipe

_COUNTED = ("split", "package", "language", "licence", "shape")


def needs(recipe: FunctionsRecipe) -> tuple[str, ...]:
    """The data sets whose functions are left out."""
    return tuple(recipe.without)


def pins(_recipe: FunctionsRecipe, place: Place) -> dict[str, str]:
    """The packages, what reads them, and what finds near-duplicates: a few are missed by chance."""
    return {
        "lock_sha256": lock_digest(place.dataset),
        "oxc-parser": engine_versions()["oxc-parser"],
        "rensa": version("rensa"),
    }


def build(recipe: FunctionsRecipe, place: Place, origin: Mapping[str, Any]) -> None:
    """Build the corpus; packages that are extracted already are not extracted again.

    Raises:
        CorpusError: packages can't be fetched, one lacks what the recipe says of it, or a file
            takes the compiler too long.
        WorkerError: npm or Node is missing or fails.
    """
    packages = fetch_packages(place.dataset, place.packages)
    sources = [Sources.of(package, packages) for package in recipe.packages]
    parts = Parts(place.out / "parts")
    with Augmenter(place.workers, DEADLINE_S) as augmenter:
        read = partial(_wanted_functions, recipe, augmenter)
        decided_by = {
            **{name: origin[name] for name in ("lock_sha256", "format", "oxc-parser")},
            **recipe.model_dump(include={"min_lines", "max_characters"}),
        }
        found = harvest(sources, FunctionRecord, read, parts, decided_by, "extracting")
    report = total_report(sources, found)
    duplicates = _duplicates(recipe, place)
    counts = {column: Counter[str]() for column in _COUNTED}
    with TableWriter(place.out, FUNCTIONS, FunctionRecord) as table:
        for record in _distinct(found, duplicates, report):
            table.write(record)
            for column, count in counts.items():
                count[getattr(record, column)] += 1
    description = {
        **origin,
        **described(sources, report),
        **duplicates.as_json(),
        "counts": {column: dict(sorted(count.items())) for column, count in counts.items()},
    }
    write_manifest(place.out, description, {FUNCTIONS: table.summary})
    parts.remove()


def _wanted_functions(
    recipe: FunctionsRecipe,
    augmenter: Augmenter,
    sources: Sources,
    files: Iterable[Path],
    report: Report,
) -> Iterator[FunctionRecord]:
    """Functions of a package that the recipe wants."""
    for record in read_functions(
        sources.folder,
        files,
        sources.origin,
        augmenter,
        report.unreadable.__setitem__,
        max_file_bytes=sources.max_file_bytes,
    ):
        if record.end_line - record.start_line + 1 < recipe.min_lines:
            report.leave_out("functions", "fewer lines than min_lines")
        elif len(record.source) > recipe.max_characters:
            report.leave_out("functions", "more characters than max_characters")
        elif record.body in recipe.copies:
            report.leave_out("functions", "copy of a library that is kept out")
        else:
            yield record


def _distinct(
    found: Iterable[Part[FunctionRecord]], duplicates: Duplicates, report: Report
) -> Iterator[FunctionRecord]:
    total = sum(part.count() for part in found)
    with tqdm(total=total, desc="telling duplicates apart", unit=" functions") as bar:
        for part in found:
            for record in part.rows():
                bar.update()
                reason = duplicates.admit(record)
                if reason is None:
                    yield record
                else:
                    report.leave_out("functions", reason)


def _duplicates(recipe: FunctionsRecipe, place: Place) -> Duplicates:
    near = recipe.near_duplicates
    duplicates = Duplicates(None if near is None else NearIndex(near))
    for name in recipe.without:
        duplicates.forbid(name, _functions_of(place.neighbour(name).out))
    return duplicates


def _functions_of(corpus: Path) -> Iterator[Foreign]:
    columns = ["source", "javascript", "body", "structure"]
    for shard in read_columns(corpus, FUNCTIONS, columns):
        yield from (Foreign(**row) for row in shard.to_pylist())
