"""Measure a trained encoder beside its baselines."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracode.cli.places import CORPUS, INDEX, MODEL

if TYPE_CHECKING:
    from contracode.encoders.code.embedder import Embedder
    from contracode.tasks.retrieval_report import Candidates, RetrievalReport

_QUICK_QUERIES = 50
_QUICK_CANDIDATES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateRetrieval:
    """Find functions of an index again by fresh variants of them.

    Every function drawn is queried by one variant (renamed, compressed, mangled, with dead code,
    printed anew). Printed are the trained encoder, the same encoder untrained, and two lexical
    baselines, all on the same queries, with 95 % bootstrap intervals over the functions.
    """

    model: Path = MODEL
    """Checkpoint that made the index."""
    index: Path = INDEX
    """Clone index that is searched."""
    corpus: Path = CORPUS
    """Corpus that the index was built from: it says which packages the encoder was trained on."""
    queries: int = 200
    """Functions drawn."""
    seed: int = 0
    """Of the draw, the variants and the bootstrap."""
    untrained_seeds: int = 3
    """Untrained encoders, each with other random weights."""
    quick: bool = False
    """50 queries among 1,000 functions, and one untrained encoder."""
    json: Path | None = None
    """Also write the figures to this file."""

    def __post_init__(self) -> None:
        if self.queries < 1 or self.untrained_seeds < 1:
            raise ValueError("queries and untrained_seeds must be at least 1")

    def run(self) -> None:
        """Measure, print, and write."""
        from compiler_aug import Augmenter
        from contracode.encoders.code.embedder import Embedder
        from contracode.tasks.figures import DataUsed, write_figures
        from contracode.tasks.retrieval_report import measure_retrieval

        embedder = Embedder.load(self.model)
        candidates, digest = self._candidates(embedder)
        data_name = str(self.index)
        if self.quick and len(candidates.sources) > _QUICK_CANDIDATES:
            candidates = candidates.drawn(_QUICK_CANDIDATES, self.seed)
            data_name += f", {_QUICK_CANDIDATES:,} functions drawn with seed {self.seed}"
        seeds = range(1 if self.quick else self.untrained_seeds)
        untrained = (
            (f"untrained encoder, seed {seed}", Embedder.untrained(self.model, seed))
            for seed in seeds
        )
        count = _QUICK_QUERIES if self.quick else self.queries
        with Augmenter() as augmenter:
            report = measure_retrieval(
                candidates, embedder, untrained, augmenter, count=count, seed=self.seed
            )
        print(_as_table(report))
        if self.json is not None:
            data = DataUsed(name=data_name, hash=digest, size=report.candidates)
            write_figures(self.json, data, [self.seed, *seeds], report.rows)

    def _candidates(self, embedder: "Embedder") -> "tuple[Candidates, str]":
        """All functions of the index, and the digest of the corpus behind them."""
        import numpy as np

        from contracode.corpus.functions.table import read_records
        from contracode.corpus.manifest import corpus_digest
        from contracode.errors import CorpusError
        from contracode.index import CloneIndex
        from contracode.tasks.retrieval_report import Candidates

        with CloneIndex.open(self.index, embedder) as index:
            functions, vectors = index.contents()
            digest = index.source_digest
        if corpus_digest(self.corpus) != digest:
            raise CorpusError(
                f"{self.index} was not built from {self.corpus} as it is now; give the index's "
                f"own --corpus, or build it again with `contracode index build {self.corpus} "
                f"--model {self.model} --out {self.index}`"
            )
        trained_on = {record.package for record in read_records(self.corpus, "train")}
        candidates = Candidates(
            identities=[str(function.id) for function in functions],
            sources=[function.source for function in functions],
            held_out=np.array([each.package not in trained_on for each in functions], dtype=bool),
            vectors=vectors,
        )
        return candidates, digest


def _as_table(report: "RetrievalReport") -> str:
    rows = report.rows
    columns = ("top-1", "top-1, packages trained on", "top-1, packages held out", "MRR")
    cells = {
        (row.name, row.metric): f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}]" for row in rows
    }
    lines = [
        f"{report.queries} functions, each queried by one variant, among {report.candidates}; "
        f"{report.held_out} of them from packages that the encoder was not trained on.",
        "In brackets: 95 % bootstrap interval over the functions.",
        "",
        "| | " + " | ".join(columns) + " |",
        "| --- |" + " --- |" * len(columns),
    ]
    for name in dict.fromkeys(row.name for row in rows):
        row = " | ".join(cells.get((name, column), "-") for column in columns)
        lines.append(f"| {name} | {row} |")
    lines += [
        f"\ntop-1 of the {row.name} minus {row.rival}: "
        f"{row.value:+.3f} [{row.low:+.3f}, {row.high:+.3f}]"
        for row in rows
        if row.metric == "top-1 ahead"
    ]
    return "\n".join(lines)
