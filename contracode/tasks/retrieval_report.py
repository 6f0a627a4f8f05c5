"""Retrieval measured: an encoder, untrained ones and lexical baselines on the same queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, Float64

from compiler_aug import Augmenter, Plan
from contracode.encoders.code.embedder import Embedder
from contracode.errors import ContracodeError
from contracode.tasks.figures import FigureRow
from contracode.tasks.intervals import bootstrap
from contracode.tasks.retrieval import Query, draw_queries, hits_at, reciprocal
from contracode.tasks.rivals import Found, found_by_encoder, found_by_tokens

TRAINED = "trained encoder"
OVERLAP = "token overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Functions that are searched."""

    identities: Sequence[str]
    """A name for each that is the same in every index."""
    sources: Sequence[str]
    """Their texts."""
    held_out: Bool[np.ndarray, " candidates"]
    """Whether the encoder was trained on nothing of a function's package."""
    vectors: Float32[np.ndarray, "candidates dim"]
    """Made by the encoder that is measured, unit length."""

    def drawn(self, count: int, seed: int) -> "Candidates":
        """``count`` of them, all if there are fewer."""
        places = np.random.default_rng(seed).permutation(len(self.sources))[:count]
        return Candidates(
            identities=[self.identities[place] for place in places],
            sources=[self.sources[place] for place in places],
            held_out=self.held_out[places],
            vectors=self.vectors[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalReport:
    """What was measured, and on how much."""

    rows: list[FigureRow]
    """Scores of everyone, then how far the trained encoder is ahead of each rival."""
    candidates: int
    """Functions searched."""
    queries: int
    """Functions sought, each by one variant."""
    held_out: int
    """Of these, from packages that the encoder was not trained on."""


def measure_retrieval(
    candidates: Candidates,
    embedder: Embedder,
    untrained: Iterable[tuple[str, Embedder]],
    augmenter: Augmenter,
    *,
    count: int,
    seed: int,
) -> RetrievalReport:
    """Let everyone find ``count`` functions again by fresh variants of them.

    Args:
        candidates: what is searched.
        embedder: the trained encoder, which made the candidates' vectors.
        untrained: name and encoder of each untrained one; read one at a time.
        augmenter: makes the variants.
        count: > 0; functions drawn as targets.
        seed: of the draw, the variants and the bootstrap.

    Raises:
        ContracodeError: no function has a variant that differs from it.
    """
    queries = _drawn_queries(candidates, augmenter, count, seed)
    held_out = candidates.held_out[[query.target for query in queries]]
    found = {
        **_found_by_encoders(candidates, embedder, untrained, queries),
        **found_by_tokens(queries, candidates.sources, progress="lexical index"),
    }
    return RetrievalReport(
        rows=[*_scores(found, held_out, seed), *_leads(found, seed)],
        candidates=len(candidates.sources),
        queries=len(queries),
        held_out=int(held_out.sum()),
    )


def _drawn_queries(
    candidates: Candidates, augmenter: Augmenter, count: int, seed: int
) -> list[Query]:
    """At least one variant of a candidate."""
    queries = draw_queries(
        candidates.sources,
        candidates.identities,
        augmenter,
        plan=Plan.named("full"),
        count=count,
        seed=seed,
    )
    if not queries:
        raise ContracodeError(
            f"none of {len(candidates.sources)} functions has a variant that differs from it, so "
            "there is nothing to measure; choose an index of more functions"
        )
    return queries


def _found_by_encoders(
    candidates: Candidates,
    embedder: Embedder,
    untrained: Iterable[tuple[str, Embedder]],
    queries: Sequence[Query],
) -> Found:
    found = {TRAINED: found_by_encoder(embedder, queries, candidates.vectors)}
    for name, other in untrained:
        vectors = other.embed_texts(candidates.sources, truncate=True, progress=name)
        found[name] = found_by_encoder(other, queries, vectors)
    return found


def _scores(found: Found, held_out: Bool[np.ndarray, " queries"], seed: int) -> list[FigureRow]:
    """Everyone's scores; the trained encoder's shares also over those of the token overlap."""
    parts = {
        "top-1": np.ones_like(held_out),
        "top-1, packages trained on": ~held_out,
        "top-1, packages held out": held_out,
    }
    rows = []
    for name, ranks in found.items():
        rival = OVERLAP if name == TRAINED else None
        for metric, part in parts.items():
            if not part.any():
                continue
            by_rival = None if rival is None else hits_at(found[rival], 1)[part]
            rows.append(_share(name, metric, hits_at(ranks, 1)[part], seed, rival, by_rival))
        rows.append(_row(name, "MRR", reciprocal(ranks), seed, "mean reciprocal rank"))
    return rows


def _leads(found: Found, seed: int) -> list[FigureRow]:
    """How far the trained encoder is ahead of each rival, query by query."""
    top = hits_at(found[TRAINED], 1)
    return [
        _row(TRAINED, "top-1 ahead", top - hits_at(ranks, 1), seed, "share of queries", rival)
        for rival, ranks in found.items()
        if rival != TRAINED
    ]


def _share(
    name: str,
    metric: str,
    hits: Float64[np.ndarray, " queries"],
    seed: int,
    rival: str | None,
    by_rival: Float64[np.ndarray, " queries"] | None,
) -> FigureRow:
    """A share of hits, and its ratio to the rival's unless that has none."""
    ratio = None
    if by_rival is not None and by_rival.any():
        ratio = float(hits.mean() / by_rival.mean())
    return _row(name, metric, hits, seed, "share of queries", rival, ratio)


def _row(
    name: str,
    metric: str,
    values: Float64[np.ndarray, " queries"],
    seed: int,
    unit: str,
    rival: str | None = None,
    ratio: float | None = None,
) -> FigureRow:
    """Mean of one value a query, with its bootstrap interval."""
    spread = bootstrap(values, seed=seed)
    return FigureRow(
        name=name,
        metric=metric,
        value=spread.mean,
        unit=unit,
        low=spread.low,
        high=spread.high,
        rival=rival,
        ratio=ratio,
    )
