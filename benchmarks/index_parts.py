"""What the benchmark of the index is made of: functions to index, like vectors, timed searches."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from jaxtyping import Float32, Float64, Int64

from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.functions.table import read_records
from contracode.corpus.manifest import corpus_digest
from contracode.files import sha256_of_text
from contracode.index import CloneIndex, IndexedFunction
from contracode.index.generation.filling import Block
from contracode.index.renewal.sources import WHOLE
from contracode.seeds import seed_for

LIMIT = 10
_BLOCK = 16_384
_FACTORS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2)


class DrawnFunctions:
    """Functions of a corpus drawn by the hashes of their ids; a source to index."""

    def __init__(self, corpus: Path, count: int, seed: int) -> None:
        records = sorted(read_records(corpus), key=lambda record: seed_for(seed, record.id))
        self._records = records[:count]
        self.digest = sha256_of_text(f"{corpus_digest(corpus)} {count} {seed}")
        self.files: Mapping[str, str] = {WHOLE: self.digest}
        self.left_out: Mapping[str, str] = {}
        self.size: int | None = len(self._records)

    def records(self, _: Collection[str] | None = None) -> Iterator[FunctionRecord]:
        """All of them."""
        yield from self._records


def alike(
    vectors: Float32[np.ndarray, "real dim"], count: int, seed: int
) -> Float32[np.ndarray, "count dim"]:
    """Unit vectors clustered as real ones are: each is a real one, moved a little.

    The lengths of the moves vary as the distances of real neighbours do, times a factor: the one
    that makes the median cosine of a vector and its nearest other the real one, tried on a tenth.
    """
    real = nearest_of(vectors, rows_of(vectors, 2_000, seed))
    few = vectors[rows_of(vectors, max(1, len(vectors) // 10), seed)]

    def error(factor: float) -> float:
        made = _moved(few, count // 10, real, factor, seed)
        found = nearest_of(made, rows_of(made, 500, seed))
        return abs(float(np.median(found) - np.median(real)))

    return _moved(vectors, count, real, min(_FACTORS, key=error), seed)


def _moved(
    parents: Float32[np.ndarray, "real dim"],
    count: int,
    nearest: Float32[np.ndarray, " neighbours"],
    factor: float,
    seed: int,
) -> Float32[np.ndarray, "count dim"]:
    random = np.random.default_rng(seed)
    made = np.empty((count, parents.shape[1]), dtype=np.float32)
    for start in range(0, count, _BLOCK):
        size = min(_BLOCK, count - start)
        chosen = parents[random.integers(len(parents), size=size)]
        moves = random.normal(size=chosen.shape).astype(np.float32)
        moves -= (moves * chosen).sum(axis=1, keepdims=True) * chosen
        moves /= np.linalg.norm(moves, axis=1, keepdims=True)
        cosine = np.clip(random.choice(nearest, size=size), -1, 1)
        angle = (factor * np.arccos(cosine)).astype(np.float32)[:, None]
        made[start : start + size] = np.cos(angle) * chosen + np.sin(angle) * moves
    return made


def nearest_of(
    vectors: Float32[np.ndarray, "vectors dim"], rows: Int64[np.ndarray, " rows"]
) -> Float32[np.ndarray, " rows"]:
    """Cosine of some vectors and their nearest others among all."""
    best = np.full(len(rows), -1, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        scores = vectors[rows] @ np.asarray(vectors[start : start + _BLOCK]).T
        own = (rows >= start) & (rows < start + _BLOCK)
        scores[own, rows[own] - start] = -1
        best = np.maximum(best, scores.max(axis=1))
    return best


def synthetic(vectors: Float32[np.ndarray, "vectors dim"]) -> Iterator[Block]:
    """Vectors with functions of the usual length."""
    filler = "\n".join(f"  total += values[{place}] * weights[{place}];" for place in range(12))
    for start in range(0, len(vectors), _BLOCK):
        part = np.asarray(vectors[start : start + _BLOCK])
        yield [_function(start + place, filler) for place in range(len(part))], part


def exact_nearest(
    vectors: Float32[np.ndarray, "vectors dim"], queries: Float32[np.ndarray, "queries dim"]
) -> Float32[np.ndarray, " queries"]:
    """Score of the tenth nearest vector of each query, by NumPy: shares no code with the index."""
    best = np.full((len(queries), LIMIT), -np.inf, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):
        scores = queries @ np.asarray(vectors[start : start + _BLOCK]).T
        best = np.sort(np.concatenate([best, scores], axis=1), axis=1)[:, -LIMIT:]
    return np.asarray(best[:, 0])


@dataclass(frozen=True, slots=True)
class Searched:
    """Queries one after the other."""

    milliseconds: Float64[np.ndarray, " queries"]
    recall: float
    """Share of the ten nearest that were found."""

    @property
    def p50(self) -> float:
        """Median time of a query, in ms."""
        return float(np.median(self.milliseconds))

    @property
    def p95(self) -> float:
        """Time that 95 % of the queries stay below, in ms."""
        return float(np.quantile(self.milliseconds, 0.95))


def searched(
    search: Callable[[Float32[np.ndarray, "one dim"]], list[float]],
    queries: Float32[np.ndarray, "queries dim"],
    tenth: Float32[np.ndarray, " queries"],
) -> Searched:
    """Time every query alone, and count what it found."""
    times, found = [], 0
    for place in range(len(queries)):
        query = queries[place : place + 1]
        started = time.perf_counter()
        scores = search(query)
        times.append(1000 * (time.perf_counter() - started))
        found += sum(score >= tenth[place] - 1e-5 for score in scores)
    return Searched(np.array(times), found / (LIMIT * len(queries)))


def by_index(index: CloneIndex) -> Callable[[Float32[np.ndarray, "one dim"]], list[float]]:
    """Search with functions and their sources, as a service does."""
    return lambda query: [hit.cosine for hit in index.search(query, LIMIT)[0]]


def by_faiss(
    vectors: Float32[np.ndarray, "vectors dim"],
) -> Callable[[Float32[np.ndarray, "one dim"]], list[float]]:
    """Search of FAISS alone, exact and in one thread: numbers of rows, and nothing about them."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    for start in range(0, len(vectors), _BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + _BLOCK]))

    def search(query: Float32[np.ndarray, "one dim"]) -> list[float]:
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        scores, _ = index.search(query, LIMIT)
        faiss.omp_set_num_threads(threads)
        return list(scores[0].tolist())

    return search


def rows_of(
    vectors: Float32[np.ndarray, "vectors dim"], count: int, seed: int
) -> Int64[np.ndarray, " queries"]:
    """Drawn rows, to be queries."""
    return np.sort(np.random.default_rng(seed).permutation(len(vectors))[:count])


def _function(number: int, filler: str) -> IndexedFunction:
    source = f"function total{number}(values, weights) {{\n  let total = {number};\n{filler}\n}}"
    digest = sha256_of_text(source)
    return IndexedFunction(
        id=int(digest[:15], 16),
        name=f"total{number}",
        owner="",
        path=f"src/{number // 20}.js",
        start_line=number % 20 * 16 + 1,
        end_line=number % 20 * 16 + 16,
        language="js",
        package="synthetic",
        version="1.0.0",
        licence="MIT",
        source=source,
        content_sha256=digest,
        body=digest[:16],
        structure=digest[16:32],
        tokens=200,
        tokens_left_out=0,
    )
