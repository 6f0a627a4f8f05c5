"""Spreads of whole numbers."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.corpus.stats import Spread


@given(st.lists(st.integers(0, 30), min_size=1), st.floats(0, 1, exclude_min=True))
@settings(deadline=None)
def test_quantiles_are_those_of_the_sorted_numbers(numbers, share):
    spread = Spread(title="", unit="", of="", counts=dict(sorted(Counter(numbers).items())))
    expected = np.quantile(numbers, share, method="inverted_cdf")
    # Where share times rows is whole but for rounding, either neighbour is right.
    if abs(share * len(numbers) - round(share * len(numbers))) > 1e-9:
        assert spread.quantile(share) == expected
    assert spread.quantile(1.0) == spread.largest == max(numbers)
    assert spread.mean == pytest.approx(np.mean(numbers))


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1])
def test_a_quantile_outside_the_rows_is_refused(share):
    with pytest.raises(ValueError, match=r"share must be in \(0, 1\]"):
        Spread(title="", unit="", of="", counts={1: 1}).quantile(share)


@pytest.mark.parametrize("counts", [{}, {2: 1, 1: 1}])
def test_a_spread_of_nothing_or_out_of_order_is_refused(counts):
    with pytest.raises(ValueError, match="at least one number, ascending"):
        Spread(title="Lines", unit="", of="", counts=counts)
