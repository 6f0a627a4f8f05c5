"""Lexical baselines, held against slow loops and another library's BM25."""

import math
from collections import Counter

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.tasks.clones import lexical_scorers
from contracode.tokens.lexical import lexical_similarity, lexical_tokens

TOKENS = st.lists(st.sampled_from(["x", "call", "(", ")", "{", "+", "1", "'a'"]), max_size=12)
TEXTS = st.lists(TOKENS.map(" ".join).filter(bool), min_size=1, max_size=6)
BY_NAME = {scorer.name: scorer for scorer in lexical_scorers()}


def all_pairs(comparison, queries, candidates):
    """Scores of all pairs, one at a time, as a matrix."""
    a, b = np.divmod(np.arange(len(queries) * len(candidates)), len(candidates))
    return comparison.pairs(a, b).reshape(len(queries), len(candidates))


def slow_edit_similarity(a, b):
    a, b = lexical_tokens(a), lexical_tokens(b)
    row = list(range(len(b) + 1))
    for i, token in enumerate(a, start=1):
        before, row = row, [i]
        for j, other in enumerate(b, start=1):
            row.append(min(row[-1] + 1, before[j] + 1, before[j - 1] + (token != other)))
    return 1 - row[-1] / max(len(a), len(b))


def slow_run_similarity(a, b):
    def runs(text):
        tokens = lexical_tokens(text)
        return {tokens[at : at + 4] for at in range(max(1, len(tokens) - 3))}

    return len(runs(a) & runs(b)) / len(runs(a) | runs(b))


def slow_tfidf(features):
    """Cosine with document frequencies of the candidates, one pair at a time."""

    def similarity(query, candidates):
        holders = Counter(feature for text in candidates for feature in set(features(text)))

        def vector(text):
            counts = Counter(feature for feature in features(text) if feature in holders)
            return {
                feature: count * (math.log((1 + len(candidates)) / (1 + holders[feature])) + 1)
                for feature, count in counts.items()
            }

        def cosine(a, b):
            norm = math.hypot(*a.values()) * math.hypot(*b.values())
            return sum(a[each] * b.get(each, 0) for each in a) / norm if norm else 0.0

        return [cosine(vector(query), vector(text)) for text in candidates]

    return similarity


def character_runs(text):
    # scikit-learn reads runs of white space as one space.
    text = " ".join(text.split())
    return [text[at : at + n] for n in (3, 4) for at in range(len(text) - n + 1)]


SLOW = {
    "token edit distance": lambda q, texts: [slow_edit_similarity(q, text) for text in texts],
    "Jaccard of tokens": lambda q, texts: [lexical_similarity(q, text) for text in texts],
    "Jaccard of token 4-grams": lambda q, texts: [slow_run_similarity(q, text) for text in texts],
    "tf-idf over tokens": slow_tfidf(lexical_tokens),
    "tf-idf over characters": slow_tfidf(character_runs),
}


@pytest.mark.parametrize("name", SLOW)
@given(queries=TEXTS, candidates=TEXTS)
def test_scores_are_those_of_a_slow_loop(name, queries, candidates):
    candidates = [*candidates, "one text of four characters at least"]
    comparison = BY_NAME[name].compare(queries, candidates)
    expected = np.array([SLOW[name](query, candidates) for query in queries])
    assert comparison.rows(np.arange(len(queries))) == pytest.approx(expected)
    assert all_pairs(comparison, queries, candidates) == pytest.approx(expected)


@given(TEXTS, TEXTS)
def test_bm25_ranks_as_another_library_does(queries, candidates):
    other = bm25s.BM25(k1=1.5, b=0.75, method="lucene", dtype="float64")
    other.index([list(lexical_tokens(text)) for text in candidates], show_progress=False)
    # It leaves out the constant factor k1 + 1.
    expected = [2.5 * other.get_scores(list(lexical_tokens(query))) for query in queries]
    comparison = BY_NAME["BM25"].compare(queries, candidates)
    assert comparison.rows(np.arange(len(queries))) == pytest.approx(np.array(expected), abs=1e-9)


@given(TEXTS)
def test_bm25_of_a_pair_is_the_mean_of_both_ways_over_the_documents_own_score(texts):
    comparison = BY_NAME["BM25"].compare(texts, texts)
    ranked = comparison.rows(np.arange(len(texts)))
    for a in range(len(texts)):
        for b in range(len(texts)):
            both = (ranked[a, b] / ranked[b, b] + ranked[b, a] / ranked[a, a]) / 2
            assert comparison.pairs(np.array([a]), np.array([b]))[0] == pytest.approx(both)


@pytest.mark.parametrize("name", BY_NAME)
@given(texts=TEXTS)
def test_a_pair_scores_the_same_both_ways_and_a_text_best_with_itself(name, texts):
    texts = [*texts, "one text of four characters at least"]
    scores = all_pairs(BY_NAME[name].compare(texts, texts), texts, texts)
    assert scores == pytest.approx(scores.T)
    long = [place for place, text in enumerate(texts) if len(text) > 3]
    assert scores[long, long] == pytest.approx(np.ones(len(long)))


@pytest.mark.parametrize("name", BY_NAME)
def test_texts_without_tokens_are_compared(name):
    texts = ["", "// nothing", "function f(a) { return a; }"]
    comparison = BY_NAME[name].compare(texts, texts)
    assert np.isfinite(comparison.rows(np.arange(3))).all()
    assert np.isfinite(all_pairs(comparison, texts, texts)).all()


def test_tokens_that_no_candidate_has_count_against_a_query():
    comparison = BY_NAME["Jaccard of tokens"].compare(["a b new"], ["a b"])
    assert comparison.rows(np.array([0]))[0, 0] == pytest.approx(2 / 3)
