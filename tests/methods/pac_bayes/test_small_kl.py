import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.methods.pac_bayes import kl_inverse, small_kl

CHANCES = st.floats(0, 1)
INNER = st.floats(1e-9, 1 - 1e-9)
BUDGETS = st.floats(-14, 3).map(lambda power: 10.0**power)


def slow_small_kl(seen, true):
    """The definition, with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        return sum(
            (a * (a / b).ln() for a, b in ((seen, true), (1 - seen, 1 - true)) if a),
            start=Decimal(0),
        )


@given(INNER, INNER)
def test_small_kl_equals_its_definition(seen, true):
    exact = float(slow_small_kl(Decimal(seen), Decimal(true)))
    # What the last digits of the inputs leave uncertain grows with their distance.
    assert small_kl(seen, true) == pytest.approx(exact, rel=1e-9, abs=1e-15 * abs(seen - true))


@given(CHANCES, BUDGETS)
def test_the_inverse_is_exact_to_twelve_digits(seen, budget):
    found = Decimal(kl_inverse(seen, budget))
    assert seen <= found <= 1
    margin, budget, exact_seen = Decimal("1e-12"), Decimal(budget), Decimal(seen)
    if found - margin > exact_seen:
        assert slow_small_kl(exact_seen, found - margin) < budget
    if found + margin < 1:
        assert slow_small_kl(exact_seen, found + margin) > budget


@given(CHANCES, CHANCES, BUDGETS, BUDGETS)
def test_the_inverse_grows_with_what_was_seen_and_with_the_budget(first, second, small, large):
    (first, second), (small, large) = sorted((first, second)), sorted((small, large))
    assert kl_inverse(first, small) <= kl_inverse(second, small) + 1e-15
    assert kl_inverse(first, small) <= kl_inverse(first, large)


@given(BUDGETS)
def test_with_nothing_seen_the_inverse_has_a_closed_form(budget):
    assert kl_inverse(0.0, budget) == pytest.approx(-math.expm1(-budget), abs=1e-14)


@given(CHANCES)
def test_no_budget_allows_nothing_and_an_endless_one_everything(seen):
    assert kl_inverse(seen, 0.0) == seen
    assert kl_inverse(seen, math.inf) == 1


@pytest.mark.parametrize(("seen", "true"), [(0.5, 0.0), (0.5, 1.0), (1.0, 0.0), (0.0, 1.0)])
def test_what_true_excludes_diverges(seen, true):
    assert small_kl(seen, true) == math.inf


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan])
def test_chances_outside_the_unit_interval_are_refused(value):
    with pytest.raises(ValueError, match=r"seen must be in \[0, 1\]"):
        small_kl(value, 0.5)
    with pytest.raises(ValueError, match=r"true must be in \[0, 1\]"):
        small_kl(0.5, value)
    with pytest.raises(ValueError, match=r"seen must be in \[0, 1\]"):
        kl_inverse(value, 0.5)


@pytest.mark.parametrize("budget", [-1.0, math.nan])
def test_a_budget_is_not_negative(budget):
    with pytest.raises(ValueError, match="budget of divergence must be >= 0"):
        kl_inverse(0.5, budget)
