import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.losses import sum_valid, unreduced
from contracode.methods.infonce import nt_xent
from contracode.methods.loco import loco, stacked_nt_xent

BACKENDS = pytest.mark.parametrize("backend", ["dense", "chunked"])


def slow_simclr(views, temperature):
    """NT-Xent by its definition, one pair at a time, for two views."""
    vectors = [vector / vector.norm() for view in views for vector in view]
    batch = views.shape[1]
    costs = []
    for i, anchor in enumerate(vectors):
        others = [j for j in range(len(vectors)) if j != i]
        scores = torch.stack([anchor @ vectors[j] / temperature for j in others])
        positive = anchor @ vectors[(i + batch) % (2 * batch)] / temperature
        costs.append(scores.exp().sum().log() - positive)
    return torch.stack(costs).mean()


def some_units(number, views=2, batch=3, seed=0):
    generator = torch.Generator().manual_seed(seed)
    # Units differ in the length of their vectors, as stages do.
    return [
        torch.randn(
            views, batch, 4 + unit, generator=generator, dtype=torch.float64
        ).requires_grad_()
        for unit in range(number)
    ]


@BACKENDS
@settings(deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 5), st.floats(0.1, 2), st.integers(0, 2**31))
def test_each_term_is_its_units_simclr_and_the_total_their_sum(
    backend, number, batch, temperature, seed
):
    units = some_units(number, batch=batch, seed=seed)
    loss = loco(units, temperature, backend=backend)
    expected = [slow_simclr(unit, temperature) for unit in units]
    assert list(loss.terms) == [f"unit_{place}" for place in range(1, number + 1)]
    torch.testing.assert_close(list(loss.terms.values()), expected)
    for ours, theirs in zip(
        torch.autograd.grad(loss.total, units),
        torch.autograd.grad(sum(expected), units),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs)


@BACKENDS
def test_one_unit_is_simclr(backend):
    (views,) = some_units(1, views=3)
    loss = loco([views], 0.2, backend=backend)
    simclr = nt_xent(views, 0.2, backend=backend)
    torch.testing.assert_close(loss.total, simclr.total)
    torch.testing.assert_close(
        *(torch.autograd.grad(each.total, views)[0] for each in (loss, simclr))
    )


@BACKENDS
def test_a_units_gradient_reaches_its_own_views_only(backend):
    units = some_units(3)
    loss = loco(units, backend=backend)
    for place, name in enumerate(loss.terms):
        slopes = torch.autograd.grad(loss.terms[name], units, allow_unused=True, retain_graph=True)
        assert [slope is not None for slope in slopes] == [other == place for other in range(3)]
        assert slopes[place].any()


def test_the_mean_is_the_sum_by_the_number_of_units():
    units = some_units(4)
    torch.testing.assert_close(loco(units, how="mean").total * 4, loco(units).total)


def test_weights_scale_terms_and_equal_ones_change_nothing():
    units = some_units(3)
    plain = loco(units).terms
    weighted = loco(units, weights=[0.0, 1.0, 2.5]).terms
    torch.testing.assert_close(
        list(weighted.values()),
        [weight * term for weight, term in zip([0.0, 1.0, 2.5], plain.values(), strict=True)],
    )
    assert loco(units, weights=[1.0, 1.0, 1.0]).terms == plain


def test_a_lower_unit_passed_first_adds_its_loss_to_the_others():
    three = some_units(3)
    (lowest,) = some_units(1, seed=7)
    four = loco([lowest, *three])
    torch.testing.assert_close(four.total, nt_xent(lowest).total + loco(three).total)
    torch.testing.assert_close(four.terms["unit_1"], nt_xent(lowest).total)


def test_rows_are_reduced_as_asked():
    units = some_units(2)
    assert loco(units, reduce=unreduced).total.shape == (6,)
    torch.testing.assert_close(loco(units, reduce=sum_valid).total, 6 * loco(units).total)


def test_one_sample_is_told_from_nothing():
    assert loco(some_units(2, batch=1)).total.item() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"units": []}, "the views of at least one unit, got none"),
        ({"weights": [1.0]}, r"weights must be >= 0, one for each of 2 units, got \[1.0\]"),
        ({"weights": [1.0, -1.0]}, r"weights must be >= 0, one for each of 2 units"),
        ({"temperature": 0.0}, "temperature must be > 0"),
    ],
)
def test_what_makes_no_sense_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        loco(**{"units": some_units(2), **settings})


def test_views_in_one_stack_cost_what_they_cost_apart():
    (views,) = some_units(1, views=3)
    stacked = stacked_nt_xent(3, 0.2)(views.flatten(0, 1))
    torch.testing.assert_close(stacked.terms, nt_xent(views, 0.2).terms)


def test_a_stack_that_holds_no_whole_views_is_refused():
    with pytest.raises(ValueError, match="vectors must be 2 views one after the other, got 5"):
        stacked_nt_xent(2)(torch.randn(5, 4))
