"""Linear evaluation against scikit-learn, and its laws."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from contracode.tasks.images.accuracy import accuracy, top_k
from contracode.tasks.images.linear_probe import chosen_probe, fitted_probe


def clouds(count=400, dim=8, classes=4, seed=0, apart=1.0):
    """Vectors around a centre a class, features of very different sizes."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(classes, dim)) * apart
    labels = np.arange(count, dtype=np.int64) % classes
    sizes = np.geomspace(0.01, 100, dim)
    return (centres[labels] + random.normal(size=(count, dim))) * sizes + 3, labels


def cost(probe, vectors, labels, strength):
    logits = probe.logits(vectors)
    top = logits.max(axis=1, keepdims=True)
    logs = logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(labels)), labels].mean() + strength / 2 * (probe.weights**2).sum()


@pytest.mark.parametrize("strength", [1e-1, 1e-2, 1e-4])
def test_the_optimum_is_that_of_scikit_learn(strength):
    vectors, labels = clouds()
    probe = fitted_probe(vectors, labels, classes=4, strength=strength)
    features = StandardScaler().fit_transform(vectors)
    rival = LogisticRegression(C=1 / (strength * len(labels)), tol=1e-10, max_iter=10_000)
    rival.fit(features, labels)
    np.testing.assert_allclose(probe.weights, rival.coef_.T, atol=2e-5)
    expected = rival.decision_function(features)
    found = probe.logits(vectors)
    np.testing.assert_allclose(
        found - found.mean(axis=1, keepdims=True),
        expected - expected.mean(axis=1, keepdims=True),
        atol=1e-4,
    )
    assert probe.steepest < 1e-6


def test_float32_comes_within_a_thousandth_of_the_optimum():
    vectors, labels = clouds()
    exact = fitted_probe(vectors, labels, classes=4, strength=1e-3)
    probe = fitted_probe(vectors.astype(np.float32), labels, classes=4, strength=1e-3)
    assert probe.weights.dtype == np.float32
    np.testing.assert_allclose(probe.weights, exact.weights, atol=1e-3)
    best = cost(exact, vectors, labels, 1e-3)
    assert cost(probe, vectors, labels, 1e-3) == pytest.approx(best, rel=1e-5)


def test_the_same_vectors_give_the_same_probe():
    vectors, labels = clouds()
    one, two = (fitted_probe(vectors, labels, classes=4, strength=1e-3) for _ in range(2))
    assert (one.weights == two.weights).all()
    assert (one.bias == two.bias).all()


def test_the_size_of_a_feature_does_not_matter():
    vectors, labels = clouds()
    other = vectors * np.geomspace(1, 1e4, 8) - 7
    one = fitted_probe(vectors, labels, classes=4, strength=1e-2)
    two = fitted_probe(other, labels, classes=4, strength=1e-2)
    np.testing.assert_allclose(one.logits(vectors), two.logits(other), atol=1e-6)


def test_a_constant_feature_adds_nothing():
    vectors, labels = clouds()
    wider = np.hstack([vectors, np.full((len(vectors), 1), 0.1)])
    one = fitted_probe(vectors, labels, classes=4, strength=1e-2)
    two = fitted_probe(wider, labels, classes=4, strength=1e-2)
    np.testing.assert_allclose(one.logits(vectors), two.logits(wider), atol=1e-8)


@pytest.mark.parametrize("seed", range(10))
def test_most_features_may_be_constant(seed):
    few, labels = clouds()
    few = few.astype(np.float32)
    vectors = np.zeros((len(few), 200), np.float32)
    vectors[:, np.random.default_rng(seed).permutation(200)[: few.shape[1]]] = few
    probe = fitted_probe(vectors, labels, classes=4, strength=1e-2)
    alone = fitted_probe(few, labels, classes=4, strength=1e-2)
    np.testing.assert_allclose(probe.logits(vectors), alone.logits(few), atol=2e-2)


def test_the_strength_is_that_of_the_best_validation_accuracy():
    train, valid = clouds(60, 30, seed=1, apart=0.2), clouds(400, 30, seed=2, apart=0.2)
    strengths = (1e-6, 1.0, 1e-1, 1e-3)
    chosen = chosen_probe(train, valid, classes=4, strengths=strengths)
    scores = {}
    for strength in sorted(strengths, reverse=True):
        probe = fitted_probe(*train, classes=4, strength=strength, steps=2000)
        scores[strength] = accuracy(probe.logits(valid[0]), valid[1])
    assert len(set(scores.values())) > 1
    assert chosen.strength == max(scores, key=scores.__getitem__)


def test_of_equally_good_strengths_the_strongest_is_taken():
    train = clouds(apart=50.0)
    chosen = chosen_probe(train, clouds(seed=5, apart=50.0), classes=4, strengths=(1e-3, 1e-2))
    assert chosen.strength == 1e-2


def test_a_class_without_images_is_never_named():
    vectors, labels = clouds()
    probe = fitted_probe(vectors, labels, classes=6, strength=1e-2)
    assert set(probe.logits(vectors).argmax(axis=1)) <= {0, 1, 2, 3}


def test_top_k_is_that_of_a_stable_order():
    random = np.random.default_rng(0)
    scores = random.integers(0, 4, size=(200, 6)).astype(np.float32)
    labels = random.integers(0, 6, 200)
    order = np.argsort(-scores, axis=1, kind="stable")
    for k in range(1, 7):
        expected = np.mean([label in row[:k] for label, row in zip(labels, order, strict=True)])
        assert top_k(scores, labels, k) == expected
    assert accuracy(np.zeros((200, 6)), labels) == np.mean(labels == 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda x, y: fitted_probe(x, y, classes=4, strength=0.0), "must be > 0, got"),
        (lambda x, y: fitted_probe(x, y - 1, classes=4, strength=0.1), "leave out images without"),
        (lambda x, y: fitted_probe(x * np.inf, y, classes=4, strength=0.1), "must be finite"),
        (lambda x, y: chosen_probe((x, y), (x, y), classes=4, strengths=()), "at least one L2"),
        (lambda x, y: top_k(x, y, 9), "k must be between 1 and 8"),
        (lambda x, y: accuracy(x[:0], y[:0]), "at least one image is needed"),
        (lambda x, y: accuracy(x * np.nan, y), "400 images have scores of NaN"),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_what_makes_no_sense_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make(*clouds())
