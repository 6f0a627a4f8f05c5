"""Make a structure, tune its effort, and measure what it finds beside an exact search."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import faiss
import numpy as np
from jaxtyping import Float32, Int64
from tqdm import tqdm

from contracode.index.structures.choice import Structure
from contracode.index.structures.searcher import Searcher, Vectors

RECALL_AT = 10
TARGET = 0.98
"""Recall that settings are chosen for; they are then measured on other queries."""

_QUERIES = 500
_BLOCK = 65_536
# Vectors that centres are learnt from, for each centre.
_POINTS_PER_LIST = 64
_BUILD_EFFORT = 80
_MAX_REFINE = 64
_MAX_QUEUE = 1024
# Recall that twice the effort must gain.
_WORTH = 0.001
# Of equal vectors any may be found: a score this near to the tenth best counts as found.
_EQUAL = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A structure with its vectors in it."""

    searcher: Searcher
    index: faiss.Index | None
    """To be written; None for a flat one, which is made of the vectors when it is opened."""
    recall: float
    """At 10, against exact search."""
    queries: int
    """That the recall was measured with; 0 if it is exact."""


def build_structure(vectors: Vectors, structure: Structure, *, seed: int = 0) -> Built:
    """Fill a structure, and raise its effort until it finds enough.

    Queries are vectors of the index itself, each asking for its nearest others: half of them for
    choosing the settings, half for the recall that is reported.

    Args:
        vectors: unit length; may be on the disk.
        structure: chosen for them; its effort is set here.
        seed: of the draws.
    """
    if structure.kind == "flat":
        return Built(searcher=Searcher(structure, vectors, None), index=None, recall=1.0, queries=0)
    random = np.random.default_rng(seed)
    index = faiss.index_factory(vectors.shape[1], structure.factory, faiss.METRIC_INNER_PRODUCT)
    _train(index, vectors, random)
    _fill(index, vectors)
    tuning, reporting = _questions(vectors, random)
    searcher = _tuned(Searcher(structure, vectors, index), index, tuning)
    return Built(
        searcher=searcher,
        index=index,
        recall=reporting.recall(searcher),
        queries=len(reporting.rows),
    )


@dataclass(frozen=True, slots=True)
class Questions:
    """Vectors that ask for their nearest others, and how near the tenth of these is."""

    vectors: Vectors
    rows: Int64[np.ndarray, " queries"]
    tenth: Float32[np.ndarray, " queries"]

    def recall(self, searcher: Searcher) -> float:
        """Share of the ten nearest others that a search finds, in [0, 1]."""
        found = 0
        queries = np.asarray(self.vectors[self.rows])
        _, nearest = searcher.search(queries, RECALL_AT + 1)
        for place, row in enumerate(self.rows.tolist()):
            others = nearest[place][(nearest[place] >= 0) & (nearest[place] != row)][:RECALL_AT]
            scores = np.asarray(self.vectors[others]) @ queries[place]
            found += int((scores >= self.tenth[place] - _EQUAL).sum())
        return found / (RECALL_AT * len(self.rows))


def _questions(vectors: Vectors, random: np.random.Generator) -> list[Questions]:
    count = min(2 * _QUERIES, len(vectors))
    rows = np.sort(random.choice(len(vectors), size=count, replace=False))
    tenth = tenth_nearest(vectors, rows)
    drawn = random.permutation(count)
    return [Questions(vectors, rows[half], tenth[half]) for half in (drawn[::2], drawn[1::2])]


def tenth_nearest(
    vectors: Vectors, rows: Int64[np.ndarray, " queries"]
) -> Float32[np.ndarray, " queries"]:
    """Score of the tenth nearest other vector of each row, by comparing all."""
    queries = np.asarray(vectors[rows])
    best = np.full((len(rows), RECALL_AT), -np.inf, dtype=np.float32)
    for start, block in _blocks(vectors):
        scores = queries @ block.T
        own = (rows >= start) & (rows < start + len(block))
        scores[own, rows[own] - start] = -np.inf
        both = np.concatenate([best, scores], axis=1)
        best = -np.partition(-both, RECALL_AT - 1, axis=1)[:, :RECALL_AT]
    return np.asarray(best.min(axis=1))


def _train(index: faiss.Index, vectors: Vectors, random: np.random.Generator) -> None:
    if index.is_trained:
        index.hnsw.efConstruction = _BUILD_EFFORT
        return
    count = min(len(vectors), _POINTS_PER_LIST * index.nlist)
    chosen = np.sort(random.choice(len(vectors), size=count, replace=False))
    index.train(np.ascontiguousarray(vectors[chosen]))


def _fill(index: faiss.Index, vectors: Vectors) -> None:
    with tqdm(total=len(vectors), desc="search structure", unit=" vectors", file=sys.stderr) as bar:
        for _, block in _blocks(vectors):
            index.add(block)
            bar.update(len(block))


def _tuned(searcher: Searcher, index: faiss.Index, questions: Questions) -> Searcher:
    """More effort, or where that helps no more refinement, until enough is found."""
    is_graph = searcher.structure.kind == "hnsw"
    most_effort = _MAX_QUEUE if is_graph else index.nlist
    # A code finds a vector's neighbourhood, not its order: the whole vectors of some must be read.
    refine = {"ivf-sq8": 4, "ivf-pq": 16}.get(searcher.structure.kind, 1)
    most_refine = _MAX_REFINE if refine > 1 else 1
    searcher = searcher.with_effort(min(16, most_effort) if is_graph else 4, refine)
    recall = questions.recall(searcher)
    while recall < TARGET:
        effort, refine = searcher.structure.effort, searcher.structure.refine
        steps = [(min(2 * effort, most_effort), refine), (effort, min(2 * refine, most_refine))]
        for step in steps:
            stronger = searcher.with_effort(*step)
            gained = questions.recall(stronger)
            if gained > recall + _WORTH:
                searcher, recall = stronger, gained
                break
        else:
            break
    return searcher


def _blocks(vectors: Vectors) -> Iterator[tuple[int, Vectors]]:
    for start in range(0, len(vectors), _BLOCK):
        yield start, np.ascontiguousarray(vectors[start : start + _BLOCK])
