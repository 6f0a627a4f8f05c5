"""The clone index measured: building, searching, recall, size, and what three changed files cost.

    python benchmarks/index.py [--quick] [--json FILE] [--corpus DIR] [--model DIR] [--place DIR]

Functions of a corpus are embedded, indexed and searched; then vectors that are clustered like
theirs, in each structure that a memory budget chooses; then a package is indexed, three of its
files are changed and it is indexed again. Beside each search: FAISS alone, exact, in one thread,
which finds numbers and no functions. Queries are asked one at a time.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import tyro
from functions_sample import default_corpus
from index_parts import (
    DrawnFunctions,
    Searched,
    alike,
    by_faiss,
    by_index,
    exact_nearest,
    nearest_of,
    rows_of,
    searched,
    synthetic,
)
from jaxtyping import Float32
from tqdm import tqdm

from compiler_aug import Augmenter
from contracode.encoders.code.embedder import Embedder
from contracode.index import CloneIndex, build_index, open_source
from contracode.index.generation.filling import write_index
from contracode.index.local import making_by
from contracode.tasks.figures import DataUsed, FigureRow, write_figures

FAISS = "FAISS alone, exact"
_TOUCHED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How much."""

    quick: bool = False
    """2,000 functions, 30,000 vectors, a small package: under 45 s on two cores."""
    json: Path | None = None
    """Also write the figures here."""
    corpus: Path | None = None
    """Corpus with a table of functions; npm-functions if it is built, else npm-small."""
    model: Path = Path("data/models/smoke")
    """Checkpoint."""
    package: Path = Path("data/packages/npm-functions/node_modules/three")
    """Folder of code of which three files are changed."""
    place: Path | None = None
    """Folder for the indexes, kept: a run that was killed goes on. A temporary one if not given."""
    functions: int = 100_000
    """Of the corpus."""
    vectors: int = 1_000_000
    """Clustered like theirs."""
    memory: tuple[float, ...] = (4.0, 1.0, 0.2)
    """Gigabytes that searching those may take, one index each."""
    queries: int = 1_000
    """Of each measurement; FAISS alone gets a tenth."""
    seed: int = 0
    """Of all draws."""


@dataclass
class Table:
    """Rows as they are measured."""

    rows: list[FigureRow] = field(default_factory=list)

    def built(self, name: str, seconds: float, count: int, disk: int) -> None:
        """How long it took to build an index, and how large it is."""
        self._add(name, "build", seconds, "s")
        self._add(name, "functions per second", count / seconds, "functions/s")
        self._add(name, "bytes per function", disk / count, "bytes")

    def searched(self, name: str, ours: Searched, faiss_alone: Searched) -> None:
        """Times of queries, beside FAISS's."""
        for metric, mine, theirs in (
            ("search, p50", ours.p50, faiss_alone.p50),
            ("search, p95", ours.p95, faiss_alone.p95),
        ):
            self._add(name, metric, mine, "ms", rival=FAISS, ratio=mine / theirs)
        self._add(name, "recall@10", ours.recall, None)

    def renewed(self, seconds: float, first: float, embedded: int) -> None:
        """What changed files cost, beside the first build."""
        self._add(
            "three files changed", "build", seconds, "s", rival="first build", ratio=seconds / first
        )
        self._add("three files changed", "functions embedded", embedded, "functions")

    def _add(
        self,
        name: str,
        metric: str,
        value: float,
        unit: str | None,
        rival: str | None = None,
        ratio: float | None = None,
    ) -> None:
        row = FigureRow(name=name, metric=metric, value=value, unit=unit, rival=rival, ratio=ratio)
        self.rows.append(row)
        beside = f"{ratio:.3g} times {rival}" if ratio is not None else ""
        print(f"| {name} | {metric} | {value:,.4g} {unit or ''} | {beside} |", flush=True)


def measure_corpus(
    settings: Settings, place: Path, embedder: Embedder, table: Table
) -> tuple[DataUsed, Float32[np.ndarray, "functions dim"]]:
    """Build an index of functions and search it."""
    corpus = settings.corpus or default_corpus()
    source = DrawnFunctions(corpus, settings.functions, settings.seed)
    is_first = not (place / "corpus").exists()
    with tqdm(total=source.size, desc="indexing", unit=" functions", file=sys.stderr) as bar:
        report = build_index(source, embedder, place / "corpus", progress=bar.update)
    stats = report.stats
    with CloneIndex.open(place / "corpus", embedder) as index:
        name = f"{stats.functions:,} functions, {stats.structure}"
        # A build that goes on with a killed one says nothing about the time of a whole one.
        if is_first:
            table.built(name, report.seconds, stats.functions, stats.disk_bytes or 0)
        _, vectors = index.contents()
        _measure_search(name, settings, index, vectors, table)
    return DataUsed(name=str(corpus), hash=source.digest, size=stats.functions), vectors


def measure_vectors(
    settings: Settings,
    place: Path,
    embedder: Embedder,
    real: Float32[np.ndarray, "functions dim"],
    table: Table,
) -> None:
    """Build an index of many vectors in each memory budget, and search it."""
    vectors = alike(real, settings.vectors, settings.seed)
    quartiles = [
        np.quantile(nearest_of(each, rows_of(each, 1_000, settings.seed)), [0.25, 0.5, 0.75])
        for each in (real, vectors)
    ]
    told = [" / ".join(f"{value:.3f}" for value in each) for each in quartiles]
    print(f"cosine of the nearest other, quartiles: real {told[0]}, made {told[1]}")
    for gigabytes in settings.memory:
        root = place / f"vectors-{gigabytes:g}"
        shutil.rmtree(root, ignore_errors=True)
        making = making_by(embedder, memory_bytes=round(gigabytes * 1e9))
        started = time.perf_counter()
        write_index(root, making, synthetic(vectors), (), "synthetic")
        seconds = time.perf_counter() - started
        with CloneIndex.open(root, embedder) as index:
            stats = index.stats()
            name = f"{stats.functions:,} vectors, {stats.structure} ({gigabytes:g} GB)"
            table.built(name, seconds, stats.functions, stats.disk_bytes or 0)
            _measure_search(name, settings, index, vectors, table)
        shutil.rmtree(root)


def measure_changes(settings: Settings, place: Path, embedder: Embedder, table: Table) -> None:
    """Index a package, change three of its files, and index it again."""
    code, root = place / "code", place / "package"
    for each in (code, root):
        shutil.rmtree(each, ignore_errors=True)
    shutil.copytree(settings.package, code)
    with Augmenter() as augmenter:
        first = build_index(open_source(code, augmenter, lambda _: None), embedder, root)
        name = f"{settings.package.name}, {first.stats.functions:,} functions"
        table.built(name, first.seconds, first.stats.functions, first.stats.disk_bytes or 0)
        with CloneIndex.open(root, embedder) as index:
            paths = sorted({function.path for function in index.contents()[0]})
        for number, path in enumerate(paths[:: max(1, len(paths) // _TOUCHED)][:_TOUCHED]):
            file = code / path
            added = f"export function added{number}(x) {{\n  return x + {number};\n}}\n"
            file.write_text(f"{file.read_text()}\n{added}")
        started = time.perf_counter()
        again = build_index(open_source(code, augmenter, lambda _: None), embedder, root)
        table.renewed(time.perf_counter() - started, first.seconds, again.embedded)


def _measure_search(
    name: str,
    settings: Settings,
    index: CloneIndex,
    vectors: Float32[np.ndarray, "vectors dim"],
    table: Table,
) -> None:
    rows = rows_of(vectors, settings.queries, settings.seed + 1)
    queries = np.asarray(vectors[rows])
    tenth = exact_nearest(vectors, queries)
    few = slice(0, max(1, len(rows) // 10))
    plain = searched(by_faiss(vectors), queries[few], tenth[few])
    table.searched(name, searched(by_index(index), queries, tenth), plain)


@contextmanager
def _place(settings: Settings) -> Iterator[Path]:
    if settings.place is not None:
        settings.place.mkdir(parents=True, exist_ok=True)
        yield settings.place
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def main(settings: Settings) -> None:
    """Measure, print, and write."""
    embedder = Embedder.load(settings.model)
    table = Table()
    print("| | | | |\n| --- | --- | --- | --- |")
    with _place(settings) as place:
        data, real = measure_corpus(settings, place, embedder, table)
        measure_changes(settings, place, embedder, table)
        measure_vectors(settings, place, embedder, real, table)
    if settings.json is not None:
        write_figures(settings.json, data, [settings.seed], table.rows)


def quick(settings: Settings) -> Settings:
    """The same on little."""
    if not settings.quick:
        return settings
    return replace(
        settings,
        package=settings.package.with_name("css-tree"),
        functions=2_000,
        vectors=30_000,
        memory=(4.0, 0.02),
        queries=200,
    )


if __name__ == "__main__":
    main(quick(tyro.cli(Settings, description=__doc__)))
