"""Intervals over seeds and the verdicts that hang on them."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from contracode.tasks.images.claims import (
    at_least_as_good,
    difference,
    equivalent,
    minus,
    over_seeds,
)

VALUES = st.lists(st.floats(-10, 10), min_size=2, max_size=6)


def seeded(*values):
    return dict(enumerate(values))


def test_the_interval_of_three_runs_is_that_of_the_tables():
    # t of 2 degrees of freedom at 97.5 %: 4.303; the standard error of 1, 2, 3 is 1 / sqrt(3).
    found = over_seeds(seeded(1.0, 2.0, 3.0))
    assert found.mean == 2
    assert found.half_width == pytest.approx(4.303 / np.sqrt(3), abs=1e-3)


@given(VALUES, VALUES)
def test_a_difference_is_that_of_the_paired_test_of_scipy(first, second):
    count = min(len(first), len(second))
    a, b = np.array(first[:count]), np.array(second[:count])
    found = difference(seeded(*a), seeded(*b))
    if (a - b).std() > 1e-6:
        expected = stats.ttest_rel(a, b).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_what_both_seeds_raise_alike_does_not_widen_a_difference():
    noise = np.array([0.0, 5.0, -3.0, 8.0])
    found = difference(seeded(*(noise + 1.0)), seeded(*noise))
    assert (found.low, found.high) == pytest.approx((1, 1))
    assert over_seeds(seeded(*noise)).half_width > 5


@pytest.mark.parametrize(
    ("ahead", "verdict"),
    [((1.0, 1.1, 1.2), "holds"), ((1.0, -1.0, 1.0), "not shown"), ((-1.0, -1.1, -1.2), "fails")],
)
def test_the_verdict_hangs_on_the_whole_interval(ahead, verdict):
    zeros = seeded(0.0, 0.0, 0.0)
    assert at_least_as_good(seeded(*ahead), zeros).verdict == verdict
    assert at_least_as_good(zeros, seeded(*ahead), better="lower").verdict == verdict


def test_equal_runs_say_nothing():
    claim = at_least_as_good(seeded(1.0, 2.0), seeded(1.0, 2.0))
    assert claim.verdict == "same figures"
    assert not claim.strict
    assert equivalent(seeded(1.0, 2.0), seeded(1.0, 2.0), within=0.1).verdict == "same figures"


@pytest.mark.parametrize(
    ("ahead", "verdict"),
    [
        # Mean .002, half of the interval 4.303 * .001 / sqrt(3) = .0025: inside ± .01.
        ((0.001, 0.002, 0.003), "holds"),
        ((-0.001, -0.002, -0.003), "holds"),
        # From .0075 to .0125: its upper end is out.
        ((0.009, 0.010, 0.011), "not shown"),
        # As wide as ± .06: it has both ends outside, on either side.
        ((-0.02, 0.0, 0.03), "not shown"),
        ((0.019, 0.020, 0.021), "fails"),
        ((-0.019, -0.020, -0.021), "fails"),
    ],
)
def test_equivalence_hangs_on_both_ends_of_the_interval(ahead, verdict):
    level = seeded(0.7, 0.5, 0.6)
    first = {seed: level[seed] + ahead[seed] for seed in level}
    for better in ("higher", "lower"):
        assert equivalent(first, level, within=0.01, better=better).verdict == verdict


@given(VALUES, st.floats(0.01, 5))
def test_equivalence_is_two_one_sided_tests_at_half_the_error(values, within):
    found = equivalent(seeded(*values), dict.fromkeys(range(len(values)), 0.0), within=within)
    if np.std(values) > 1e-6:
        above = stats.ttest_1samp(values, -within, alternative="greater").pvalue
        below = stats.ttest_1samp(values, within, alternative="less").pvalue
        assert (found.verdict == "holds") == (max(above, below) <= 0.025)


@given(VALUES, VALUES)
def test_equivalence_has_no_sides_and_is_no_harder_within_more(first, second):
    a, b = (seeded(*values[: min(len(first), len(second))]) for values in (first, second))
    assume(a != b)
    verdicts = [equivalent(a, b, within=within).verdict for within in (0.1, 1.0, 10.0)]
    assert verdicts == [equivalent(b, a, within=within).verdict for within in (0.1, 1.0, 10.0)]
    order = ["fails", "not shown", "holds"]
    assert verdicts == sorted(verdicts, key=order.index)


@pytest.mark.parametrize("within", [0.0, -0.1, np.inf, np.nan])
def test_equivalence_needs_a_margin(within):
    with pytest.raises(ValueError, match="within must be positive and finite, got"):
        equivalent(seeded(1.0, 2.0), seeded(1.0, 2.0), within=within)


def test_a_lead_is_set_against_a_lead_seed_by_seed():
    # Leads of .05, .06, .07 and of .01, .03, .02: ahead by .04, .03, .05.
    leads = minus(seeded(0.55, 0.66, 0.77), seeded(0.5, 0.6, 0.7))
    others = minus(seeded(0.81, 0.93, 0.72), seeded(0.8, 0.9, 0.7))
    found = at_least_as_good(leads, others)
    assert found.ahead.mean == pytest.approx(0.04)
    assert found.ahead.half_width == pytest.approx(4.303 * 0.01 / np.sqrt(3), rel=1e-3)
    assert found.verdict == "holds"


def test_only_seeds_of_both_count():
    claim = at_least_as_good({1: 2.0, 2: 3.0, 3: 9.0}, {2: 1.0, 1: 0.0, 4: 7.0})
    assert claim.seeds == 2
    assert claim.ahead.mean == 2


def test_fewer_than_two_seeds_are_refused():
    with pytest.raises(ValueError, match=r"at least 2 runs, got 1; run with more seeds"):
        over_seeds(seeded(1.0))
    with pytest.raises(ValueError, match=r"these ran with \[0, 1\] and \[1, 2\]"):
        difference({0: 1.0, 1: 1.0}, {1: 1.0, 2: 1.0})
    with pytest.raises(ValueError, match="values must be finite"):
        over_seeds(seeded(1.0, np.nan))
