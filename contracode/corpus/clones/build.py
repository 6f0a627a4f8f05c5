"""Build a corpus of clones: fetch, extract, call, compare, anonymise, write. Shell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from compiler_aug import Augmenter, engine_versions
from contracode.corpus.clones.calls import Calls, Work, call_all, import_all
from contracode.corpus.clones.extraction import harvest, read_part, read_report
from contracode.corpus.clones.pairing import Paired, pair_up
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.clones.records import CloneFunction, ClonePair
from contracode.corpus.clones.rows import function_rows, pair_rows
from contracode.corpus.clones.whole_exports import whole_exports
from contracode.corpus.dataset import Place
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.corpus.manifest import write_manifest
from contracode.corpus.parts import Parts
from contracode.corpus.tables import TableWriter

FORMAT = 2
RECIPE = ClonesRecipe

FUNCTIONS = "functions"
PAIRS = "pairs"

# A bundle of a megabyte takes a minute where the machine is busy.
_DEADLINE_S = 120.0


def needs(_recipe: ClonesRecipe) -> tuple[str, ...]:
    """It rests on no other data set."""
    return ()


def pins(_recipe: ClonesRecipe, place: Place) -> dict[str, str]:
    """Hash of the lock file, version of the compiler."""
    parser = engine_versions()["oxc-parser"]
    return {"lock_sha256": lock_digest(place.dataset), "oxc-parser": parser}


def build(recipe: ClonesRecipe, place: Place, origin: Mapping[str, Any]) -> None:
    """Build the corpus; what is extracted or called already is not done again.

    Raises:
        CorpusError: packages can't be fetched, or one lacks what the recipe names.
        WorkerError: npm or Node is missing or fails.
    """
    packages = fetch_packages(place.dataset, place.packages)
    parts = Parts(place.out / "parts")
    with Augmenter(place.workers, _DEADLINE_S) as augmenter:
        # Which Node ran the functions decides what they did, and so must decide the parts; the
        # manifest does not name it, so that equal rows have one hash.
        decided_by = {**origin, "node": augmenter.engines["node"]}
        found = _extract(recipe, packages, augmenter, parts, decided_by)
        records = {package: list(read_part(part)) for package, part in found.items()}
        work = Work(
            recipe=recipe,
            packages=packages,
            parts=parts,
            decided_by=decided_by,
            workers=place.workers,
        )
        exports = import_all(work)
        for package, (exported, _) in exports.items():
            records[package] += whole_exports(
                package, exported, records[package], recipe, packages, augmenter
            )
        calls = call_all(work, exports, records)
        paired = pair_up(recipe, records, calls, work.is_transparent)
        functions = function_rows(recipe, records, paired, augmenter)
    pairs = pair_rows(recipe, paired, functions)
    with TableWriter(place.out, FUNCTIONS, CloneFunction) as function_table:
        for row in tqdm(functions, desc="writing", unit=" functions"):
            function_table.write(row)
    with TableWriter(place.out, PAIRS, ClonePair) as pair_table:
        for pair in pairs:
            pair_table.write(pair)
    description = {
        **origin,
        **_counts(found.values(), calls, paired, functions, pairs),
    }
    write_manifest(
        place.out,
        description,
        {FUNCTIONS: function_table.summary, PAIRS: pair_table.summary},
    )
    parts.remove()


def _extract(
    recipe: ClonesRecipe,
    packages: Path,
    augmenter: Augmenter,
    parts: Parts,
    decided_by: Mapping[str, Any],
) -> dict[str, Path]:
    """Each package's part."""
    found = {}
    for package in tqdm(recipe.packages, desc="extracting", unit=" packages"):
        part = parts.path(package, {**decided_by, "step": "extract", "package": package})
        if not part.exists():
            harvest(package, recipe, packages, augmenter, part)
        found[package] = part
    return found


def _counts(
    found: Iterable[Path],
    calls: Calls,
    paired: Paired,
    functions: Sequence[CloneFunction],
    pairs: Sequence[ClonePair],
) -> dict[str, Any]:
    reports = [read_report(part) for part in found]
    dropped = sum((Counter(report["dropped"]) for report in reports), Counter[str]())
    concepts: dict[str, set[str]] = {}
    for pair in pairs:
        concepts.setdefault(pair.evidence, set()).add(pair.concept)
    return {
        "files_read": sum(report["files"] for report in reports),
        "unreadable": {path: why for each in reports for path, why in each["unreadable"].items()},
        "left_out": {
            "functions": dict(sorted(dropped.items())),
            "modules not imported": dict(sorted(calls.not_imported.items())),
            "exports not found": dict(sorted(calls.not_found.items())),
            "called functions": dict(sorted(calls.faults.items())),
            "pairs": dict(sorted(paired.dropped.items())),
        },
        "functions_called": calls.called_count,
        "concepts": {evidence: len(names) for evidence, names in sorted(concepts.items())},
        "counts": {
            "pairs": _tally(f"{pair.evidence}/{pair.group}/{pair.split}" for pair in pairs),
            "functions": _tally(row.package for row in functions),
            "licence": _tally(row.licence for row in functions),
        },
    }


def _tally(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
