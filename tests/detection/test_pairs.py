import numpy as np
import pytest
from hashed_encoder import HashedEncoder
from hypothesis import given
from hypothesis import strategies as st
from listings import FUSION, TRUST, found

from contracode.detection.pairs import scored_pairs
from contracode.tasks.clones.fusion import Trust, Wording
from contracode.tokens.lexical import lexical_similarity

CLAMP = "function f(x, low, high) {\n  return Math.min(high, Math.max(low, x));\n}"
EDITED = "function f(x, low, high) {\n  return Math.max(high, Math.max(low, x));\n}"
OTHER = "function f(list) {\n  for (const each of list) each.close();\n}"


def scored(*functions, trust=TRUST):
    texts = [function.text for function in functions]
    vectors = HashedEncoder(max_tokens=10_000).embed_texts(texts)
    return scored_pairs(functions, vectors, Wording(texts), np.array([[0, 1]]), trust)[0]


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        (found(CLAMP), found(CLAMP, path="b.js"), "exact"),
        (found(CLAMP, structure="s"), found(OTHER, structure="s"), "renamed"),
        (found(CLAMP), found(EDITED), "near"),
        (found(CLAMP), found(OTHER), "semantic-only"),
    ],
)
def test_a_label_says_what_is_equal(one, other, label):
    assert scored(one, other).label == label


def test_equal_code_has_no_probability():
    assert scored(found(CLAMP), found(CLAMP)).probability is None
    assert 0 < scored(found(CLAMP), found(EDITED)).probability <= 0.6


def test_without_a_calibration_nothing_is_probable_and_the_score_is_the_cosine():
    made = scored(
        found(CLAMP), found(OTHER), trust=Trust(fusion=FUSION, source="none", model="mine")
    )
    assert made.probability is None
    assert made.score == made.cosine


WORDS = ("let", "total", "(", ")", "index", "+", "list", "'text'", "value", "1")
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=20).map(" ".join)


@given(TEXT, TEXT)
def test_lexical_is_the_projects_similarity_both_ways(one, other):
    there, back = scored(found(one), found(other)), scored(found(other), found(one))
    assert there.lexical == back.lexical == lexical_similarity(one, other)
    assert there.score == pytest.approx(back.score)
