"""CACR's weights against direct formulas."""

import math

import numpy as np
import pytest

from contracode.tasks.images.weights import conditional_weights, weight_figures


def drawn(count, seed):
    return np.random.default_rng(seed).normal(size=(count, 6)).astype(np.float32)


def slow_weights(query, keys, factor):
    unit = query / math.sqrt(float(query @ query))
    costs = [
        sum((a - b / math.sqrt(float(key @ key))) ** 2 for a, b in zip(unit, key, strict=True))
        for key in keys
    ]
    mass = [math.exp(factor * cost) for cost in costs]
    return [each / sum(mass) for each in mass]


def test_weights_are_those_of_the_formulas():
    query, positives, negatives = drawn(1, 0)[0], drawn(4, 1), drawn(30, 2)
    found = conditional_weights(
        query, positives, negatives, attraction_sharpness=0.7, repulsion_sharpness=2.0
    )
    np.testing.assert_allclose(found.attraction, slow_weights(query, positives, 0.7), rtol=1e-5)
    np.testing.assert_allclose(found.repulsion, slow_weights(query, negatives, -2.0), rtol=1e-5)
    assert found.attraction.argmax() == found.positive_distances.argmax()
    assert found.repulsion.argmax() == found.negative_distances.argmin()


def test_without_sharpness_all_keys_weigh_the_same():
    found = conditional_weights(
        drawn(1, 0)[0], drawn(4, 1), drawn(30, 2), attraction_sharpness=0.0, repulsion_sharpness=0.0
    )
    figures = weight_figures(found)
    assert figures["attraction entropy"] == pytest.approx(math.log(4))
    assert figures["repulsion evenness"] == pytest.approx(1)
    assert figures["repulsion of the nearest tenth"] == pytest.approx(0.1)


def test_figures_are_those_of_a_slow_loop():
    found = conditional_weights(drawn(1, 0)[0], drawn(11, 1), drawn(30, 2), repulsion_sharpness=3.0)
    same = np.arange(30) % 3 == 0
    figures = weight_figures(found, same)
    assert figures["repulsion entropy"] == pytest.approx(
        -sum(weight * math.log(weight) for weight in found.repulsion)
    )
    assert figures["repulsion of the nearest tenth"] == pytest.approx(
        sum(sorted(found.repulsion)[-3:])
    )
    assert figures["attraction of the farthest tenth"] == pytest.approx(
        sum(sorted(found.attraction)[-2:])
    )
    assert figures["repulsion of the same class"] == pytest.approx(sum(found.repulsion[::3]))
    assert figures["same class"] == pytest.approx(1 / 3)
    assert figures["repulsion of the nearest tenth"] > 0.1


def test_one_positive_has_all_the_attraction():
    found = conditional_weights(drawn(1, 0)[0], drawn(1, 1), drawn(5, 2))
    figures = weight_figures(found)
    assert found.attraction.tolist() == [1]
    assert figures["attraction entropy"] == 0
    assert figures["attraction evenness"] == 1


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="got 0 positives and 5 negatives"):
        conditional_weights(drawn(1, 0)[0], drawn(0, 1), drawn(5, 2))
    with pytest.raises(ValueError, match=r"sharpness must be >= 0, got t\+ 1.0 and t- -1.0"):
        conditional_weights(drawn(1, 0)[0], drawn(2, 1), drawn(5, 2), repulsion_sharpness=-1.0)
