"""Laws of the lexical scores, and a slow reference for the posting lists."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.tokens.lexical import LexicalIndex, lex, lexical_similarity, lexical_tokens

PLAIN = "x y clamp ( ) { } + => 1 2.5 'a' `t${x}` return /re/g @ \" #p ?. <b>don't</b>"
PIECES = st.sampled_from((*PLAIN.split(), "\n", "// note\n", "/* block */"))
PROGRAMS = st.lists(PIECES, max_size=20).map(" ".join)


@given(st.text())
def test_any_text_has_tokens(text):
    assert all(token and not token.isspace() for token in lexical_tokens(text))


@given(PROGRAMS, PROGRAMS)
def test_similarity_is_symmetric_and_a_share(a, b):
    assert 0 <= lexical_similarity(a, b) == lexical_similarity(b, a) <= 1


@given(PROGRAMS)
def test_a_program_is_fully_similar_to_itself(program):
    assert lexical_similarity(program, program) == 1


@given(st.lists(st.sampled_from(["x", "y", "+", "1", ";"]), min_size=1, max_size=12), st.randoms())
def test_layout_and_order_do_not_count(tokens, random):
    shuffled = random.sample(tokens, len(tokens))
    assert lexical_similarity(" ".join(tokens), "\n\t".join(shuffled)) == 1


def test_repetition_counts():
    assert lexical_similarity("x x x", "x") == pytest.approx(1 / 3)


def test_nothing_common_scores_zero():
    assert lexical_similarity("alpha", "beta") == 0


def test_comments_are_not_tokens():
    assert lexical_tokens("a /* b */ + c // d") == ("a", "+", "c")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("@log class A {}", ("@", "log", "class", "A", "{", "}")),
        ("<b>don't</b>\nx", ("<", "b", ">", "don", "'", "t", "<", "/", "b", ">", "x")),
        ("f('open) // c\ng", ("f", "(", "'", "open", ")", "g")),
        ("this.#x @ $y", ("this", ".", "#x", "@", "$y")),
    ],
)
def test_text_that_the_lexer_refuses_is_read_whole_by_the_plain_scanner(text, tokens):
    read = lex(text)
    assert read.by_fallback
    assert read.tokens == tokens


def test_the_index_counts_what_the_lexer_refused():
    assert LexicalIndex(["a + b", "@log class A {}", "'"]).fallbacks == 2


@given(st.lists(PROGRAMS, min_size=1, max_size=8), PROGRAMS)
def test_posting_lists_give_what_a_slow_loop_gives(texts, query):
    scores = LexicalIndex(texts).scores(query)
    assert scores.overlap == pytest.approx([lexical_similarity(query, text) for text in texts])
    assert scores.tfidf == pytest.approx([slow_tfidf_cosine(texts, query, text) for text in texts])


def slow_tfidf_cosine(texts, query, text):
    holders = Counter(token for each in texts for token in set(lexical_tokens(each)))

    def vector(program):
        counts = Counter(lexical_tokens(program))
        return {
            token: count * (math.log((1 + len(texts)) / (1 + holders[token])) + 1)
            for token, count in counts.items()
            if token in holders
        }

    left, right = vector(query), vector(text)
    norm = math.hypot(*left.values()) * math.hypot(*right.values())
    product = sum(weight * right.get(token, 0.0) for token, weight in left.items())
    return product / norm if norm else 0.0


def test_an_index_of_nothing_answers_with_nothing():
    scores = LexicalIndex([]).scores("x")
    assert scores.overlap.shape == scores.tfidf.shape == (0,)
    assert scores.overlap.dtype == np.float64
