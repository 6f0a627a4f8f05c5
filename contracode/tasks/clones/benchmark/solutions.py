"""Solutions of problems become a benchmark: repeated ones out, many cut down, problems split."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from contracode.corpus.clones.records import Split
from contracode.corpus.readers.rows import Solution
from contracode.corpus.splits import split_of
from contracode.errors import CorpusError
from contracode.seeds import seed_for
from contracode.tasks.clones.benchmark.benchmark import Benchmark, Part
from contracode.tasks.clones.benchmark.json_lines import SplitSolution
from contracode.tasks.clones.clone_set import CloneSet

VALID_SHARE = 0.3
"""Of the problems, where the benchmark does not split them itself."""


def benchmark_of(
    path: Path,
    solutions: Iterable[SplitSolution],
    *,
    split: Split,
    most_per_problem: int,
    seed: int,
) -> Benchmark:
    """Every two programs of a problem are clones.

    A text that a problem holds twice is taken once: a program would be its own clone. Problems
    that no line puts in a split are split by the hash of their name; where a part would then have
    fewer than two problems with a pair, all are reported and no threshold is chosen.

    Args:
        path: of the file or folder.
        solutions: as they were read.
        split: which part is reported.
        most_per_problem: programs of a problem, drawn if it has more.
        seed: of that draw.

    Raises:
        CorpusError: there are no clones in the reported part, or nothing to tell them from.
    """
    read = list(solutions)
    notes: list[str] = []
    kept, splits = _kept(read, most_per_problem, seed, notes)
    parts = _split(kept, splits, notes)
    reported, validation = parts[split], parts["valid" if split == "test" else "test"]
    if reported is None:
        counts = Counter(each.problem for each in kept)
        several = sum(count > 1 for count in counts.values())
        raise CorpusError(
            f"{path} gives nothing to measure in its split {split}: wanted two problems or more, "
            f"one of them with two different programs; got {len(read):,} programs of "
            f"{len(counts):,} problems, {several:,} with two different ones"
        )
    return Benchmark(
        name=str(path),
        digest=_digest(kept),
        parts=(
            Part(
                name="problems",
                split=split,
                reported=reported,
                # A threshold is chosen on the part called valid alone.
                validation=validation if split == "test" else None,
            ),
        ),
        notes=tuple(notes),
    )


def _kept(
    read: Sequence[SplitSolution], most: int, seed: int, notes: list[str]
) -> tuple[list[Solution], dict[str, str]]:
    """Programs that take part, and the split of each problem that states one."""
    by_problem: defaultdict[str, dict[str, Solution]] = defaultdict(dict)
    splits: dict[str, str] = {}
    for each in read:
        by_problem[each.solution.problem].setdefault(each.solution.source, each.solution)
        if each.split:
            splits[each.solution.problem] = each.split
    different = sum(map(len, by_problem.values()))
    if different < len(read):
        notes.append(
            f"{len(read) - different:,} programs repeat a text of their problem and are left out."
        )
    drawn: list[Solution] = []
    for programs in by_problem.values():
        order = sorted(programs.values(), key=lambda each: seed_for(seed, each.id))
        chosen = {each.id for each in order[:most]}
        drawn += [each for each in programs.values() if each.id in chosen]
    if len(drawn) < different:
        notes.append(
            f"Of problems with more than {most:,} programs so many are drawn with seed {seed}; "
            f"{different - len(drawn):,} programs are left out."
        )
    return drawn, splits


def _split(
    kept: Sequence[Solution], splits: dict[str, str], notes: list[str]
) -> dict[Split, CloneSet | None]:
    problems = dict.fromkeys(each.problem for each in kept)
    by_hash = {
        problem: splits.get(problem) or split_of(problem, {"valid": VALID_SHARE}, "test")
        for problem in problems
    }
    valid, test = (_set_of(kept, by_hash, name) for name in ("valid", "test"))
    if splits:
        if valid is None:
            notes.append("No threshold is chosen: there are no two problems in the split valid.")
        return {"valid": valid, "test": test}
    if valid is None or test is None:
        notes.append("The problems are too few to be split: all are reported, without a threshold.")
        return {"valid": None, "test": _set_of(kept, dict.fromkeys(problems, "test"), "test")}
    notes.append(
        f"{len(set(valid.concepts)):,} problems, by hash, are for validation alone: on them the "
        "threshold is chosen."
    )
    return {"valid": valid, "test": test}


def _set_of(kept: Sequence[Solution], splits: dict[str, str], split: str) -> CloneSet | None:
    """Programs of one split; None where nothing can be told apart."""
    chosen = [each for each in kept if splits[each.problem] == split]
    clones = CloneSet.of_problems(
        ids=[each.id for each in chosen],
        texts=[each.source for each in chosen],
        concepts=[each.problem for each in chosen],
        groups=[each.group for each in chosen],
    )
    return clones if len(clones.pairs) and len(set(clones.concepts)) > 1 else None


def _digest(kept: Sequence[Solution]) -> str:
    rows = [[each.problem, each.id, each.group, each.source] for each in kept]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
