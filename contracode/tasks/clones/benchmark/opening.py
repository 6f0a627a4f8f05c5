"""Which format a benchmark has, by what lies at its path."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from contracode.corpus.clones.records import EvidenceKind, Split
from contracode.corpus.manifest import MANIFEST, corpus_digest, read_manifest
from contracode.corpus.readers.code_net import read_code_net
from contracode.corpus.readers.coding_challenges import read_coding_challenges
from contracode.corpus.readers.lines import read_lines
from contracode.corpus.readers.poj104 import read_poj104
from contracode.corpus.readers.rows import Solution
from contracode.errors import CorpusError
from contracode.tasks.clones.benchmark.benchmark import Benchmark, Part
from contracode.tasks.clones.benchmark.json_lines import SplitSolution, read_problem_lines
from contracode.tasks.clones.benchmark.solutions import benchmark_of
from contracode.tasks.clones.clone_set import CloneSet

_FORMATS = (
    "a built corpus of clones (npm-clones), a file of JSON lines with problem and code, the "
    "paper's file of coding challenges (.json, .json.gz), a folder of CodeNet, or POJ-104 as "
    "ProgramData or JSON lines"
)


def open_benchmark(
    path: Path,
    *,
    split: Split = "test",
    evidence: Sequence[EvidenceKind] = get_args(EvidenceKind),
    most_per_problem: int = 10,
    most_problems: int | None = None,
    seed: int = 0,
) -> Benchmark:
    """Read a benchmark.

    Args:
        path: of a file or a folder.
        split: which part is reported.
        evidence: for a corpus of clones: which of its pairs, one part for each.
        most_per_problem: programs of a problem of any other format, drawn if it has more.
        most_problems: problems of every part, drawn if it has more; all if None.
        seed: of these draws.

    Raises:
        CorpusError: it is missing, of no format that is read, or damaged; or has nothing to
            measure.
    """
    if (path / MANIFEST).is_file():
        benchmark = _corpus(path, split, evidence)
    elif not path.exists():
        raise CorpusError(f"no benchmark at {path}; wanted {_FORMATS}")
    else:
        solutions = _folder(path) if path.is_dir() else _file(path)
        benchmark = benchmark_of(
            path, solutions, split=split, most_per_problem=most_per_problem, seed=seed
        )
    return benchmark if most_problems is None else benchmark.drawn(most_problems, seed)


def _corpus(path: Path, split: Split, evidence: Sequence[EvidenceKind]) -> Benchmark:
    tables = read_manifest(path)["tables"]
    if "pairs" not in tables:
        raise CorpusError(
            f"{path} holds {', '.join(tables)} and no pairs of clones; wanted {_FORMATS}"
        )
    parts = []
    for kind in evidence:
        reported = CloneSet.read(path, kind, split)
        validation = _validation(path, kind) if split == "test" else None
        parts.append(Part(name=kind, split=split, reported=reported, validation=validation))
    return Benchmark(name=str(path), digest=corpus_digest(path), parts=tuple(parts), corpus=path)


def _validation(path: Path, evidence: EvidenceKind) -> CloneSet | None:
    try:
        return CloneSet.read(path, evidence, "valid")
    except CorpusError as error:
        if "has no pairs by" in str(error):
            return None
        raise


def _folder(path: Path) -> Iterator[SplitSolution]:
    folders = [entry for entry in path.iterdir() if entry.is_dir()]
    is_poj = (path / "ProgramData").is_dir() or any(
        folder.name.isdecimal() and any(folder.glob("*.txt")) for folder in folders
    )
    return _unsplit(read_poj104(path) if is_poj else read_code_net(path))


def _file(path: Path) -> Iterator[SplitSolution]:
    name = path.name.removesuffix(".gz")
    if name.endswith(".jsonl"):
        return _unsplit(read_poj104(path)) if _is_poj(path) else read_problem_lines(path)
    if name.endswith(".json"):
        return _unsplit(read_coding_challenges(path))
    raise CorpusError(f"{path} is of no format that is read; wanted {_FORMATS}")


def _is_poj(path: Path) -> bool:
    for line in read_lines(path):
        try:
            row = json.loads(line.content)
        except ValueError:
            return False
        return isinstance(row, dict) and {"label", "index"} <= row.keys()
    raise CorpusError(f"{path} is empty; wanted {_FORMATS}")


def _unsplit(solutions: Iterable[Solution]) -> Iterator[SplitSolution]:
    return (SplitSolution(each, "") for each in solutions)
