"""Real functions to measure on: a random sample of a corpus's table ``functions``."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from compiler_aug import Program
from contracode.corpus.manifest import corpus_digest, table_summary
from contracode.corpus.tables import read_columns
from contracode.tasks.figures import DataUsed

COLUMNS = ("id", "package", "source", "language", "shape")
PREFERRED = (Path("data/corpora/npm-functions"), Path("data/corpora/npm-small"))


@dataclass(frozen=True, slots=True)
class SampledFunction:
    """A function of a corpus."""

    id: str
    package: str
    program: Program

    @property
    def standalone(self) -> str:
        """The source as a file of its own; a method has none."""
        if self.program.shape == "expression":
            return f"const x = {self.program.source}"
        return self.program.source

    def for_node(self) -> dict[str, str]:
        """As the scripts in ``rivals`` read it."""
        return {
            "source": self.program.source,
            "standalone": self.standalone,
            "language": self.program.language,
            "shape": self.program.shape,
        }


@dataclass(frozen=True, slots=True)
class FunctionsSample:
    """Functions, in the corpus's order, and where they come from."""

    corpus: Path
    functions: tuple[SampledFunction, ...]
    seed: int

    @property
    def data(self) -> DataUsed:
        """What a figure says of its input."""
        return DataUsed(
            name=self.corpus.resolve().name,
            hash=corpus_digest(self.corpus),
            size=len(self.functions),
        )

    @property
    def mean_characters(self) -> float:
        """Length of a source."""
        return sum(len(each.program.source) for each in self.functions) / len(self.functions)


def draw_functions(corpus: Path, number: int | None, seed: int) -> FunctionsSample:
    """A uniform sample without replacement; all functions if ``number`` is None or too large.

    Raises:
        CorpusError: the corpus is missing, damaged, or has no table of functions.
    """
    rows = table_summary(corpus, "functions")["rows"]
    chosen = places(rows, number, seed)
    functions: list[SampledFunction] = []
    offset = 0
    for shard in read_columns(corpus, "functions", COLUMNS):
        inside = [place - offset for place in chosen if offset <= place < offset + len(shard)]
        # An empty list has no type of its own.
        for row in shard.take(pa.array(inside, pa.int64())).to_pylist():
            program = Program(row["source"], row["language"], row["shape"])
            functions.append(SampledFunction(row["id"], row["package"], program))
        offset += len(shard)
    return FunctionsSample(corpus, tuple(functions), seed)


def seeded(
    functions: Sequence[SampledFunction], count: int, first_seed: int = 0
) -> Iterator[tuple[Program, int]]:
    """Programs, each with ``count`` seeds of its own: the seed alone decides the passes drawn."""
    for place, function in enumerate(functions):
        yield function.program, first_seed + place * count


def places(rows: int, number: int | None, seed: int) -> Sequence[int]:
    """Rows to take, ascending: the smaller sample of a seed is not part of the larger one."""
    if number is None or number >= rows:
        return range(rows)
    return sorted(random.Random(seed).sample(range(rows), number))


def default_corpus() -> Path:
    """The large corpus if it is built, else the small one."""
    return next((corpus for corpus in PREFERRED if corpus.is_dir()), PREFERRED[-1])
