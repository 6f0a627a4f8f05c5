"""Measure a trained encoder beside its baselines."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contracode.cli.places import CORPUS, INDEX, MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from contracode.encoders.embedder import Embedder
    from contracode.tasks.figures import FigureRow
    from contracode.tasks.retrieval import Query
    from contracode.tasks.rivals import Found


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
    """Corpus behind the index: it says which packages the encoder was trained on."""
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
        import numpy as np

        from compiler_aug import Augmenter, Plan
        from contracode.corpus.shards import read_records
        from contracode.encoders.embedder import Embedder
        from contracode.index import CloneIndex
        from contracode.tasks.figures import DataUsed, write_figures
        from contracode.tasks.retrieval import draw_queries
        from contracode.tasks.rivals import found_by_tokens

        embedder = Embedder.load(self.model)
        with CloneIndex.open(self.index, embedder) as index:
            functions, vectors = index.contents()
            digest = index.manifest.corpus_digest
        if self.quick:
            chosen = np.random.default_rng(self.seed).permutation(len(functions))[:1000]
            functions, vectors = [functions[place] for place in chosen], vectors[chosen]
        sources = [function.source for function in functions]
        with Augmenter() as augmenter:
            queries = draw_queries(
                sources,
                [str(function.id) for function in functions],
                augmenter,
                plan=Plan.named("full"),
                count=50 if self.quick else self.queries,
                seed=self.seed,
            )
        trained_on = {record.package for record in read_records(self.corpus, "train")}
        held_out = np.array(
            [functions[query.target].package not in trained_on for query in queries]
        )
        found = {
            **self._found_by_encoders(embedder, queries, sources, vectors),
            **found_by_tokens(queries, sources),
        }
        rows = _rows(found, held_out, self.seed)
        print(_as_table(rows, len(functions), held_out))
        if self.json is not None:
            data = DataUsed(name=str(self.index), hash=digest, size=len(functions))
            write_figures(self.json, data, [self.seed, *self._untrained()], rows)

    def _untrained(self) -> range:
        return range(1 if self.quick else self.untrained_seeds)

    def _found_by_encoders(
        self,
        embedder: "Embedder",
        queries: "Sequence[Query]",
        sources: "Sequence[str]",
        vectors: "np.ndarray",
    ) -> "Found":
        from contracode.encoders.embedder import Embedder
        from contracode.tasks.rivals import found_by_encoder

        found = {"trained encoder": found_by_encoder(embedder, queries, vectors)}
        for seed in self._untrained():
            untrained = Embedder.untrained(self.model, seed)
            read = untrained.embed_texts(sources, truncate=True, progress=untrained.name)
            found[f"untrained encoder, seed {seed}"] = found_by_encoder(untrained, queries, read)
        return found


def _rows(found: "Found", held_out: "np.ndarray", seed: int) -> "list[FigureRow]":
    """Scores of everyone, then how far the trained encoder is ahead, query by query."""
    from contracode.tasks.figures import FigureRow
    from contracode.tasks.intervals import bootstrap
    from contracode.tasks.retrieval import hits_at, reciprocal

    rows = []

    def add(name: str, metric: str, values: "np.ndarray", rival: str | None = None) -> None:
        if len(values) == 0:
            return
        spread = bootstrap(values, seed=seed)
        rows.append(
            FigureRow(
                name=name,
                metric=metric,
                value=spread.mean,
                unit="share of queries",
                low=spread.low,
                high=spread.high,
                rival=rival,
            )
        )

    for name, ranks in found.items():
        top = hits_at(ranks, 1)
        add(name, "top-1", top)
        add(name, "top-1, packages trained on", top[~held_out])
        add(name, "top-1, packages held out", top[held_out])
        add(name, "MRR", reciprocal(ranks))
    trained, *rivals = found
    for rival in rivals:
        ahead = hits_at(found[trained], 1) - hits_at(found[rival], 1)
        add(trained, "top-1 ahead", ahead, rival)
    return rows


def _as_table(rows: "list[FigureRow]", candidates: int, held_out: "np.ndarray") -> str:
    columns = ("top-1", "top-1, packages trained on", "top-1, packages held out", "MRR")
    cells = {
        (row.name, row.metric): f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}]" for row in rows
    }
    lines = [
        f"{len(held_out)} functions, each queried by one variant, among {candidates}; "
        f"{int(held_out.sum())} of them from packages that the encoder was not trained on.",
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
        if row.rival is not None
    ]
    return "\n".join(lines)
