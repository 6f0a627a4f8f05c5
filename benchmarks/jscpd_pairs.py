"""What jscpd finds in a folder, as pairs of our functions.

Shell: installs jscpd, starts it.
"""

import json
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from npm_rivals import installed

from contracode.corpus.functions.records import FunctionRecord
from contracode.detection.functions import FoundFunction

SCRIPTS = Path(__file__).with_name("clone_rivals")
INSTALLED = Path("data/clone-rivals")

COVERED = 0.7
"""Share of a function's lines that a fragment must cover."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragments:
    """Answer of one run."""

    duplicates: Sequence[dict[str, Any]]
    seconds: float


def run_jscpd(folder: Path, options: Sequence[str]) -> Fragments:
    """All duplicates in a folder; fetches jscpd where it is missing."""
    program = installed(SCRIPTS, INSTALLED) / "node_modules/jscpd-linux-x64-gnu/bin/jscpd"
    with tempfile.TemporaryDirectory() as out:
        command = [str(program), str(folder), "-s", "--no-tips", "-r", "json", "-o", out]
        started = time.monotonic()
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - started
        report = json.loads(Path(out, "jscpd-report.json").read_text(encoding="utf-8"))
    return Fragments(duplicates=report["duplicates"], seconds=seconds)


def function_pairs(
    duplicates: Iterable[dict[str, Any]], functions: Sequence[FoundFunction], root: Path
) -> set[Pair]:
    """Functions that a duplicate shows side by side.

    Both fragments cover at least `COVERED` of the lines of their function, and the two stand at the
    same place in them: at as many lines from the beginning or from the end (comments, which jscpd
    passes over, may move the rest), or as the same one of equally many. A fragment over ten
    functions is ten pairs, not a hundred.
    """
    by_path: defaultdict[str, list[int]] = defaultdict(list)
    for place, function in enumerate(functions):
        by_path[function.record.path].append(place)
    found = set()
    for duplicate in duplicates:
        first, second = duplicate["firstFile"], duplicate["secondFile"]
        sides = [
            [each for each in by_path[_path(file, root)] if _covers(file, functions[each])]
            for file in (first, second)
        ]
        moves = (second["start"] - first["start"], second["end"] - first["end"])
        found |= {
            (min(left, right), max(left, right))
            for left in sides[0]
            for right in sides[1]
            if left != right
            and any(_beside(functions[left], functions[right], moved) for moved in moves)
        }
        if len(sides[0]) == len(sides[1]):
            found |= {
                (min(ends), max(ends)) for ends in zip(*sides, strict=True) if len({*ends}) > 1
            }
    return {pair for pair in found if not _nested(functions, pair)}


def untold(
    duplicates: Iterable[dict[str, Any]],
    functions: Sequence[FoundFunction],
    pairs: Iterable[Pair],
    root: Path,
) -> list[dict[str, Any]]:
    """Duplicates of which no pair of functions tells: its functions hold less than half of it."""
    listed = [(functions[a].record, functions[b].record) for a, b in pairs]
    listed += [(right, left) for left, right in listed]
    return [
        duplicate
        for duplicate in duplicates
        if not any(
            _held(duplicate["firstFile"], left, root)
            and _held(duplicate["secondFile"], right, root)
            for left, right in listed
        )
    ]


def _held(file: dict[str, Any], record: FunctionRecord, root: Path) -> bool:
    if _path(file, root) != record.path:
        return False
    return _overlap(file, record) >= 0.5 * (file["end"] - file["start"] + 1)


def _overlap(file: dict[str, Any], record: FunctionRecord) -> int:
    """Lines that both have; not above 0 if none."""
    return int(min(file["end"], record.end_line) - max(file["start"], record.start_line) + 1)


def partly_told(
    pairs: Iterable[Pair],
    duplicates: Sequence[dict[str, Any]],
    functions: Sequence[FoundFunction],
    root: Path,
) -> set[Pair]:
    """Pairs of which some duplicate shows a part: three lines of either function or more."""
    shown: set[Pair] = set()
    wanted = set(pairs)
    for duplicate in duplicates:
        sides = [
            {
                place
                for place, function in enumerate(functions)
                if _path(file, root) == function.record.path
                and _overlap(file, function.record) >= 3
            }
            for file in (duplicate["firstFile"], duplicate["secondFile"])
        ]
        shown |= {(min(a, b), max(a, b)) for a in sides[0] for b in sides[1]} & wanted
    return shown


def closed(pairs: Iterable[Pair]) -> set[Pair]:
    """With the pairs that follow: a copy is reported beside one earlier copy only."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        while parent.setdefault(place, place) != place:
            place = parent[place]
        return place

    for left, right in pairs:
        parent[root(left)] = root(right)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for place in sorted(parent):
        members[root(place)].append(place)
    return {
        (left, right)
        for group in members.values()
        for at, left in enumerate(group)
        for right in group[at + 1 :]
    }


def _covers(file: dict[str, Any], function: FoundFunction) -> bool:
    record = function.record
    return _overlap(file, record) >= COVERED * (record.end_line - record.start_line + 1)


def _beside(left: FoundFunction, right: FoundFunction, moved: int) -> bool:
    a, b = left.record, right.record
    shared = min(a.end_line + moved, b.end_line) - max(a.start_line + moved, b.start_line) + 1
    longer = max(a.end_line - a.start_line, b.end_line - b.start_line) + 1
    return shared >= COVERED * longer


def _nested(functions: Sequence[FoundFunction], pair: Pair) -> bool:
    left, right = (functions[place] for place in pair)
    return left.holds(right) or right.holds(left)


def _path(file: dict[str, Any], root: Path) -> str:
    place = Path(file["name"])
    return (place.relative_to(root) if place.is_absolute() else place).as_posix()
