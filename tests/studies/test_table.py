"""Tables from figures written by hand."""

import math

import pytest
from written_figures import figures, study, written

from contracode.errors import RecipeError
from contracode.studies.claim import Chosen, Claim
from contracode.studies.report import as_markdown
from contracode.studies.table import tabulate


def test_rows_are_chosen_seed_by_seed_without_a_look_at_test_images():
    table = tabulate(study(), written())
    assert table.chosen == {"best": {0: "slow", 1: "fast", 2: "slow"}}
    assert table.results["best"]["accuracy"] == {0: 0.80, 1: 0.81, 2: 0.82}
    assert table.results["best"]["error"] == {0: 1.0, 1: 1.1, 2: 1.2}


def test_the_smallest_is_chosen_where_lower_is_better():
    lower = Chosen(name="best", among=("slow", "fast"), by="accuracy, valid", better="lower")
    assert tabulate(study(chosen=(lower,)), written()).chosen["best"] == {
        0: "fast",
        1: "slow",
        2: "fast",
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


def judged(**sides):
    """Verdict and finding of one claim about the written figures."""
    claim = Claim(**{"measure": "accuracy", "paper": "-", **sides})
    (found,) = tabulate(study(claims=(claim,)), written()).judged
    return found.verdict, found.finding


def test_rows_are_equivalent_within_a_margin():
    # best and other differ by .10, .11, .09: .1 ± .0248.
    sides = {"better": "best", "worse": "other"}
    assert judged(**sides, within=0.13)[0] == "holds"
    assert judged(**sides, within=0.12)[0] == "not shown"
    assert judged(**sides, within=0.07)[0] == "fails"


def test_a_lead_is_larger_than_another():
    # best leads other by .10, .11, .09; other leads fast by -.25, -.11, -.23.
    sides = {"better": "best", "worse": "other"}
    verdict, finding = judged(**sides, more_than=("other", "fast"))
    assert verdict == "holds"
    assert finding.ahead.mean == pytest.approx((0.35 + 0.22 + 0.32) / 3)
    verdict, finding = judged(better="other", worse="fast", more_than=("best", "other"))
    assert verdict == "fails"
    assert finding.ahead.mean == pytest.approx(-(0.35 + 0.22 + 0.32) / 3)


def test_a_larger_lead_of_what_is_lower_is_a_better_one():
    # Errors of best are lower than other's by 1.0, 1.1, .9; of other than fast's by 7, -1.1, 6.9.
    verdict, finding = judged(
        better="best", worse="other", more_than=("other", "fast"), measure="error"
    )
    assert finding.ahead.mean == pytest.approx((1.0 + 1.1 + 0.9 - 7.0 + 1.1 - 6.9) / 3)
    assert verdict == "not shown"


@pytest.mark.parametrize(
    ("row", "measure", "than", "verdict"),
    [
        # other: .70, .70, .73, so .71 ± .043; its errors 2.0, 2.2, 2.1: 2.1 ± .25.
        ("other", "accuracy", 0.66, "holds"),
        ("other", "accuracy", 0.70, "not shown"),
        ("other", "accuracy", 0.76, "fails"),
        ("other", "error", 2.4, "holds"),
        ("other", "error", 2.0, "not shown"),
        ("other", "error", 1.8, "fails"),
    ],
)
def test_a_row_is_set_against_a_number(row, measure, than, verdict):
    found, finding = judged(better=row, measure=measure, than=than)
    assert found == verdict
    assert finding.seeds == 3


def chosen_alike(**changes):
    """Figures of which two choices, by two measures, take the same rows."""
    valid = Chosen(name="by accuracy", among=("slow", "fast"), by="accuracy, valid")
    error = Chosen(name="by error", among=("slow", "fast"), by="error, valid", better="lower")
    figures = {
        row: {seed: {**found, "error, valid": found["error"]} for seed, found in by_seed.items()}
        for row, by_seed in written().items()
    }
    return tabulate(study(chosen=(valid, error), **changes), figures)


@pytest.mark.parametrize(
    ("sides", "verdict"),
    [
        ({"worse": "by error"}, "same figures"),
        ({"worse": "by error", "within": 0.1}, "same figures"),
        ({"worse": "other", "more_than": ("by error", "other")}, "same figures"),
        ({"worse": "other", "more_than": ("by error", "fast")}, "holds"),
        ({"worse": "slow"}, "not shown"),
    ],
)
def test_rows_that_are_the_same_runs_have_the_same_figures(sides, verdict):
    claim = Claim(better="by accuracy", measure="accuracy", paper="-", **sides)
    table = chosen_alike(claims=(claim,))
    assert table.chosen["by accuracy"] == table.chosen["by error"]
    assert table.judged[0].verdict == verdict
    assert f"| {verdict} | - |" in as_markdown(table)


def test_rows_that_learnt_nothing_have_the_same_figures():
    same = {name: figures((0.5,) * 3, (0.1,) * 3, (1.0,) * 3) for name in ("slow", "fast", "other")}
    assert {each.verdict for each in tabulate(study(), same).judged} == {"same figures"}


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
