"""Calibration against direct formulas."""

import math

import numpy as np
import pytest
from sklearn.metrics import log_loss

from contracode.tasks.images.calibration import (
    brier,
    expected_calibration_error,
    fitted_temperature,
    negative_log_likelihood,
    probabilities_of,
    reliability,
)


def calibrated(count=20_000, temperature=1.0, seed=0):
    """Logits, and labels drawn by their softmax at a temperature."""
    random = np.random.default_rng(seed)
    logits = random.normal(size=(count, 4)) * 2
    chances = probabilities_of(logits, temperature).cumsum(axis=1)
    labels = (random.random((count, 1)) > chances).sum(axis=1)
    return logits, np.minimum(labels, 3)


def slow_error(probabilities, labels, bins):
    total = 0.0
    for number in range(bins):
        inside = [
            (max(row), int(np.argmax(row)) == label)
            for row, label in zip(probabilities, labels, strict=True)
            if number / bins < max(row) <= (number + 1) / bins
        ]
        if inside:
            sure, right = np.mean([s for s, _ in inside]), np.mean([r for _, r in inside])
            total += len(inside) / len(labels) * abs(sure - right)
    return total


def test_the_error_is_that_of_a_slow_loop():
    logits, labels = calibrated(500, temperature=2.0)
    probabilities = probabilities_of(logits)
    found = expected_calibration_error(probabilities, labels)
    assert found == pytest.approx(slow_error(probabilities, labels, 15))
    assert found > 0.1


def test_labels_drawn_by_the_probabilities_leave_hardly_an_error():
    logits, labels = calibrated()
    assert expected_calibration_error(probabilities_of(logits), labels) < 0.015


def test_a_probability_of_one_is_in_the_last_bin():
    found = reliability(np.eye(3), np.arange(3))
    assert found.counts.tolist() == [0] * 14 + [3]
    assert found.error == 0
    assert reliability(np.eye(3), np.array([1, 2, 0])).error == 1


def test_a_bin_holds_its_upper_edge_and_not_its_lower_one():
    probabilities = np.array([[0.5, 0.5], [0.75, 0.25], [0.751, 0.249]])
    assert reliability(probabilities, np.zeros(3, np.int64), bins=4).counts.tolist() == [0, 1, 1, 1]


def test_the_likelihood_is_that_of_scikit_learn():
    logits, labels = calibrated(500)
    expected = log_loss(labels, probabilities_of(logits), labels=range(4))
    assert negative_log_likelihood(logits, labels) == pytest.approx(expected)


def test_the_likelihood_of_what_is_impossible_is_finite():
    assert negative_log_likelihood(np.array([[0.0, 2000.0]]), np.array([0])) == pytest.approx(2000)


def test_brier_is_between_0_and_2():
    assert brier(np.eye(3), np.arange(3)) == 0
    assert brier(np.eye(3), np.array([1, 2, 0])) == 2
    assert brier(np.full((1, 4), 0.25), np.array([2])) == pytest.approx(0.75**2 + 3 * 0.25**2)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_of_the_labels_is_found(temperature):
    logits, labels = calibrated(temperature=temperature)
    found = fitted_temperature(logits, labels)
    assert found == pytest.approx(temperature, rel=0.05)
    best = negative_log_likelihood(logits, labels, temperature=found)
    for other in (found * 0.99, found * 1.01):
        assert negative_log_likelihood(logits, labels, temperature=other) > best


def test_what_makes_no_sense_is_refused():
    logits, labels = calibrated(10)
    with pytest.raises(ValueError, match="give logits to probabilities_of first"):
        expected_calibration_error(logits, labels)
    with pytest.raises(ValueError, match="bins must be at least 1, got 0"):
        reliability(probabilities_of(logits), labels, bins=0)
    with pytest.raises(ValueError, match="temperature must be > 0, got 0"):
        probabilities_of(logits, 0.0)
    assert math.isnan(reliability(probabilities_of(logits), labels).confidences[0])
