import inspect
import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from methods.references import (
    BACKENDS,
    WIDTH,
    assert_same_with_gradients,
    drawn,
    every_backend,
    every_option,
    examples,
    kinds_of_keys,
    mean_of_counted,
    row_costs,
)
from pairings import pairings

from contracode.losses import Keys, Rows, cosine, counts, dot
from contracode.methods.supcon import supcon, supcon_views


@every_backend
@every_option
@examples(8)
@given(pairing=pairings(6, 8), temperature=st.floats(0.1, 2.0))
def test_equals_the_slow_definition_with_its_gradients(
    backend, summation, denominator, pairing, temperature
):
    rows, keys = pairing
    fast = supcon(
        rows,
        keys,
        cosine(temperature),
        summation=summation,
        denominator=denominator,
        backend=backend,
    ).total
    costs = row_costs(
        rows.features,
        keys.features,
        temperature,
        kinds_of_keys(rows, keys),
        summation,
        denominator,
    )
    slow = mean_of_counted(costs, rows.features)
    inputs = (rows.features,) if keys.are(rows) else (rows.features, keys.features)
    assert_same_with_gradients(fast, slow, inputs)


@every_option
def test_a_row_without_positives_gives_zero_and_no_gradient(summation, denominator):
    features = drawn(1, 3, WIDTH).requires_grad_()
    labels = torch.arange(3)
    for backend, cap in itertools.product(BACKENDS, (None, 0, 1)):
        options = {"summation": summation, "denominator": denominator, "backend": backend}
        loss = supcon_views(features, labels, positives_cap=cap, **options).total
        (gradient,) = torch.autograd.grad(loss, features)
        assert loss.item() == 0
        assert gradient.abs().max() == 0


@pytest.mark.parametrize("cap", [None, 8])
@every_backend
@pytest.mark.parametrize("summation", ["out", "in"])
def test_a_row_with_nothing_but_positives_has_no_contrast(summation, backend, cap):
    features = drawn(2, 3, WIDTH).requires_grad_()
    one_class = torch.zeros(3, dtype=torch.int64)
    for denominator in ("one_positive", "only_negatives"):
        loss = supcon_views(
            features,
            one_class,
            summation=summation,
            denominator=denominator,
            positives_cap=cap,
            backend=backend,
        ).total
        (gradient,) = torch.autograd.grad(loss, features)
        assert loss.item() == 0
        assert gradient.abs().max() == 0


def test_only_negatives_leaves_rows_without_negatives_out_of_the_mean():
    rows = Rows(drawn(2, WIDTH), torch.tensor([0, 1]), torch.tensor([-1, 9]))
    keys = Keys(drawn(3, WIDTH, seed=1), torch.tensor([0, 1, 0]), torch.tensor([-1, -1, 9]))
    # The second row's negatives have its uid.
    rows = Rows(rows.features, rows.group, torch.tensor([-1, 9]))
    keys = Keys(keys.features, keys.group, torch.tensor([9, -1, 9]))
    assert counts(rows, keys).negative.tolist() == [1, 0]
    first = Rows(rows.features[:1], rows.group[:1], rows.uid[:1])
    both, alone = (
        supcon(part, keys, cosine(0.5), denominator="only_negatives").total
        for part in (rows, first)
    )
    torch.testing.assert_close(both, alone)
    one_positive = [
        supcon(part, keys, cosine(0.5), denominator="one_positive").total for part in (rows, first)
    ]
    torch.testing.assert_close(one_positive[0], one_positive[1] / 2)


@every_option
def test_scales_multiply_by_the_temperature(summation, denominator):
    features, labels = drawn(2, 6, WIDTH), torch.arange(6) % 3

    def loss(scale, **more):
        return supcon_views(
            features,
            labels,
            0.5,
            summation=summation,
            denominator=denominator,
            loss_scale=scale,
            **more,
        ).total

    torch.testing.assert_close(loss("tau"), loss("none") * 0.5)
    torch.testing.assert_close(loss("tau_over_base"), loss("none") * 0.5 / 0.07)
    torch.testing.assert_close(loss("tau_over_base", base_temperature=0.5), loss("none"))


def test_a_learnt_temperature_gets_no_gradient_through_the_scale():
    features, labels = drawn(2, 6, WIDTH), torch.arange(6) % 3
    temperature = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    plain, scaled = (
        torch.autograd.grad(
            supcon_views(features, labels, temperature, loss_scale=scale).total, temperature
        )[0]
        for scale in ("none", "tau")
    )
    assert plain != 0
    torch.testing.assert_close(scaled, plain * 0.5)


@every_option
@pytest.mark.parametrize("cap", [None, 2])
@every_backend
def test_a_temperature_may_be_learnt(backend, cap, summation, denominator):
    features, labels = drawn(2, 6, WIDTH), torch.arange(6) % 2

    def loss(temperature):
        return supcon_views(
            features,
            labels,
            temperature,
            summation=summation,
            denominator=denominator,
            positives_cap=cap,
            backend=backend,
        ).total

    at = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(loss, at)


def test_a_base_temperature_must_be_positive():
    with pytest.raises(ValueError, match=r"base_temperature must be > 0, got 0.0"):
        supcon_views(drawn(2, 3, WIDTH), None, base_temperature=0.0)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("summation", "summation must be one of out, in, got 'both'"),
        ("denominator", "denominator must be one of all, one_positive, only_negatives, got 'both'"),
        ("loss_scale", "loss_scale must be one of none, tau, tau_over_base, got 'both'"),
    ],
)
def test_unknown_options_are_refused_where_types_are_not_checked(option, message):
    rows = Rows.of_views(drawn(2, 3, WIDTH))
    with pytest.raises(ValueError, match=message):
        inspect.unwrap(supcon)(rows, Keys.of(rows), cosine(1.0), **{option: "both"})


def test_unknown_anchors_are_refused_where_types_are_not_checked():
    with pytest.raises(ValueError, match="anchors must be one of all, one, got 'both'"):
        inspect.unwrap(supcon_views)(drawn(2, 3, WIDTH), None, anchors="both")


def test_vectors_as_they_are_have_a_temperature_of_one():
    rows = Rows.of_views(drawn(2, 4, WIDTH), torch.arange(4) % 2)
    plain, scaled = (
        supcon(rows, Keys.of(rows), dot(), loss_scale=scale).total for scale in ("none", "tau")
    )
    assert torch.equal(plain, scaled)
