"""The mean classifier against a slow loop."""

from itertools import combinations

import numpy as np
import pytest

from contracode.tasks.images.mean_classifier import (
    average_of_pairs,
    class_means,
    drawn_class_means,
    mean_classifier_figures,
    mean_scores,
)


def drawn(count, seed, classes=6):
    random = np.random.default_rng(seed)
    labels = random.integers(0, classes, count)
    return random.normal(size=(count, 4)).astype(np.float32) + labels[:, None] * 0.2, labels


def slow_figures(train, test, classes):
    """AVG-2, TOP-1 and TOP-5, one image at a time."""
    means = {c: sum(v for v, y in zip(*train, strict=True) if y == c) for c in range(classes)}
    means = {c: total / sum(train[1] == c) for c, total in means.items()}
    pairs, tops = [], {1: [], 5: []}
    for a, b in combinations(range(classes), 2):
        named = [
            (y, a if v @ means[a] > v @ means[b] else b)
            for v, y in zip(*test, strict=True)
            if y in (a, b)
        ]
        pairs.append(np.mean([y == guess for y, guess in named]))
    for v, y in zip(*test, strict=True):
        order = sorted(range(classes), key=lambda c, v=v: -(v @ means[c]))
        for k, hits in tops.items():
            hits.append(y in order[:k])
    return np.mean(pairs), np.mean(tops[1]), np.mean(tops[5])


def test_figures_are_those_of_a_slow_loop():
    train, test = drawn(200, 0), drawn(90, 1)
    found = mean_classifier_figures(train, test, classes=6, seed=0)
    expected = slow_figures(train, test, 6)
    names = ("AVG-2 mu", "TOP-1 mu", "TOP-5 mu")
    assert [found[name] for name in names] == pytest.approx(expected)


def test_few_vectors_are_drawn_and_their_figures_averaged():
    train, test = drawn(200, 0), drawn(90, 1)
    one, two, other = (
        mean_classifier_figures(train, test, classes=6, trials=3, seed=seed) for seed in (4, 4, 5)
    )
    assert one == two
    assert one != other
    seeds = np.random.SeedSequence(4).generate_state(3).tolist()
    values = []
    for seed in seeds:
        means = drawn_class_means(*train, classes=6, seed=seed)
        values.append(average_of_pairs(mean_scores(means, test[0]), test[1]))
    assert one["AVG-2 mu-5"] == pytest.approx(np.mean(values))


def test_drawn_means_are_those_of_all_where_all_are_drawn():
    train = drawn(200, 0)
    np.testing.assert_allclose(
        drawn_class_means(*train, classes=6, per_class=200, seed=1),
        class_means(*train, classes=6),
    )


def test_products_are_not_cosines():
    # The longer mean wins, though the other points the same way as the image.
    means = np.array([[1.0, 0.0], [5.0, 5.0]])
    assert mean_scores(means, np.array([[1.0, 0.1]])).argmax() == 1


def test_a_class_without_a_mean_is_never_named():
    vectors, labels = drawn(50, 0, classes=3)
    means = class_means(vectors, labels, classes=4)
    assert (mean_scores(means, vectors)[:, 3] == -np.inf).all()
    figures = mean_classifier_figures((vectors, labels), (vectors, labels), classes=4, seed=0)
    assert "TOP-5 mu" not in figures


def test_equal_scores_are_half_right():
    labels = np.array([0, 1, 1, 2])
    assert average_of_pairs(np.zeros((4, 3)), labels) == 0.5


def test_what_makes_no_sense_is_refused():
    train = drawn(50, 0)
    with pytest.raises(ValueError, match="trials must be at least 1, got 0"):
        mean_classifier_figures(train, train, classes=6, trials=0, seed=0)
    with pytest.raises(ValueError, match="per_class must be at least 1, got 0"):
        drawn_class_means(*train, classes=6, per_class=0, seed=0)
    with pytest.raises(ValueError, match="at least 2 classes, got 1"):
        average_of_pairs(np.zeros((4, 3)), np.ones(4, np.int64))
