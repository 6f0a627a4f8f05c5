"""Certificates of encoders whose risk is known."""

import math

import pytest
import torch
from torch import nn

from contracode.methods.pac_bayes import Stochastic, TupleIndex, draw_tuples
from contracode.tasks.images import certificate
from contracode.tasks.images.certificate import (
    Tuples,
    certificate_of,
    drawn_losses,
    mean_losses,
)

CLASSES, DRAWS = 6, 1000


class Scaled(nn.Module):
    """Pixels, each by its weight."""

    def __init__(self, weights):
        super().__init__()
        self.weights = nn.Parameter(weights)

    def forward(self, images):
        return images.flatten(1) * self.weights


class Added(nn.Module):
    """One vector added to all: it makes no difference between classes."""

    def __init__(self):
        super().__init__()
        self.offset = nn.Parameter(torch.ones(CLASSES))

    def forward(self, vectors):
        return vectors + self.offset


def one_hot_pool(copies=5):
    """Images of one bright pixel, which is their class."""
    labels = torch.arange(CLASSES).repeat(copies)
    return torch.eye(CLASSES)[labels].reshape(-1, 1, 1, CLASSES), labels


def told_apart(rows, seed=0):
    """Tuples whose negatives are never of the anchor's class."""
    pool, labels = one_hot_pool()
    generator = torch.Generator().manual_seed(seed)
    anchors = torch.randint(len(labels), (rows,), generator=generator)

    def of_class(classes):
        return classes + CLASSES * torch.randint(5, classes.shape, generator=generator)

    own = labels[anchors]
    others = (own[:, None] + torch.randint(1, CLASSES, (rows, 4), generator=generator)) % CLASSES
    index = TupleIndex(
        anchors, of_class(own[:, None].expand(-1, 2)), of_class(others[..., None].expand(-1, -1, 2))
    )
    return Tuples(pool, index)


def certified(posterior, tuples, seed=0, **settings):
    known = {"draws": DRAWS, "tuples_a_draw": 8, "delta": 0.05, "tried": 1, **settings}
    return certificate_of(posterior, tuples, **known, seed=seed)


def posterior_of(weights, log_std=-6.0):
    return Stochastic(Scaled(weights), log_prior_std=log_std)


def test_an_encoder_that_is_always_right_has_no_risk():
    tuples = told_apart(2000)
    posterior = posterior_of(torch.ones(CLASSES))
    risk, loss = mean_losses(posterior.module, tuples)
    assert risk == 0
    assert 0 < loss < 2
    found = certified(posterior, tuples)
    assert found.empirical_risk == 0
    assert found.divergence == pytest.approx(0, abs=1e-2)
    assert found.samples == 2000
    assert 0 < found.bound < 0.05


def test_an_encoder_that_tells_nothing_is_always_wrong():
    risk, loss = mean_losses(Scaled(torch.zeros(CLASSES)), told_apart(500))
    assert risk == 1
    # One positive block among four negative ones, all alike.
    assert loss == pytest.approx(math.log2(5))


def test_the_bound_of_what_is_always_wrong_is_1():
    tuples = told_apart(500)
    frozen = Scaled(torch.zeros(CLASSES)).requires_grad_(False)
    with_drawn_bias = nn.Sequential(frozen, Added())
    found = certified(Stochastic(with_drawn_bias, log_prior_std=-6.0), tuples)
    assert found.empirical_risk == 1
    assert found.bound == pytest.approx(1)


def uncertain(log_std=-1.2):
    """Weights whose signs draws change, so that the risk hangs on the draw."""
    return posterior_of(torch.tensor([1.0, 0.8, 0.5, 0.2, 0.1, 0.05]), log_std)


def mixed_tuples(rows, seed):
    """As they are drawn for training: negatives may be of the anchor's class, which are ties."""
    pool, labels = one_hot_pool()
    noisy = pool + 0.3 * torch.randn(pool.shape, generator=torch.Generator().manual_seed(9))
    generator = torch.Generator().manual_seed(seed)
    return Tuples(noisy, draw_tuples(labels, rows, generator=generator))


def test_few_tuples_a_draw_estimate_the_risk_on_all_of_them():
    posterior, tuples = uncertain(), mixed_tuples(400, 0)
    everything, _ = drawn_losses(posterior, tuples, draws=300, seed=5)
    few = certified(posterior, tuples, tuples_a_draw=2).empirical_risk
    # A draw's estimate deviates by at most 0.5, so that the mean of all does by 0.016 or less.
    assert few == pytest.approx(everything, abs=0.04)
    assert 0.1 < everything < 0.9


def test_a_certificate_holds_on_fresh_tuples():
    posterior = uncertain()
    found = certified(posterior, mixed_tuples(400, 0))
    for seed in range(3):
        fresh, _ = drawn_losses(posterior, mixed_tuples(3000, seed + 100), draws=40, seed=seed)
        assert fresh < found.bound < 1


def test_the_seed_decides_the_draws_and_more_tried_posteriors_cost_certainty():
    posterior, tuples = uncertain(), mixed_tuples(100, 0)
    alone, among_two = (certified(posterior, tuples, 1, tried=tried) for tried in (1, 2))
    assert alone.empirical_risk == among_two.empirical_risk
    assert alone.bound < among_two.bound
    assert certified(posterior, tuples, 2).empirical_risk != alone.empirical_risk


def test_losses_do_not_hang_on_blocks(monkeypatch):
    tuples = mixed_tuples(101, 0)
    whole = mean_losses(uncertain().module, tuples)
    monkeypatch.setattr(certificate, "_BLOCK", 7)
    assert mean_losses(uncertain().module, tuples) == pytest.approx(whole)


def test_too_few_draws_are_refused():
    with pytest.raises(ValueError, match="draws"):
        certified(uncertain(), mixed_tuples(50, 0), draws=20)
