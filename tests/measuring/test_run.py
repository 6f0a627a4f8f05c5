"""Measures of finished runs."""

import json

import pytest
from image_runs import MLP, run_settings

from contracode.errors import CheckpointError, RecipeError
from contracode.measuring.amounts import QUICK
from contracode.measuring.measures import OF_VECTORS, check_figures
from contracode.measuring.run import loss_figures, measure, measure_run
from contracode.measuring.splits import measured_on
from contracode.training.images.finished import load_run
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


@pytest.mark.parametrize(
    ("method", "measures"),
    [
        ({"kind": "cacr"}, (*OF_VECTORS, "weights", "losses")),
        ({"kind": "cross-entropy"}, ("neighbours",)),
        ({"kind": "cross-entropy"}, ("calibration", "corruption")),
        ({"kind": "loco", "schedule": "greedy"}, ("losses",)),
        ({"kind": "pac-bayes", "tuples": 500, "certificate_draws": 1400}, ("certificate",)),
    ],
    ids=["cacr", "own", "own and corrupted", "loco", "pac-bayes"],
)
def test_the_names_of_all_figures_are_known(digits, tmp_path, method, measures):
    encoder = {"encoder": MLP} if method["kind"] == "pac-bayes" else {}
    train_images(run_settings(digits, method=method, schedule={"steps": 1}, **encoder), tmp_path)
    run = load_run(tmp_path)
    on = measured_on(run.config.data, run.images, measures, QUICK)
    log = tmp_path / "run" / "log.jsonl"
    found = measure(run, on, measures, QUICK, log=log).figures
    assert found
    check_figures(found, measures)


def test_a_figure_that_no_measure_gives_is_named():
    measures = ("linear probe", "transfer to digits")
    check_figures(["linear top-5", "transfer to digits, k-NN accuracy"], measures)
    with pytest.raises(
        RecipeError, match="called 'exactness' or 'bound' where the measures are lin"
    ):
        check_figures(["exactness", "accuracy", "bound"], measures)


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
