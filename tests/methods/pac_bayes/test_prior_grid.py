import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.methods.pac_bayes import Gaussians, VarianceGrid, gaussian_kl, iid_bound
from contracode.methods.pac_bayes.prior_grid import union_price

GRID = VarianceGrid()


def test_the_papers_start_has_index_570():
    assert GRID.place(-4.0) == pytest.approx(569.74, abs=0.01)
    assert GRID.neighbours(-4.0) == [569, 570]


@settings(deadline=None)
@given(st.integers(1, 10_000))
def test_an_index_has_the_papers_variance(index):
    assert math.exp(2 * GRID.log_std(index)) == pytest.approx(0.1 * math.exp(-index / 100))
    assert GRID.place(GRID.log_std(index)) == pytest.approx(index)


@settings(deadline=None)
@given(st.floats(-20, math.log(0.1) / 2, exclude_max=True))
def test_neighbours_are_the_whole_numbers_around(log_prior_std):
    place = GRID.place(log_prior_std)
    near = GRID.neighbours(log_prior_std)
    assert near == [i for i in dict.fromkeys([math.floor(place), math.ceil(place)]) if i >= 1]


@pytest.mark.parametrize("log_prior_std", [math.log(0.1) / 2, 0.0, math.inf, -math.inf, math.nan])
def test_a_variance_off_the_grid_is_refused(log_prior_std):
    with pytest.raises(ValueError, match="index of at least 1"):
        GRID.neighbours(log_prior_std)


@pytest.mark.parametrize("index", [0, -3])
def test_an_index_below_1_is_refused(index):
    with pytest.raises(ValueError, match="starts at 1"):
        GRID.log_std(index)
    with pytest.raises(ValueError, match="starts at 1"):
        iid_bound(0.1, 1.0, 100, 0.05, index)


@pytest.mark.parametrize("setting", [{"largest": 0.0}, {"largest": math.nan}, {"steps": 0}])
def test_a_grid_needs_positive_settings(setting):
    with pytest.raises(ValueError, match="largest and steps must be > 0"):
        VarianceGrid(**setting)


@settings(deadline=None)
@given(st.floats(0.001, 0.999))
def test_the_shares_of_all_indices_add_up_to_delta(delta):
    last = 500
    spent = sum(math.exp(-union_price(math.log(j), delta)) for j in range(1, last + 1))
    assert spent < delta
    # What is left is the tail of the sum of 1 / j^2.
    assert spent == pytest.approx(delta * (1 - 6 / (math.pi**2 * last)), rel=1e-4)


def price_of(posterior, place):
    """What a real index costs in nats: divergence plus its share of the union bound."""
    log_std = torch.tensor(GRID.max_log_std - place / 200, dtype=torch.float64)
    return gaussian_kl(posterior, log_std).item() + union_price(math.log(place), 0.05)


@settings(deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 50), st.floats(-5, -1.5))
def test_rounding_never_beats_the_continuous_optimum_and_misses_it_by_less_than_a_step(
    seed, weights, log_std
):
    generator = torch.Generator().manual_seed(seed)
    mean, spread = torch.randn(2, weights, generator=generator, dtype=torch.float64)
    posterior = Gaussians(mean * 0.05, log_std + 0.3 * spread, torch.zeros_like(mean))
    places = [1 + step / 100 for step in range(0, 150_000, 7)]
    second_moment = ((mean * 0.05).square() + (2 * posterior.log_std).exp()).sum().item()

    def quick(place):
        return (
            5 * second_moment * math.exp(place / 100) - weights * place / 200 + 2 * math.log(place)
        )

    best = min(places, key=quick)
    optimum = price_of(posterior, best)
    near = GRID.neighbours(GRID.max_log_std - best / 200)
    rounded = min(price_of(posterior, index) for index in near)
    # Places are searched 0.07 apart: the true optimum is a hair lower than the one found.
    curvature = 5 * second_moment * math.exp((best + 1) / 100) / 100**2 + 2 / max(best - 1, 1) ** 2
    assert rounded >= optimum - 0.5 * curvature * 0.07**2 - 1e-9
    slope = (
        0.07 * curvature if 1 < best < places[-1] else abs(price_of(posterior, best + 1) - optimum)
    )
    assert rounded <= optimum + slope + 0.5 * curvature
