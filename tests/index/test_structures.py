"""Structures: which is chosen, and what each finds beside an exact search."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.errors import CloneIndexError
from contracode.index.structures import searcher
from contracode.index.structures.building import TARGET, Questions, build_structure, tenth_nearest
from contracode.index.structures.choice import FLAT_BELOW, HNSW_BELOW, Structure, structure_for
from contracode.index.structures.searcher import Searcher, best_of

GB = 10**9
FACTORIES = {
    "flat": "Flat",
    "hnsw": "HNSW32,Flat",
    "ivf-flat": "IVF64,Flat",
    "ivf-sq8": "IVF64,SQ8",
    "ivf-pq": "IVF64,PQ8x8",
}


@pytest.fixture(scope="module")
def vectors():
    """Clusters of unit vectors, and some that are equal."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(200, 32))
    made = centres[random.integers(200, size=12_000)] + 0.4 * random.normal(size=(12_000, 32))
    made[:50] = made[50]
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def built(vectors):
    """One of each kind, by its name."""
    return {
        kind: build_structure(vectors, Structure(kind=kind, factory=factory, memory_bytes=0))
        for kind, factory in FACTORIES.items()
    }


@pytest.mark.parametrize(
    ("count", "memory", "factory"),
    [
        (0, GB, "Flat"),
        (FLAT_BELOW - 1, GB, "Flat"),
        (FLAT_BELOW, GB, "HNSW32,Flat"),
        (FLAT_BELOW, 250_000_000, "IVF2048,Flat"),
        (HNSW_BELOW, GB, "IVF2048,Flat"),
        (1_000_000, 2 * GB, "IVF4096,Flat"),
        (1_000_000, GB, "IVF4096,SQ8"),
        (1_000_000, 200_000_000, "IVF4096,PQ64x8"),
        (100_000, 80_000_000, "IVF1024,SQ8"),
    ],
)
def test_the_structure_follows_from_the_count_and_the_memory(count, memory, factory):
    assert structure_for(count, 256, memory).factory == factory


@given(st.integers(0, 10**7), st.sampled_from([16, 100, 256, 768]), st.integers(1, 10**11))
def test_what_is_chosen_fits_and_more_memory_never_chooses_less(count, dimensions, memory):
    largest = structure_for(count, dimensions, 10**12)
    memory = min(memory, largest.memory_bytes)
    with suppress(CloneIndexError):
        chosen = structure_for(count, dimensions, memory)
        assert chosen.memory_bytes <= memory
        assert structure_for(count, dimensions, 2 * memory).memory_bytes >= chosen.memory_bytes


def test_too_little_memory_is_refused_with_what_is_needed():
    with pytest.raises(CloneIndexError, match=r"need at least 76 MB .* allow more with --memory"):
        structure_for(1_000_000, 256, 50_000_000)


@pytest.mark.parametrize("kind", FACTORIES)
def test_a_structure_reaches_its_target_on_vectors_that_it_was_not_tuned_with(vectors, built, kind):
    one = built[kind]
    assert one.recall >= TARGET - 0.03
    assert (one.searcher.structure.effort > 0) == (one.queries == 500) == (kind != "flat")
    random = np.random.default_rng(1)
    rows = np.sort(random.choice(len(vectors), 200, replace=False))
    questions = Questions(vectors, rows, tenth_nearest(vectors, rows))
    assert questions.recall(one.searcher) == pytest.approx(one.recall, abs=0.05)


def test_the_tenth_nearest_is_that_of_a_slow_loop(vectors):
    rows = np.array([0, 7, 60, 11_999])
    slow = [sorted(np.delete(vectors @ vectors[row], row))[-10] for row in rows]
    assert tenth_nearest(vectors, rows) == pytest.approx(np.array(slow), abs=1e-6)


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("share", [0.0, 0.01, 0.7])
def test_a_search_finds_what_it_may_and_nothing_else(vectors, built, kind, share):
    own = built[kind].searcher
    allowed = np.random.default_rng(2).random(len(vectors)) < share
    scores, rows = own.search(vectors[:20], 15, allowed)
    known = rows >= 0
    assert allowed[rows[known]].all()
    assert known.sum() == 20 * min(15, int(allowed.sum()))
    exact, _ = best_of(vectors[:20], vectors, np.flatnonzero(allowed), 15)
    near = np.isclose(scores, exact, atol=0.02) if kind != "flat" else np.isclose(scores, exact)
    assert near.mean() > (0.9 if kind != "flat" else 0.999)


@pytest.mark.parametrize("kind", FACTORIES)
@pytest.mark.parametrize("share", [0.01, 0.1])
def test_a_filter_that_leaves_little_loses_nothing(vectors, built, kind, share, monkeypatch):
    monkeypatch.setattr(searcher, "_EXACT_BELOW", 0)
    # Neighbours are allowed together, as those of one package are.
    allowed = vectors[:, 0] > np.quantile(vectors[:, 0], 1 - share)
    scores, rows = built[kind].searcher.search(vectors[:50], 10, allowed)
    assert allowed[rows].all()
    exact, _ = best_of(vectors[:50], vectors, np.flatnonzero(allowed), 10)
    assert np.isclose(scores, exact, atol=0.02).mean() > 0.9


def test_scores_of_codes_are_those_of_the_whole_vectors(vectors, built):
    scores, rows = built["ivf-pq"].searcher.search(vectors[100:110], 5)
    for query, found, told in zip(vectors[100:110], rows, scores, strict=True):
        assert told == pytest.approx(vectors[found] @ query, abs=1e-6)


def test_flat_search_is_exact_and_says_so(vectors):
    structure = structure_for(len(vectors), 32, GB)
    built = build_structure(vectors, structure)
    assert (built.recall, built.queries, built.index) == (1.0, 0, None)
    assert len(Searcher(structure, vectors, None)) == len(vectors)
