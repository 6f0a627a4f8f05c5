import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.corpus.near import jaccard, shingles_of
from contracode.detection.candidates import alike_pairs, near_pairs, nearest_pairs, unordered
from contracode.tasks.clones.fusion import Wording

WORDS = ("let", "total", "sum", "(", ")", "index", "+", "list", "of", "value", "return")
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), min_size=2, max_size=9
)


@given(TEXTS, st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_nearest_pairs_are_those_of_a_slow_loop(texts, neighbours, seed):
    vectors = np.random.default_rng(seed).normal(size=(len(texts), 3)).astype(np.float32)
    wording = Wording(texts)
    expected = set()
    grams = (wording.grams @ wording.grams.T).toarray()
    for scores in ((vectors @ vectors.T).astype(np.float64), grams):
        for query in range(len(texts)):
            others = [place for place in range(len(texts)) if place != query]
            ranked = sorted(others, key=lambda place: (-scores[query, place], place))
            expected |= {(query, place) for place in ranked[:neighbours]}
    assert set(map(tuple, nearest_pairs(vectors, wording, neighbours).tolist())) == expected


def test_one_function_has_no_neighbour():
    assert nearest_pairs(np.ones((1, 2), dtype=np.float32), Wording(["a"])).shape == (0, 2)


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_alike_pairs_are_all_pairs_of_equal_keys(keys):
    expected = {
        (a, b) for a in range(len(keys)) for b in range(a + 1, len(keys)) if keys[a] == keys[b]
    }
    assert set(map(tuple, alike_pairs(keys).tolist())) == expected


def test_a_thousand_alike_functions_are_no_half_million_pairs():
    pairs = alike_pairs(["same"] * 1000)
    assert len(pairs) < 200_000
    assert set(pairs.ravel().tolist()) == set(range(1000))


@pytest.mark.parametrize("count", [200, 201, 400, 1001])
def test_every_one_of_many_alike_functions_is_paired_in_one_block(count):
    pairs = alike_pairs(["same"] * count)
    partners = {at: {at} for at in range(count)}
    for left, right in pairs.tolist():
        partners[left].add(right)
        partners[right].add(left)
    blocks = {frozenset(each) for each in partners.values()}
    assert sum(map(len, blocks)) == count
    assert len(blocks) == -(-count // 200)
    assert min(map(len, blocks)) > 1


@given(TEXTS)
def test_near_pairs_are_those_of_a_slow_loop(texts):
    shingles = [shingles_of(text) for text in texts]
    expected = {
        (a, b)
        for b in range(len(texts))
        for a in range(b)
        if jaccard(shingles[a], shingles[b]) >= 0.6
    }
    assert set(map(tuple, near_pairs(texts, 0.6).tolist())) == expected


def test_unordered_pairs_come_once():
    pairs = np.array([[1, 0], [0, 1], [2, 1]])
    assert unordered(pairs, pairs).tolist() == [[0, 1], [1, 2]]


@pytest.mark.parametrize("count", [2, 3])
def test_more_neighbours_than_functions_give_all(count):
    vectors = np.eye(count, dtype=np.float32)
    assert len(nearest_pairs(vectors, Wording(["a b c"] * count))) == count * (count - 1)
