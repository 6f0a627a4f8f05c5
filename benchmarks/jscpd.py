"""Clones of a package: `contracode clones` beside jscpd, on the same files.

    python benchmarks/jscpd.py [--package NAME] [--json FILE] [--quick]

Prints what both find and what only one finds, for three settings of jscpd, and 20 pairs of each
list for the first setting, with their code, to be read and judged. They are drawn, and no function
is in two of a list: ten copies of one function would be most of it. jscpd compares text, not
functions: a duplicate is a pair of functions if it covers both. Duplicates of which no pair of ours
tells (parts of functions, code outside of them) are a list of their own. jscpd (MIT, from npm, for
Linux on x86-64) is fetched once, into data/clone-rivals.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import tyro
from jscpd_pairs import Pair, closed, function_pairs, partly_told, run_jscpd, untold

from compiler_aug import Augmenter
from contracode.corpus.sources import own_files
from contracode.detection import (
    DetectionReport,
    Listing,
    Settings,
    detect,
    list_functions,
    trust_in,
)
from contracode.detection.functions import FoundFunction
from contracode.encoders.code.embedder import Embedder
from contracode.files import sha256_of_text
from contracode.index import open_source
from contracode.tasks.figures import DataUsed, FigureRow, write_figures

MIN_TOKENS, MIN_LINES = 30, 3
"""Of a function, by default, and of a fragment in jscpd's first setting."""

FLOOR = ["--min-tokens", str(MIN_TOKENS), "--min-lines", str(MIN_LINES)]
SETTINGS = {
    "same floor": FLOOR,
    "default": [],
    "names, literals and similar trees": [
        *FLOOR,
        *("--ignore-identifiers", "--ignore-literals", "--similarity", "0.85"),
    ],
}
PACKAGES = Path("data/packages/npm-functions/node_modules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is compared."""

    package: str = "mongoose"
    """Of those that npm-functions fetches; its sources are copied, so that both read the same."""
    model: Path = Path("data/models/smoke")
    """Checkpoint."""
    json: Path | None = None
    """Also write the figures here."""
    quick: bool = False
    """Print the counts only, for a tenth of the files."""
    seed: int = 0
    """Of the draw of pairs to read."""
    read: int = 20
    """Pairs drawn of each list."""


def main(options: Options) -> None:
    """Compare and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        _copy(PACKAGES / options.package, root, 10 if options.quick else 1)
        started = time.monotonic()
        report = _ours(root, options.model)
        seconds = time.monotonic() - started
        listing = report.listing
        ours = _pairs(report)
        print(
            f"{options.package}: {len(listing.functions)} functions of at least {MIN_TOKENS} tokens"
            f" and {MIN_LINES} lines; {len(ours)} pairs, {seconds:.1f} s, embedding included"
        )
        rows = [FigureRow(name="contracode clones", metric="seconds", value=seconds)]
        print(
            "\n| jscpd | function pairs | both | only we | of these, jscpd shows a part "
            "| only jscpd | duplicates | told by no pair of ours | s |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for name, words in SETTINGS.items():
            answer = run_jscpd(root, [*words, "--no-gitignore"])
            theirs = function_pairs(answer.duplicates, listing.functions, root)
            lists = _lists(ours, theirs, listing.functions)
            fragments = untold(answer.duplicates, listing.functions, ours, root)
            part = partly_told(lists["only we"], answer.duplicates, listing.functions, root)
            counts = [len(each) for each in lists.values()]
            print(
                f"| {name} | {len(theirs)} | {counts[0]} | {counts[1]} | {len(part)} | {counts[2]} "
                f"| {len(answer.duplicates)} | {len(fragments)} | {answer.seconds:.2f} |"
            )
            rows += [
                FigureRow(name=f"jscpd, {name}", metric=metric, value=value)
                for metric, value in (*zip(lists, counts, strict=True), ("seconds", answer.seconds))
            ]
            if name == "same floor" and not options.quick:
                chosen, parts = lists, fragments
        if not options.quick:
            for name, pairs in chosen.items():
                _show(name, pairs, report, options)
            _show_fragments(parts, root, options)
        if options.json is not None:
            text = "".join(each.text for each in listing.functions)
            data = DataUsed(
                name=options.package, hash=sha256_of_text(text), size=len(listing.functions)
            )
            write_figures(options.json, data, [options.seed], rows)


def _copy(package: Path, root: Path, every: int) -> None:
    for number, file in enumerate(own_files(package)):
        if number % every == 0:
            place = root / file.relative_to(package)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)


def _ours(root: Path, model: Path) -> DetectionReport:
    with Augmenter() as augmenter:
        listing: Listing = list_functions(
            root,
            augmenter,
            lambda *given: open_source(*given).records(),
            min_tokens=MIN_TOKENS,
            min_lines=MIN_LINES,
        )
    embedder = Embedder.load(model)
    trust = trust_in(model, embedder.name, embedder.model_digest)
    return detect(listing, embedder, trust, Settings())


def _pairs(report: DetectionReport) -> set[Pair]:
    """Every two functions of a group."""
    return {pair for group in report.groups for pair in combinations(group.members, 2)}


def _lists(
    ours: set[Pair], theirs: set[Pair], functions: Sequence[FoundFunction]
) -> dict[str, list[Pair]]:
    """Pairs by who finds them; copies of copies count as found by jscpd.

    What stands inside of a pair of ours was left out as told already, and counts as found by us.
    """
    around = {
        pair
        for pair in theirs - ours
        if any(
            (functions[a].holds(functions[pair[0]]) and functions[b].holds(functions[pair[1]]))
            or (functions[a].holds(functions[pair[1]]) and functions[b].holds(functions[pair[0]]))
            for a, b in ours
        )
    }
    return {
        "both": sorted(ours & closed(theirs)),
        "only we": sorted(ours - closed(theirs)),
        "only jscpd": sorted(theirs - ours - around),
    }


def _show(name: str, pairs: Sequence[Pair], report: DetectionReport, options: Options) -> None:
    drawn = _apart(random.Random(options.seed).sample(pairs, len(pairs)))[: options.read]
    labels = {
        (pair.left, pair.right): (pair.label, round(pair.score, 2), pair.probability)
        for group in report.groups
        for pair in group.pairs
    }
    print(f"\n## {name}: {len(drawn)} of {len(pairs)}")
    for number, pair in enumerate(drawn, 1):
        left, right = (report.function(place) for place in pair)
        label = labels.get(pair, "")
        print(f"\n### {number}. {left.place} {left.title} | {right.place} {right.title} {label}")
        print(left.record.source[:1200] + "\n---\n" + right.record.source[:1200])


def _apart(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs in their order, without those that share a function with an earlier one."""
    seen: set[int] = set()
    kept = []
    for pair in pairs:
        if not seen.intersection(pair):
            kept.append(pair)
            seen.update(pair)
    return kept


def _show_fragments(duplicates: Sequence[dict[str, Any]], root: Path, options: Options) -> None:
    drawn = random.Random(options.seed).sample(duplicates, min(options.read, len(duplicates)))
    print(f"\n## duplicates that no pair of ours tells: {len(drawn)} of {len(duplicates)}")
    for number, each in enumerate(drawn, 1):
        places = [
            f"{file['name'].removeprefix(f'{root}/')}:{file['start']}-{file['end']}"
            for file in (each["firstFile"], each["secondFile"])
        ]
        print(f"\n### {number}. {' | '.join(places)}\n{each['fragment'][:1200]}")


if __name__ == "__main__":
    main(tyro.cli(Options))
