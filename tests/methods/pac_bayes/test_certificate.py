import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.methods.pac_bayes import (
    Gaussians,
    VarianceGrid,
    certify,
    dependent_bound,
    gaussian_kl,
    iid_bound,
    kl_inverse,
    log_chi2_plus_one,
    risk_upper,
)

GRID = VarianceGrid()
RISKS = torch.full((2000,), 0.2)


def gaussians(shift=0.01, log_std=-3.0, weights=20):
    mean = torch.full((weights,), shift)
    return Gaussians(mean, torch.full_like(mean, log_std), torch.zeros_like(mean))


def test_it_is_the_bound_of_its_own_figures():
    found = certify(RISKS, gaussians(), -3.0, samples=5000, delta=0.05, tried=3)
    prior = torch.tensor(GRID.log_std(found.prior_index), dtype=torch.float64)
    assert found.prior_std == pytest.approx(prior.exp().item())
    assert found.divergence == pytest.approx(gaussian_kl(gaussians().double(), prior).item())
    assert found.empirical_risk == pytest.approx(0.2)
    upper = kl_inverse(found.empirical_risk, math.log(2 * 3 / found.delta_draws) / 2000)
    assert found.empirical_risk_bound == upper
    assert found.bound == iid_bound(
        upper, found.divergence, 5000, found.delta_bound / 3, found.prior_index
    )
    assert found.delta == pytest.approx(0.05)
    assert found.delta_draws == pytest.approx(0.01)
    assert (found.samples, found.draws, found.kind) == (5000, 2000, "iid")


def test_it_says_what_it_does_not_cover():
    scope = certify(RISKS, gaussians(), -3.0, samples=5000).scope
    for words in ("zero-one risk", "not the logistic loss", "given pool", "mean weights"):
        assert words in scope
    assert "{" not in scope


@settings(deadline=None)
@given(st.floats(-8, -1.2), st.floats(0, 0.1))
def test_the_better_of_both_roundings_is_kept(log_prior_std, shift):
    posterior = gaussians(shift, log_std=log_prior_std)
    found = certify(RISKS, posterior, log_prior_std, samples=5000)
    upper = risk_upper(found.empirical_risk, 2000, found.delta_draws)
    for index in GRID.neighbours(log_prior_std):
        prior = torch.tensor(GRID.log_std(index), dtype=torch.float64)
        kl = gaussian_kl(posterior.double(), prior).item()
        assert found.bound <= iid_bound(upper, kl, 5000, found.delta_bound, index)


@pytest.mark.parametrize("settings", [{"tried": 5}, {"delta": 0.01}, {"samples": 2500}])
def test_what_promises_more_costs_more(settings):
    base = {"samples": 5000, "delta": 0.05}
    assert (
        certify(RISKS, gaussians(), -3.0, **{**base, **settings}).bound
        > certify(RISKS, gaussians(), -3.0, **base).bound
    )


def test_ten_draws_are_refused_and_the_number_named_is_enough():
    with pytest.raises(ValueError, match=r"10 draws .* slack .* more than 0.05") as refusal:
        certify(RISKS[:10], gaussians(), -3.0, samples=5000)
    enough = int(str(refusal.value).split(";")[1].split()[0])
    assert 100 < enough < 2000
    certify(RISKS[:enough], gaussians(), -3.0, samples=5000)
    with pytest.raises(ValueError, match="draws would be enough"):
        certify(RISKS[: enough - 1], gaussians(), -3.0, samples=5000)


@pytest.mark.parametrize("log_prior_std", [math.log(0.1) / 2, 1.0, math.nan])
def test_a_prior_off_the_grid_is_refused(log_prior_std):
    with pytest.raises(ValueError, match="index of at least 1"):
        certify(RISKS, gaussians(), log_prior_std, samples=5000)


def test_logistic_risks_are_refused():
    with pytest.raises(ValueError, match="not the logistic"):
        certify(RISKS * 6, gaussians(), -3.0, samples=5000)
    with pytest.raises(ValueError, match="not the logistic"):
        certify(RISKS * math.nan, gaussians(), -3.0, samples=5000)


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="needs draws of weights, got none"):
        certify(RISKS[:0], gaussians(), -3.0, samples=5000)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"draws_share": 0.0}, r"draws_share must be in \(0, 1\)"),
        ({"draws_share": 1.0}, r"draws_share must be in \(0, 1\)"),
        ({"tried": 0}, "tried must be >= 1"),
        ({"delta": 1.5}, r"delta must be in \(0, 1\)"),
        ({"samples": 0}, "samples must be >= 1"),
        ({"reach": -1}, "reach must be >= 0"),
    ],
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        certify(RISKS, gaussians(), -3.0, **{"samples": 5000, **settings})


def test_a_divergence_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="finite and >= 0"):
        certify(RISKS, gaussians(shift=math.inf), -3.0, samples=5000)


def on_grid(index):
    return GRID.log_std(index)


def test_dependent_tuples_get_the_chi2_bound():
    log_std = on_grid(5)
    posterior = gaussians(log_std=log_std)
    found = certify(RISKS, posterior, log_std, samples=100_000, reach=2)
    prior = torch.tensor(on_grid(found.prior_index), dtype=torch.float64)
    log_chi2 = log_chi2_plus_one(posterior.double(), prior).item()
    assert found.kind == "dependent"
    assert found.divergence == pytest.approx(log_chi2)
    assert found.bound == dependent_bound(
        found.empirical_risk_bound,
        found.divergence,
        100_000,
        found.delta_bound,
        found.prior_index,
        reach=2,
    )
    assert 0.2 < found.bound < 1
    assert "stationary sequence" in found.scope


def test_a_vacuous_bound_for_dependent_tuples_is_refused():
    with pytest.raises(ValueError, match="every risk is at most 1: it certifies nothing"):
        certify(RISKS, gaussians(log_std=-4.0), -4.0, samples=98_040, reach=2)


def test_an_infinite_chi2_is_refused_unless_one_rounding_is_finite():
    half_ln_2 = 0.5 * math.log(2)
    with pytest.raises(ValueError, match="below twice that of the prior"):
        certify(RISKS, gaussians(log_std=on_grid(5) + 0.5), on_grid(5), samples=100_000, reach=2)
    # Finite at index 5, infinite at index 6.
    between = gaussians(shift=0.0, weights=1, log_std=on_grid(5) + half_ln_2 - 0.002)
    found = certify(RISKS, between, (on_grid(5) + on_grid(6)) / 2, samples=1_000_000, reach=2)
    assert found.prior_index == 5
