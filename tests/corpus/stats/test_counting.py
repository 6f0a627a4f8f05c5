"""Counting over columns."""

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.corpus.stats.counting import TextLengths, count_values, ranking, subtokens


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2)), max_size=20))
@settings(deadline=None)
def test_columns_are_counted_together_as_tuples_are(rows):
    counts = Counter()
    letters = pa.chunked_array([[letter for letter, _ in rows]], pa.string())
    numbers = pa.chunked_array([[number for _, number in rows]], pa.int32())
    count_values(counts, letters, numbers)
    assert counts == Counter(rows)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parseJSON2_now", "parse json 2 now"),
        ("XMLHttpRequest", "xml http request"),
        ("MAX_VALUE", "max value"),
        ("$el", "el"),
        ("getÜber", "get über"),
        ("constructor", "constructor"),
        ("_", ""),
    ],
)
def test_names_fall_into_words(name, words):
    assert subtokens(name) == words.split()


def test_tokens_are_words_and_signs():
    lengths = TextLengths()
    lengths.add(pa.chunked_array([["let $a1 = b.c;\n", ""]]))
    _, tokens, _ = lengths.sections("text", "texts")
    assert tokens.counts == {0: 1, 7: 1}


def test_a_ranking_keeps_the_first_and_counts_the_others():
    counts = {f"label {number:02}": 1 for number in range(40)} | {"most": 3}
    found = ranking("Labels", "rows", counts)
    assert found.counts[:2] == (("most", 3), ("label 00", 1))
    assert (len(found.counts), found.distinct, found.total) == (30, 41, 43)
