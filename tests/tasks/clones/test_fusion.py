import math
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hashed_encoder import HashedEncoder
from hypothesis import given
from hypothesis import strategies as st

from contracode.errors import CheckpointError
from contracode.tasks.clones.fusion import FusedScorer, Fusion, Wording
from contracode.tasks.clones.scorers import Comparison, EncoderScorer, Scorer
from contracode.tasks.clones.scorers.encoder import EncodedTexts
from contracode.tokens.lexical import lexical_tokens

FUSION = Fusion(
    format=1,
    recipe="hashed",
    model_digest="digest",
    corpus_digest="corpus",
    weights=(1.0, 2.0, 3.0),
    intercept=-3.0,
    scores=(-1.0, 0.0, 2.0),
    probabilities=(0.1, 0.1, 0.7),
    threshold=1.0,
)
WORDS = ("let", "indexOf", "(", ")", "total", "'some text'", "+", "item2", "\n", "// why\n")
TEXT = st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)


def grams_of(text):
    spelt = " ".join(lexical_tokens(text))
    runs = [spelt[at : at + n] for n in (3, 4) for at in range(len(spelt) - n + 1)]
    return {run: math.log1p(count) for run, count in Counter(runs).items()}


def slow_grams(one, other):
    a, b = grams_of(one), grams_of(other)
    lengths = [math.sqrt(sum(value**2 for value in each.values())) for each in (a, b)]
    product = sum(a[run] * b[run] for run in a.keys() & b.keys())
    return product / (lengths[0] * lengths[1]) if all(lengths) else 0.0


def slow_words(one, other):
    a, b = (
        Counter(
            word.lower()
            for token in lexical_tokens(text)
            for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", token)
        )
        for text in (one, other)
    )
    total = (a | b).total()
    return (a & b).total() / total if total else 1.0


class HashedTexts:
    """The small encoder as scorers call it."""

    def encode(self, texts, progress):  # noqa: ARG002
        encoder = HashedEncoder(max_tokens=10_000)
        vectors = encoder.embed_texts(texts)
        return EncodedTexts(vectors=vectors, cut=np.zeros(len(texts), dtype=bool))


COSINES = EncoderScorer("hashed", HashedTexts())


@given(TEXT, TEXT)
def test_lexical_features_are_those_of_a_slow_loop(one, other):
    grams, words = Wording([one]).against(Wording([other]))
    place = np.array([0])
    assert grams.pairs(place, place)[0] == pytest.approx(slow_grams(one, other))
    assert words.pairs(place, place)[0] == pytest.approx(slow_words(one, other))


@given(TEXT, TEXT, TEXT)
def test_a_pair_scores_the_same_whoever_else_is_there_and_both_ways(one, other, third):
    scorer = FusedScorer(COSINES, FUSION)
    alone = scorer.compare([one], [other]).pairs(np.array([0]), np.array([0]))[0]
    texts = [third, other, one]
    among = scorer.compare(texts, texts)
    there = among.pairs(np.array([2]), np.array([1]))[0]
    back = among.pairs(np.array([1]), np.array([2]))[0]
    assert alone == pytest.approx(there)
    assert there == pytest.approx(back)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_rows_hold_the_scores_of_pairs(texts):
    made = FusedScorer(COSINES, FUSION).compare(texts, texts)
    rows = made.rows(np.arange(len(texts)))
    for query in range(len(texts)):
        pairs = made.pairs(np.full(len(texts), query), np.arange(len(texts)))
        np.testing.assert_allclose(rows[query], pairs, atol=1e-6)


def test_it_is_a_scorer():
    scorer = FusedScorer(COSINES, FUSION)
    assert isinstance(scorer, Scorer)
    assert isinstance(scorer.compare(["a"], ["b"]), Comparison)
    assert scorer.name == "fused"


FEATURES = st.tuples(*[st.floats(0, 1)] * 3)


@given(FEATURES, FEATURES)
def test_more_alike_is_never_less_probable(one, other):
    low, high = np.minimum(one, other), np.maximum(one, other)
    scores = FUSION.score(np.stack([low, high]))
    assert scores[0] <= scores[1]
    assert FUSION.probability(scores)[0] <= FUSION.probability(scores)[1]


def test_probability_is_interpolated_and_ends_at_the_ends():
    assert FUSION.probability(np.array([-9.0, 1.0, 9.0])).tolist() == pytest.approx([0.1, 0.4, 0.7])


def test_it_is_read_as_it_was_written(tmp_path):
    FUSION.write(tmp_path / "calibration.json")
    assert Fusion.read(tmp_path / "calibration.json") == FUSION


def test_a_missing_file_names_the_command(tmp_path):
    with pytest.raises(CheckpointError, match="contracode calibrate"):
        Fusion.read(tmp_path / "calibration.json")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"format": 2}, "this version reads 1"),
        ({"weights": (1.0, -0.1, 0.0)}, "must not be negative"),
        ({"scores": (0.0, 0.0, 1.0)}, "must ascend"),
        ({"probabilities": (0.3, 0.2, 0.1)}, "must not descend"),
        ({"scores": ()}, "at least one"),
    ],
)
def test_what_is_no_fusion_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        replace(FUSION, **wrong)


def test_the_shipped_one_is_of_the_smoke_recipe():
    assert Fusion.shipped().recipe == "smoke"
