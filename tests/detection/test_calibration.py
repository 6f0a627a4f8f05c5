import numpy as np
import pytest
from clone_corpora import clone_function, clone_pair, write_clones
from hashed_encoder import HashedEncoder
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from tiny_model import write_tiny_model

from contracode.cli import main
from contracode.detection import calibration
from contracode.detection.calibration import fit, measure
from contracode.detection.calibration_cases import (
    KnownFunctions,
    balanced_cases,
    retrieved_cases,
    vectors_of,
)
from contracode.errors import CorpusError
from contracode.tasks.clones.fusion import CALIBRATION, Fusion, Wording, trust_in

BODIES = {
    "sum": "let total = {0}; for (const x of list) total += x; return total;",
    "join": "let text = '{0}'; for (const x of list) text += x; return text;",
    "clamp": "return Math.min(high, Math.max(low, value)) + {0};",
    "reverse": "return [...list].reverse().slice({0});",
    "last": "return list[list.length - 1 - {0}];",
    "first": "return list.find((x) => x > {0});",
    "keys": "return Object.keys(value).concat({0});",
    "flat": "return list.reduce((all, x) => all.concat(x), [{0}]);",
    "even": "return list.filter((x) => x % 2 === {0});",
    "once": "let done = {0}; return () => done || (done = work());",
    "range": "return Array.from({{ length: high }}, (_, x) => x + {0});",
    "trim": "return text.replace(/^ +| +$/g, '{0}');",
}
ABOUT = {"recipe": "hashed", "model_digest": "digest", "corpus_digest": "corpus"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    functions, pairs, number = [], [], 0
    for split in ("valid", "test"):
        for concept, body in BODIES.items():
            made = []
            for variant in range(4):
                text = f"function f(list, value, low, high) {{ {body.format(variant)} }}"
                name = f"{split} {concept}"
                made.append(clone_function(number, name, "lists", text, split))
                number += 1
            functions += made
            pairs += [clone_pair(made[0], made[1]), clone_pair(made[1], made[2], "name")]
    return write_clones(tmp_path_factory.mktemp("data") / "clones", functions, pairs)


@pytest.fixture(scope="module")
def known(corpus):
    return KnownFunctions.read(corpus, "valid")


def test_a_calibration_is_repeated_exactly_and_holds_its_promises(known):
    encoder = HashedEncoder(max_tokens=10_000)
    one, other = (fit(known, encoder, about=ABOUT) for _ in range(2))
    assert one == other
    assert min(one.weights) >= 0
    assert 0 <= min(one.probabilities) <= max(one.probabilities) <= 1


def test_retrieved_cases_are_proven_clones_or_of_other_concepts(known):
    cases = retrieved_cases(known, vectors_of(known, HashedEncoder()), Wording(known.texts))
    ends = np.sort(np.stack([cases.queries, cases.candidates], axis=1), axis=1)
    for (left, right), positive in zip(ends.tolist(), cases.positive.tolist(), strict=True):
        same = known.concepts[left] == known.concepts[right]
        assert positive == same == ((left, right) in known.pairs)


def test_every_concept_weighs_the_same(known):
    cases = balanced_cases(known, seed=0)
    for chosen in (cases.positive, ~cases.positive):
        concepts = cases.concepts[chosen]
        weights = np.bincount(concepts, cases.weights[chosen])
        np.testing.assert_allclose(weights[weights > 0], 1)


def test_pairs_of_equal_structure_are_left_out(known):
    structures = ["same"] * len(known.texts)
    alike = KnownFunctions(
        texts=known.texts, concepts=known.concepts, structures=structures, pairs=known.pairs
    )
    assert len(balanced_cases(alike, seed=0).queries) == 0


def test_a_part_keeps_its_own_pairs(known):
    part = known.among({0, 1})
    assert len(part.texts) == 8
    assert len(part.pairs) == 4
    assert {part.texts[place] for pair in part.pairs for place in pair} <= set(known.texts)


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_the_regression_is_scikit_learns_where_no_weight_would_be_negative(seed):
    random = np.random.default_rng(seed)
    positive = np.arange(300) % 2 == 0
    features = random.normal(size=(300, 3)) + positive[:, None] * np.array([0.5, 1.0, 1.5])
    weights = random.uniform(0.5, 2.0, size=300)
    found, intercept = calibration._regression(features, positive, weights)
    shares = weights / np.where(positive, weights[positive].sum(), weights[~positive].sum())
    expected = LogisticRegression(C=np.inf, tol=1e-8, max_iter=10_000).fit(
        features, positive, sample_weight=shares * 150
    )
    assume((expected.coef_ > 0.05).all())
    np.testing.assert_allclose(found, expected.coef_[0], rtol=0.02, atol=0.02)
    assert intercept == pytest.approx(expected.intercept_[0], rel=0.02, abs=0.02)


def test_an_honest_forecast_has_no_calibration_error():
    positive = np.array([True] * 3 + [False] * 7)
    said = np.full(10, 0.3)
    weights = np.ones((1, 10))
    assert calibration._calibration_error(said, positive, weights)[0] == pytest.approx(0)
    assert calibration._brier(said, positive, weights)[0] == pytest.approx(0.21)
    assert calibration._calibration_error(said + 0.2, positive, weights)[0] == pytest.approx(0.2)


def test_quality_counts_every_pair_once_in_the_table(corpus, known):
    encoder = HashedEncoder(max_tokens=10_000)
    fusion = fit(known, encoder, about=ABOUT)
    quality = measure(KnownFunctions.read(corpus, "test"), encoder, fusion)
    assert sum(row.pairs for row in quality.reliability) == quality.pairs
    assert set(quality.nearest) == set(quality.strangers) == {"fused", "cosine", "grams", "words"}


def test_the_command_writes_what_the_report_uses(corpus, tmp_path, capsys):
    model = write_tiny_model(tmp_path / "model")
    figures = tmp_path / "figures.json"
    words = ["--model", str(model), "--corpus", str(corpus), "--json", str(figures)]
    main(["calibrate", *words])
    out = capsys.readouterr().out
    assert "| probability said | clones | pairs |" in out
    assert "test, half 2" in out
    fusion = Fusion.read(model / CALIBRATION)
    assert trust_in(model, "tiny", fusion.model_digest).source == "model"
    assert figures.exists()


def test_a_corpus_without_a_split_is_refused(tmp_path):
    only = write_clones(tmp_path / "clones", [clone_function(0, "sum", "lists", "f()")], [])
    with pytest.raises(CorpusError, match="no functions with a concept in its split valid"):
        KnownFunctions.read(only, "valid")
