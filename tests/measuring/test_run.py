"""Measures of finished runs."""

import json

import pytest
from image_runs import MLP, run_settings

from contracode.errors import CheckpointError, RecipeError
from contracode.measuring.run import loss_figures, measure_run
from contracode.training.images.train import train_images


def test_losses_are_means_of_the_logs_last_tenth(tmp_path):
    log = tmp_path / "log.jsonl"
    lines = [
        {"step": step, "loss": float(step), "unit_1_a": 1.0, "unit_2_a": 2.0, "unit_2_b": step / 10}
        for step in range(1, 21)
    ]
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert loss_figures(log) == pytest.approx(
        {
            "training loss": 19.5,
            "unit_1 loss": 1.0,
            "unit_2 loss": 2.0 + 1.95,
            "last unit's loss": 3.95,
        }
    )


def test_a_certificate_bounds_the_risk_of_test_tuples(digits, tmp_path):
    method = {"kind": "pac-bayes", "tuples": 500, "certificate_draws": 1400}
    quick = {"encoder": MLP, "schedule": {"steps": 2}}
    train_images(run_settings(digits, method=method, **quick), tmp_path)
    figures = measure_run(tmp_path, ["certificate"])
    assert figures["test risk, drawn"] < figures["bound"]
    assert figures["empirical risk, drawn"] <= figures["empirical risk, upper"] < figures["bound"]
    assert {"KL", "best lambda", "logistic loss, valid, drawn"} <= set(figures)


def test_too_few_draws_of_weights_are_refused_with_the_number_that_would_do(digits, tmp_path):
    method = {"kind": "pac-bayes", "tuples": 100, "certificate_draws": 50}
    quick = {"encoder": MLP, "schedule": {"steps": 1}}
    train_images(run_settings(digits, method=method, **quick), tmp_path)
    with pytest.raises(RecipeError, match=r"method.certificate_draws = 50: .* would be enough"):
        measure_run(tmp_path, ["certificate"])


def test_only_pac_bayes_runs_have_a_certificate(digits, tmp_path):
    train_images(run_settings(digits, schedule={"steps": 1}), tmp_path)
    with pytest.raises(RecipeError, match=r"only runs with method.kind = 'pac-bayes' have a cert"):
        measure_run(tmp_path, ["certificate"])


def test_a_run_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match=str(tmp_path)):
        measure_run(tmp_path, ["linear probe"])
