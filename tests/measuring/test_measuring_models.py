"""Figures of finished runs."""

import json
import shutil

import numpy as np
import pytest
from finished_image_runs import PAC_BAYES, digits_corpus, finish, loaded

from contracode.errors import CheckpointError, RecipeError
from contracode.measuring.amounts import Amounts
from contracode.measuring.measures import OF_VECTORS, check_measures, measures_of
from contracode.measuring.run import measure, measure_raw_pixels, measure_run
from contracode.measuring.splits import measured_on
from contracode.tasks.images.accuracy import accuracy

FEW = Amounts(corrupted=5, queries=6, held_out=60, tuples=500, draws=2)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return digits_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def runs(corpus, tmp_path_factory):
    """One that compares views, and one that names classes."""
    root = tmp_path_factory.mktemp("runs")
    finish(corpus, root / "cacr")
    finish(corpus, root / "classes", instead={"method": {"kind": "cross-entropy"}})
    return root


def measured(out, measures=None, amounts=FEW):
    run = loaded(out)
    wanted = measures or measures_of(run)
    on = measured_on(run.config.data, run.images, wanted, amounts)
    return measure(run, on, wanted, amounts, log=out / "run" / "log.jsonl"), on


def test_all_that_suits_a_contrastive_run(runs, corpus):
    wanted = (*OF_VECTORS, "weights", "losses", f"transfer to {corpus}")
    found, on = measured(runs / "cacr", wanted)
    assert measures_of(loaded(runs / "cacr")) == wanted[:-1]
    figures = found.figures
    assert figures["accuracy"] == figures["linear accuracy"]
    assert figures["corruption error"] == figures["linear corruption error"]
    assert {"k-NN accuracy", "mean classifier, TOP-1 mu", "weights, repulsion entropy"} <= set(
        figures
    )
    # Moved to where it comes from, it is as good, but for the training images it may learn from.
    assert f"transfer to {corpus}, linear accuracy" in figures
    assert list(found.heads) == ["linear probe"]
    assert len(found.weighed) == 6
    assert found.certificate is None
    logits, labels = found.heads["linear probe"].test
    assert figures["accuracy"] == accuracy(logits, labels)
    assert (labels == on.own.test.labels).all()


def test_the_classifier_of_a_run_comes_before_a_probe(runs):
    found, _ = measured(runs / "classes", ("linear probe",))
    assert found.figures["accuracy"] == found.figures["own accuracy"]
    assert list(found.heads) == ["linear probe", "own classifier"]


def test_raw_pixels_have_the_same_figures_but_those_of_a_run(runs):
    found, on = measured(runs / "cacr")
    pixels = measure_raw_pixels(on, measures_of(loaded(runs / "cacr")), FEW)
    assert set(pixels.figures) == {
        name for name in found.figures if not name.startswith(("weights", "training loss"))
    }
    assert list(pixels.heads) == ["linear probe of raw pixels"]
    assert measure_raw_pixels(on, ("losses",), FEW).figures == {}


def test_losses_are_those_of_the_last_tenth_of_the_log(runs):
    lines = (runs / "cacr" / "run" / "log.jsonl").read_text().splitlines()
    assert measure_run(runs / "cacr", ["losses"]) == {
        "training loss": pytest.approx(np.mean([json.loads(lines[-1])["loss"]]))
    }


def test_a_run_is_measured_the_same_every_time(runs):
    first, again = (measure_run(runs / "cacr", ["linear probe", "weights"]) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        (["neighbors"], "no measure is called neighbors; there are linear probe, neighbours"),
        (["transfer to "], "no measure is called transfer to ;"),
        (["certificate"], "only runs with method.kind = 'pac-bayes' have a certificate"),
    ],
)
def test_measures_that_make_no_sense_are_refused(runs, measures, message):
    with pytest.raises(RecipeError, match=message):
        measure_run(runs / "cacr", measures)


def test_known_measures_are_accepted():
    check_measures([*OF_VECTORS, "weights", "certificate", "losses", "transfer to digits"])


def test_weights_that_went_astray_in_the_last_step_are_told(corpus, tmp_path):
    out = finish(corpus, tmp_path / "astray", schedule={"peak": 1e30, "steps": 1})
    with pytest.raises(RecipeError, match=r"tiny can't be measured: .* infinity or NaN"):
        measure_run(out, ["linear probe"])


def test_a_lost_log_is_told(corpus, tmp_path):
    out = finish(corpus, tmp_path / "run")
    (out / "run" / "log.jsonl").unlink()
    with pytest.raises(CheckpointError, match="leave out the measure 'losses'"):
        measure_run(out, ["losses"])


def test_a_bound_comes_with_its_certificate(corpus, tmp_path):
    found, _ = measured(finish(corpus, tmp_path / "bound", instead=PAC_BAYES), ("certificate",))
    assert found.figures["bound"] == found.certificate.bound
    assert found.figures["empirical risk, drawn"] == found.certificate.empirical_risk
    assert found.certificate.samples == 200
    assert found.certificate.draws == 1500
    assert "not the risk of the mean weights" in found.certificate.scope
    # What was certified is bounded on tuples it was not trained on, too: a bound of 1 says nothing.
    assert found.figures["test risk, drawn"] < found.figures["bound"] < 1
    assert found.figures["bound above test risk"] == pytest.approx(
        found.certificate.bound - found.figures["test risk, drawn"]
    )


def test_what_has_no_random_weights_has_risks_but_no_certificate(corpus, tmp_path):
    out = finish(corpus, tmp_path / "mean", instead=PAC_BAYES, method={"stochastic": False})
    found, _ = measured(out, ("certificate",))
    assert found.certificate is None
    assert "test risk, mean" in found.figures
    assert not [name for name in found.figures if "bound" in name]


def test_too_few_draws_for_a_certificate_are_told(corpus, tmp_path):
    out = finish(corpus, tmp_path / "few", instead=PAC_BAYES, method={"certificate_draws": 3})
    with pytest.raises(RecipeError, match=r"certificate_draws = 3: .* would be enough"):
        measured(out, ("certificate",))


def test_a_model_that_was_copied_is_measured_as_an_encoder(runs, tmp_path):
    copied = tmp_path / "copied"
    shutil.copytree(runs / "cacr", copied, ignore=shutil.ignore_patterns("run"))
    assert measures_of(loaded(copied)) == OF_VECTORS
    figures = measure_run(copied, ("linear probe", "neighbours"))
    whole = measure_run(runs / "cacr", ("linear probe", "neighbours"))
    assert figures == pytest.approx(whole, abs=1e-6)
