"""Tables from figures written by hand."""

import math

import pytest
from written_figures import figures, study, written

from contracode.errors import RecipeError
from contracode.studies.report import as_markdown
from contracode.studies.study import Chosen
from contracode.studies.table import tabulate


def test_rows_are_chosen_seed_by_seed_without_a_look_at_test_images():
    table = tabulate(study(), written())
    assert table.chosen == {"best": {0: "slow", 1: "fast", 2: "slow"}}
    assert table.results["best"]["accuracy"] == {0: 0.80, 1: 0.81, 2: 0.82}
    assert table.results["best"]["error"] == {0: 1.0, 1: 1.1, 2: 1.2}


def test_the_smallest_is_chosen_where_lower_is_better():
    lower = Chosen(name="best", among=("slow", "fast"), by="error", better="lower")
    assert tabulate(study(chosen=(lower,)), written()).chosen["best"] == {
        0: "slow",
        1: "fast",
        2: "slow",
    }


def test_of_equals_the_first_is_chosen():
    same = {name: figures((0.5,) * 3, (0.1,) * 3, (1.0,) * 3) for name in ("slow", "fast", "other")}
    assert set(tabulate(study(), same).chosen["best"].values()) == {"slow"}


def test_the_spread_is_that_of_the_rows_chosen_among():
    spread = tabulate(study(), written()).results["best"]["spread of accuracy"]
    assert spread == pytest.approx({0: 0.15, 1: 0.18, 2: 0.14})


def test_claims_are_judged_by_differences_seed_by_seed():
    ahead, less_error, never = tabulate(study(), written()).judged
    # Differences .10, .11, .09: mean .1, deviation .01, t of 2 degrees 4.303.
    assert ahead.finding.ahead.mean == pytest.approx(0.1)
    assert ahead.finding.ahead.high - 0.1 == pytest.approx(4.303 * 0.01 / math.sqrt(3), rel=1e-3)
    assert ahead.finding.verdict == "holds"
    assert less_error.finding.ahead.mean == pytest.approx(1.0)
    assert less_error.finding.verdict == "holds"
    assert never.finding.verdict == "fails"


def test_a_claim_about_a_row_that_has_not_run_is_not_judged():
    without = {name: found for name, found in written().items() if name != "other"}
    assert [each.finding for each in tabulate(study(), without).judged] == [None, None, None]
    alone = {"other": written()["other"]}
    table = tabulate(study(), alone)
    assert table.chosen == {}
    assert list(table.results) == ["other"]


def test_one_seed_judges_nothing():
    single = {name: {0: found[0]} for name, found in written().items()}
    table = tabulate(study(), single)
    assert table.chosen["best"] == {0: "slow"}
    assert all(each.finding is None for each in table.judged)


def test_a_row_without_a_finite_figure_is_not_chosen():
    diverged = written()
    del diverged["slow"][0]["accuracy, valid"]
    assert tabulate(study(), diverged).chosen["best"][0] == "fast"


def test_what_was_not_measured_can_choose_nothing():
    by_bound = Chosen(name="best", among=("slow", "fast"), by="bound")
    with pytest.raises(
        RecipeError, match="best is chosen by bound, which no row has with seed 0; m"
    ):
        tabulate(study(chosen=(by_bound,)), written())


def test_a_row_that_diverged_is_told_and_never_chosen():
    found = written()
    found["fast"][1] = {}
    table = tabulate(study(), found)
    assert table.diverged == [("fast", 1)]
    assert table.chosen["best"][1] == "slow"
    assert "\nDiverged, and counted nowhere: fast (seed 1).\n" in as_markdown(table)
    assert tabulate(study(), written()).diverged == []
