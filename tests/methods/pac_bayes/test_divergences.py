import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.methods.pac_bayes import Gaussians, gaussian_kl, log_chi2_plus_one

SEEDS = st.integers(0, 2**31)
F64 = torch.float64


@st.composite
def cases(draw):
    """A posterior whose variances are below twice the prior's, and the prior's log deviation."""
    generator = torch.Generator().manual_seed(draw(SEEDS))
    weights = draw(st.integers(1, 20))
    log_prior_std = draw(st.floats(-5, 1))
    mean, prior_mean = torch.randn(2, weights, generator=generator, dtype=F64)
    share = torch.rand(weights, generator=generator, dtype=F64)  # of the way from 0.05 to 1.35
    log_std = log_prior_std + (0.05 + 1.3 * share).log()
    mean = prior_mean + math.exp(log_prior_std) * (mean - prior_mean)
    return Gaussians(mean, log_std, prior_mean), torch.tensor(log_prior_std, dtype=F64)


@settings(deadline=None)
@given(cases())
def test_kl_equals_that_of_torch_distributions(case):
    posterior, log_prior_std = case
    other = torch.distributions.kl_divergence(
        torch.distributions.Normal(posterior.mean, posterior.log_std.exp()),
        torch.distributions.Normal(posterior.prior_mean, log_prior_std.exp()),
    ).sum()
    torch.testing.assert_close(gaussian_kl(posterior, log_prior_std), other)


@settings(deadline=None)
@given(cases())
def test_kl_has_the_gradient_of_the_papers_four_sums(case):
    posterior, log_prior_std = case
    leaves = [
        part.clone().requires_grad_() for part in (posterior.mean, posterior.log_std, log_prior_std)
    ]
    mean, log_std, log_prior = leaves
    ours = gaussian_kl(Gaussians(mean, log_std, posterior.prior_mean), log_prior)
    s2, p2 = (2 * log_std).exp(), (2 * log_prior).exp()
    moved = (mean - posterior.prior_mean).square().sum()
    paper = 0.5 * (s2.sum() / p2 - len(mean) + moved / p2 + len(mean) * p2.log() - s2.log().sum())
    torch.testing.assert_close(ours, paper, rtol=1e-9, atol=1e-9)
    for one, other in zip(
        torch.autograd.grad(ours, leaves), torch.autograd.grad(paper, leaves), strict=True
    ):
        torch.testing.assert_close(one, other, rtol=1e-7, atol=1e-9)


def log_quadrature(mean, std, prior_mean, prior_std):
    """Log of the integral of q^2 / p over the line, by the trapezium rule; summed over weights."""
    # q^2 / p is itself a Gaussian: 14 of its deviations hold it all, 2,001 points resolve it.
    variance = 1 / (2 / std**2 - 1 / prior_std**2)
    centre = variance * (2 * mean / std**2 - prior_mean / prior_std**2)
    x = torch.linspace(-14, 14, 2_001, dtype=F64)[:, None] * variance.sqrt() + centre
    q = -0.5 * ((x - mean) / std) ** 2 - std.log()
    p = -0.5 * ((x - prior_mean) / prior_std) ** 2 - prior_std.log()
    width = (x[1] - x[0]) / math.sqrt(2 * math.pi)
    return (torch.logsumexp(2 * q - p, 0) + width.log()).sum()


@settings(deadline=None)
@given(cases())
def test_chi2_equals_quadrature_weight_by_weight(case):
    posterior, log_prior_std = case
    slow = log_quadrature(
        posterior.mean, posterior.log_std.exp(), posterior.prior_mean, log_prior_std.exp()
    )
    ours = log_chi2_plus_one(posterior, log_prior_std)
    torch.testing.assert_close(ours, slow, rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(cases())
def test_the_reversed_chi2_is_that_of_the_distributions_exchanged(case):
    posterior, log_prior_std = case
    # Variances of half the prior's and less have none.
    narrowest = log_prior_std - 0.5 * math.log(1.95)
    posterior = Gaussians(
        posterior.mean, posterior.log_std.clamp(min=narrowest), posterior.prior_mean
    )
    slow = log_quadrature(
        posterior.prior_mean, log_prior_std.exp(), posterior.mean, posterior.log_std.exp()
    )
    ours = log_chi2_plus_one(posterior, log_prior_std, reversed_as_released=True)
    torch.testing.assert_close(ours, slow, rtol=1e-9, atol=1e-9)


def test_chi2_equals_what_sampling_the_posterior_gives():
    generator = torch.Generator().manual_seed(0)
    mean, std = torch.tensor(0.2, dtype=F64), torch.tensor(0.9, dtype=F64)
    zero, one = torch.tensor(0.0, dtype=F64), torch.tensor(1.0, dtype=F64)
    draws = mean + std * torch.randn(1_000_000, generator=generator, dtype=F64)
    q = torch.distributions.Normal(mean, std).log_prob(draws)
    ratio = (q - torch.distributions.Normal(zero, one).log_prob(draws)).exp()
    exact = log_chi2_plus_one(Gaussians(mean[None], std.log()[None], zero[None]), zero).exp()
    error = ratio.std() / len(draws) ** 0.5
    assert (ratio.mean() - exact).abs() < 4 * error
    assert error < 0.001


@settings(deadline=None)
@given(cases())
def test_chi2_never_lies_below_kl(case):
    posterior, log_prior_std = case
    kl, log_chi2 = (f(posterior, log_prior_std) for f in (gaussian_kl, log_chi2_plus_one))
    assert 0 <= kl <= log_chi2 + 1e-12


@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_both_are_exactly_zero_where_the_posterior_is_the_prior(dtype):
    mean = torch.randn(267_428, generator=torch.Generator().manual_seed(0), dtype=dtype)
    posterior = Gaussians(mean, torch.full_like(mean, -4.0), mean)
    log_prior_std = torch.tensor(-4.0, dtype=dtype)
    assert gaussian_kl(posterior, log_prior_std) == 0
    assert log_chi2_plus_one(posterior, log_prior_std) == 0
    assert log_chi2_plus_one(posterior, log_prior_std, reversed_as_released=True) == 0


def test_the_two_directions_differ():
    posterior = Gaussians(torch.zeros(1), torch.tensor([-0.2]), torch.ones(1))
    forward, backward = (
        log_chi2_plus_one(posterior, torch.tensor(0.0), reversed_as_released=flag)
        for flag in (False, True)
    )
    assert abs(forward - backward) > 0.1


def test_chi2_of_many_weights_does_not_overflow():
    mean = torch.full((100_000,), 0.5)
    posterior = Gaussians(mean, torch.zeros_like(mean), torch.zeros_like(mean))
    log_chi2 = log_chi2_plus_one(posterior, torch.tensor(0.0))
    assert log_chi2.item() == pytest.approx(25_000, rel=1e-5)


@pytest.mark.parametrize("ratio", [2.0, 2.5, 1e30])
def test_a_variance_of_twice_the_priors_is_refused(ratio):
    log_std = torch.tensor([0.0, 0.5 * math.log(ratio) + 1e-12], dtype=F64)
    posterior = Gaussians(torch.zeros(2, dtype=F64), log_std, torch.zeros(2, dtype=F64))
    prior = torch.tensor(0.0, dtype=F64)
    with pytest.raises(ValueError, match="below twice that of the prior"):
        log_chi2_plus_one(posterior, prior)
    swapped = Gaussians(posterior.mean, -log_std, posterior.prior_mean)
    with pytest.raises(ValueError, match="below twice that of the posterior"):
        log_chi2_plus_one(swapped, prior, reversed_as_released=True)
