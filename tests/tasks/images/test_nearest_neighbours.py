"""The vote of the nearest neighbours against a slow loop."""

import math

import numpy as np
import pytest

from contracode.tasks.images.nearest_neighbours import neighbour_votes


def drawn(count, seed):
    random = np.random.default_rng(seed)
    return random.normal(size=(count, 5)).astype(np.float32), random.integers(0, 3, count)


def slow_votes(memory, labels, queries, neighbours, temperature):
    votes = np.zeros((len(queries), 3))
    for row, query in enumerate(queries):
        cosines = [
            float(query @ each / math.sqrt((query @ query) * (each @ each))) for each in memory
        ]
        nearest = sorted(range(len(memory)), key=lambda place: -cosines[place])[:neighbours]
        for place in nearest:
            votes[row, labels[place]] += math.exp(cosines[place] / temperature)
    return votes / votes.max(axis=1, keepdims=True)


@pytest.mark.parametrize(("neighbours", "block"), [(1, 7), (10, 64), (200, 13)])
def test_votes_are_those_of_a_slow_loop(neighbours, block):
    memory, labels = drawn(60, 0)
    queries, _ = drawn(30, 1)
    found = neighbour_votes(
        memory, labels, queries, classes=3, neighbours=neighbours, temperature=0.2, block=block
    )
    expected = slow_votes(memory, labels, queries, neighbours, 0.2)
    np.testing.assert_allclose(found / found.max(axis=1, keepdims=True), expected, atol=1e-5)


def test_lengths_of_vectors_do_not_matter():
    memory, labels = drawn(60, 0)
    queries, _ = drawn(30, 1)
    sizes = np.geomspace(0.1, 10, 60, dtype=np.float32)[:, None]
    one = neighbour_votes(memory, labels, queries, classes=3)
    two = neighbour_votes(memory * sizes, labels, queries * 5, classes=3)
    np.testing.assert_allclose(one, two, atol=1e-4)


def test_one_neighbour_names_every_remembered_image():
    memory, labels = drawn(60, 0)
    votes = neighbour_votes(memory, labels, memory, classes=3, neighbours=1)
    assert (votes.argmax(axis=1) == labels).all()
    assert votes.max(axis=1) == pytest.approx(np.ones(60))


def test_a_tiny_temperature_does_not_underflow():
    memory, labels = drawn(60, 0)
    votes = neighbour_votes(memory, labels, -memory, classes=3, temperature=1e-4)
    assert (votes.sum(axis=1) >= 1).all()


def test_what_makes_no_sense_is_refused():
    memory, labels = drawn(60, 0)
    with pytest.raises(ValueError, match=r"must be > 0, got 0, 0\.07 and 1024"):
        neighbour_votes(memory, labels, memory, classes=3, neighbours=0)
    with pytest.raises(ValueError, match="labels must be between 0 and 1"):
        neighbour_votes(memory, labels, memory, classes=2)
