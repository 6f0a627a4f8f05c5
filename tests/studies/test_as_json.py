"""A study's figures as JSON, from which its verdicts can be made again."""

import json

import numpy as np
import pytest
from scipy import stats
from tiny_study import write_study

from contracode.studies import read_study
from contracode.studies.report import write_report
from contracode.studies.table import tabulate

CLAIMS = """
[[claims]]
better = "KD"
than = 0.9
measure = "accuracy"
paper = "a number"
[[claims]]
better = "KD"
worse = "The teacher"
within = 0.4
measure = "accuracy"
paper = "alike"
[[claims]]
better = "KD"
worse = "The teacher"
more_than = ["best", "KD"]
measure = "training loss"
paper = "a larger gap"
"""
FIGURES = {
    "KD": [(0.51, 0.4, 2.0), (0.53, 0.6, 2.1)],
    "The teacher": [(0.25, 0.5, 3.0), (0.28, 0.5, 3.3)],
}
"""Accuracy, accuracy on validation images and training loss, seed by seed."""


@pytest.fixture
def told(digits, tmp_path):
    """The JSON of a study of two rows, a chosen one and four claims."""
    paper = 'paper = "students may be better"\n'
    tiny = read_study(str(write_study(tmp_path, digits, (paper, paper + CLAIMS))))
    names = ("accuracy", "accuracy, valid", "training loss")
    figures = {
        row: {seed: dict(zip(names, found, strict=True)) for seed, found in enumerate(of_row)}
        for row, of_row in FIGURES.items()
    }
    file = tmp_path / "figures" / "tiny.json"
    write_report(tabulate(tiny, figures), tmp_path, json=file, plots=None)
    return json.loads(file.read_text())


def test_study_settings_and_data_are_told(told, digits):
    assert told["study"] == "tiny"
    assert told["title"] == "A teacher and its student"
    assert told["seeds"] == [0, 1]
    assert told["data"]["name"] == str(digits)
    assert told["settings"]["data"]["per_class"] == 8
    assert told["own_settings"]["The teacher"] == {"method": {"kind": "cross-entropy"}}
    assert told["own_settings"]["KD"]["method"]["distiller"] == "kd"


def test_every_row_is_told_seed_by_seed_and_what_was_chosen(told):
    assert told["chosen"] == {"best": {"0": "The teacher", "1": "KD"}}
    assert told["by_seed"]["KD"] == {
        "accuracy": {"0": 0.51, "1": 0.53},
        "training loss": {"0": 2.0, "1": 2.1},
        "accuracy, valid": {"0": 0.4, "1": 0.6},
    }
    assert told["by_seed"]["best"]["accuracy"] == {"0": 0.25, "1": 0.53}


def test_means_and_leads_are_figures_that_can_be_quoted(told):
    rows = {(row["name"], row["metric"], row.get("rival")): row for row in told["rows"]}
    assert rows["KD", "accuracy", None]["value"] == pytest.approx(0.52)
    lead = rows["KD", "accuracy ahead", "The teacher"]
    assert lead["value"] == pytest.approx(0.255)
    assert rows["KD", "accuracy ahead", "0.9"]["value"] == pytest.approx(0.52 - 0.9)
    rival = "The teacher, more than best against KD"
    assert rows["KD", "training loss ahead", rival]["low"] < 0


def again(claim, told):
    """A verdict from the JSON alone: t-tests of scipy instead of our intervals."""

    def of(row):
        by_seed = told["by_seed"][row][claim["measure"]]
        return np.array([by_seed[str(seed)] for seed in told["seeds"]])

    ahead = of(claim["better"]) - (of(claim["worse"]) if "worse" in claim else claim["than"])
    if "more_than" in claim:
        first, second = claim["more_than"]
        ahead -= of(first) - of(second)
    if claim["good_figures"] == "lower":
        ahead = -ahead
    least, most = (-claim["within"], claim["within"]) if "within" in claim else (0, np.inf)
    low, high = stats.ttest_1samp(ahead, 0).confidence_interval(0.95)
    assert [low, high] == pytest.approx([claim["ahead"]["low"], claim["ahead"]["high"]])
    if low >= least and high <= most:
        return "holds"
    return "fails" if high < least or low > most else "not shown"


def test_every_verdict_can_be_made_again(told):
    assert [(each["claim"], each["verdict"], each["seeds"]) for each in told["claims"]] == [
        ("KD ≥ The teacher", "holds", 2),
        ("KD ≥ 90.00", "fails", 2),
        ("KD ≈ The teacher, within 40.00", "holds", 2),
        ("KD \N{MINUS SIGN} The teacher ≥ best \N{MINUS SIGN} KD", "not shown", 2),
    ]
    assert [each["verdict"] for each in told["claims"]] == [
        again(each, told) for each in told["claims"]
    ]


def test_a_claim_about_rows_that_have_not_run_has_no_interval(digits, tmp_path):
    tiny = read_study(str(write_study(tmp_path, digits)))
    write_report(tabulate(tiny, {}), tmp_path, json=tmp_path / "a.json", plots=None)
    (claim,) = json.loads((tmp_path / "a.json").read_text())["claims"]
    assert claim["verdict"] == "no figures"
    assert "ahead" not in claim
