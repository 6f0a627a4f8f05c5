import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from contracode.methods.pac_bayes import (
    Stochastic,
    draw_tuples,
    draws_enough,
    encode_tuples,
    kl_inverse,
    risk_draws,
    risk_upper,
    zero_one,
)


@pytest.mark.parametrize("draws", [3, 20, 150])
@pytest.mark.parametrize("chance", [0.02, 0.2, 0.5, 0.9])
def test_the_correction_fails_at_most_delta_of_the_time(draws, chance):
    def failure(bound_of):
        return sum(
            math.comb(draws, hits) * chance**hits * (1 - chance) ** (draws - hits)
            for hits in range(draws + 1)
            if bound_of(hits / draws) < chance
        )

    assert failure(lambda mean: risk_upper(mean, draws, 0.2)) <= 0.2
    # The mean itself, taken for exact, does not pass.
    assert failure(lambda mean: mean) > 0.2


def test_ten_draws_are_useless_and_a_thousand_cost_little():
    assert math.log(2 / 0.01) / 10 == pytest.approx(0.53, abs=0.001)
    assert risk_upper(0.2, 10, 0.01) > 0.6
    assert risk_upper(0.2, 1000, 0.01) < 0.25


@given(st.floats(0, 1), st.floats(1e-4, 0.5), st.floats(0.001, 0.3))
def test_draws_enough_is_the_smallest_number_that_keeps_the_slack(mean, delta, slack):
    enough = draws_enough(mean, delta, slack)
    assert risk_upper(mean, enough, delta) - mean <= slack + 1e-9
    if enough > 1:
        assert risk_upper(mean, enough - 1, delta) - mean >= slack - 1e-9


@given(st.floats(0, 1), st.integers(1, 10_000), st.floats(1e-6, 0.9))
def test_the_correction_is_an_inverse_small_kl(mean, draws, delta):
    assert risk_upper(mean, draws, delta) == kl_inverse(mean, math.log(2 / delta) / draws)


def test_every_draw_is_a_new_choice_of_weights_without_gradient():
    posterior = Stochastic(nn.Linear(1, 1, bias=False), log_prior_std=-1.0)
    ones = torch.ones(1, 1)

    def risk(hypothesis):
        return hypothesis(ones).sigmoid().mean()

    risks = risk_draws(posterior, risk, 50, torch.Generator().manual_seed(0))
    assert risks.dtype == torch.float64
    assert not risks.requires_grad
    assert len(risks.unique()) == 50


@pytest.mark.parametrize("together", [2, 7, 50])
def test_draws_computed_together_are_the_same_draws(together):
    posterior = Stochastic(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)))
    with torch.no_grad():
        for log_std in posterior.log_stds:
            log_std.fill_(0.0)
    pool = torch.randn(6, 3, generator=torch.Generator().manual_seed(1))
    index = draw_tuples(torch.arange(6) % 2, 40, generator=torch.Generator().manual_seed(2))

    def risk(hypothesis):
        return zero_one(*encode_tuples(hypothesis, pool, index)).mean()

    one_by_one, at_once = (
        risk_draws(posterior, risk, 15, torch.Generator().manual_seed(3), together=number)
        for number in (1, together)
    )
    assert len(one_by_one.unique()) > 5
    torch.testing.assert_close(at_once, one_by_one)


def test_slack_draws_and_delta_are_checked():
    with pytest.raises(ValueError, match="slack must be > 0"):
        draws_enough(0.1, 0.05, 0.0)
    with pytest.raises(ValueError, match="draws must be >= 1"):
        risk_upper(0.1, 0, 0.05)
    posterior = Stochastic(nn.Linear(1, 1))
    for draws, together in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="draws and together must be >= 1"):
            risk_draws(posterior, torch.ones, draws, torch.Generator(), together=together)
    with pytest.raises(ValueError, match=r"delta must be in \(0, 1\)"):
        risk_upper(0.1, 10, 0.0)
