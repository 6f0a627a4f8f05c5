import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from contracode.losses import unreduced
from contracode.methods.pac_bayes import (
    PAPER_GRID,
    Stochastic,
    dependent_bound,
    dependent_complexity,
    draw_tuples,
    encode_tuples,
    iid_complexity,
    logistic_bits,
    pac_bayes_loss,
)

F64 = torch.float64


def features(rows):
    generator = torch.Generator().manual_seed(rows)
    shapes = (rows, 3), (rows, 2, 3), (rows, 4, 2, 3)
    return [torch.randn(shape, generator=generator, dtype=F64) for shape in shapes]


@settings(deadline=None)
@given(st.floats(0, 1e5), st.floats(-9, -1.2), st.floats(1, 1e6), st.floats(0.001, 0.5))
def test_the_complexity_is_the_formula_of_the_paper(kl, log_prior_std, scale, delta):
    j = 100 * (math.log(0.1) - 2 * log_prior_std)
    slow = (kl + 2 * math.log(j) + math.log(math.pi**2 / (6 * delta))) / scale
    ours = iid_complexity(
        torch.tensor(kl, dtype=F64),
        torch.tensor(log_prior_std, dtype=F64),
        scale=scale,
        delta=delta,
    )
    assert ours.item() == pytest.approx(slow, rel=1e-9)


def test_the_terms_are_the_mean_logistic_loss_and_the_complexity():
    loss = pac_bayes_loss(*features(5), torch.tensor(0.25, dtype=F64))
    assert list(loss.terms) == ["empirical", "complexity"]
    torch.testing.assert_close(loss.terms["empirical"], logistic_bits(*features(5)).mean())
    torch.testing.assert_close(loss.total, logistic_bits(*features(5)).mean() + 0.25)


def test_rows_may_be_left_unreduced():
    loss = pac_bayes_loss(*features(5), torch.tensor(0.0), reduce=unreduced)
    torch.testing.assert_close(loss.terms["empirical"], logistic_bits(*features(5)))


def test_with_no_rows_only_the_complexity_is_left():
    empty = [part.requires_grad_() for part in features(0)]
    loss = pac_bayes_loss(*empty, torch.tensor(0.25, dtype=F64))
    assert loss.total == 0.25
    loss.total.backward()
    assert empty[0].grad.shape == (0, 3)


@settings(deadline=None)
@given(st.integers(1, 900), st.floats(0, 3), st.integers(1, 10**6), st.integers(0, 4))
def test_the_dependent_complexity_is_what_its_bound_adds(index, log_chi2, samples, reach):
    ours = dependent_complexity(
        torch.tensor(log_chi2, dtype=F64),
        torch.tensor(PAPER_GRID.log_std(index), dtype=F64),
        samples=samples,
        reach=reach,
    )
    assert ours.item() == pytest.approx(
        dependent_bound(0.0, log_chi2, samples, 0.05, index, reach=reach), rel=1e-9
    )


@pytest.mark.parametrize("complexity_of", ["iid", "dependent"])
def test_the_complexities_have_the_gradient_of_finite_differences(complexity_of):
    def value(divergence, log_prior_std):
        if complexity_of == "iid":
            return iid_complexity(divergence, log_prior_std, scale=50.0)
        return dependent_complexity(divergence, log_prior_std, samples=50, reach=2)

    inputs = [torch.tensor(x, dtype=F64, requires_grad=True) for x in (1.5, -2.0)]
    assert torch.autograd.gradcheck(value, inputs)


@pytest.mark.parametrize("log_prior_std", [math.log(0.1) / 2, 0.0, math.nan])
def test_a_prior_off_the_grid_is_refused(log_prior_std):
    prior = torch.tensor(log_prior_std, dtype=F64)
    with pytest.raises(ValueError, match=r"call Stochastic.keep_in_range"):
        iid_complexity(torch.tensor(1.0), prior, scale=10.0)
    with pytest.raises(ValueError, match=r"call Stochastic.keep_in_range"):
        dependent_complexity(torch.tensor(1.0), prior, samples=10, reach=1)


def test_a_scale_is_positive():
    with pytest.raises(ValueError, match="scale must be > 0"):
        iid_complexity(torch.tensor(1.0), torch.tensor(-3.0), scale=0.0)


@pytest.mark.parametrize(
    ("dependent", "log_prior_std", "learning_rate"), [(False, -1.3, 0.1), (True, -2.5, 0.02)]
)
def test_training_lowers_the_objective_and_never_leaves_the_range(
    dependent, log_prior_std, learning_rate
):
    generator = torch.Generator().manual_seed(0)
    pool = torch.randn(12, 6, generator=generator) + 2 * torch.eye(3, 6).repeat_interleave(4, 0)
    index = draw_tuples(torch.arange(3).repeat_interleave(4), 64, generator=generator)
    encoder = nn.Linear(6, 4)
    with torch.no_grad():
        encoder.weight.normal_(0, 0.1, generator=generator)
    posterior = Stochastic(encoder, log_prior_std=log_prior_std)
    weights = [weight for weight in posterior.parameters() if weight.requires_grad]
    optimizer = torch.optim.Adam(weights, lr=learning_rate)
    totals = []
    for _ in range(150):
        prior = posterior.log_prior_std
        if dependent:
            complexity = dependent_complexity(posterior.log_chi2(), prior, samples=100_000, reach=2)
        else:
            complexity = iid_complexity(posterior.kl(), prior, scale=1000.0)
        drawn = posterior.draw(generator)
        loss = pac_bayes_loss(*encode_tuples(drawn, pool, index), complexity)
        optimizer.zero_grad()
        loss.total.backward()
        assert all(weight.grad is not None for weight in weights)
        optimizer.step()
        posterior.keep_in_range(PAPER_GRID, finite_chi2=dependent)
        totals.append(loss.total.item())
    # Both want a wider prior than the grid has, and stop at its end.
    assert PAPER_GRID.neighbours(posterior.log_prior_std.item())[0] == 1
    assert sum(totals[-30:]) < 0.8 * sum(totals[:30])
