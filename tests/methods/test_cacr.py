import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.slow_cacr import (
    assert_same_gradients,
    batch,
    cosines_of,
    slow_cacr,
    unit,
)
from pairings import gradients, pairings

from contracode.losses import NOBODY, Keys, Rows, mean_all
from contracode.methods.cacr import cacr
from contracode.methods.rivals import decoupled

BACKENDS = st.sampled_from(["dense", "chunked"])
SHARPNESS = st.floats(0.0, 5.0)
both_backends = pytest.mark.parametrize("backend", ["dense", "chunked"])


@settings(deadline=None, max_examples=40)
@given(
    pairings(5, 6), SHARPNESS, SHARPNESS, st.booleans(), st.sampled_from([None, 0.0, 0.1]), BACKENDS
)
def test_equals_the_slow_definition_with_its_gradients(pairing, t_pull, t_push, detached, tau, how):
    rows, keys = pairing
    loss = cacr(
        rows,
        keys,
        detach_weights=detached,
        attraction_sharpness=t_pull,
        repulsion_sharpness=t_push,
        alpha=0.7,
        beta=1.9,
        tau_plus=tau,
        backend=how,
    )
    attraction, repulsion = slow_cacr(rows, keys, t_pull, t_push, detached, tau)
    torch.testing.assert_close(loss.terms["attraction"], 0.7 * attraction)
    torch.testing.assert_close(loss.terms["repulsion"], 1.9 * repulsion)
    assert_same_gradients(loss.total, 0.7 * attraction + 1.9 * repulsion, rows, keys)


@both_backends
def test_detached_it_has_the_gradient_of_two_log_sum_exps(backend):
    rows = Rows(unit(8), torch.arange(8) % 3, torch.arange(8))
    rows.features.requires_grad_()
    cost = 2 - 2 * rows.features @ rows.features.T
    same, itself = rows.group[:, None] == rows.group[None], torch.eye(8, dtype=torch.bool)
    pull = (0.9 * cost).masked_fill(~same | itself, -torch.inf).logsumexp(1) / 0.9
    push = (-2.0 * cost).masked_fill(same, -torch.inf).logsumexp(1) / 2.0
    loss = cacr(
        rows,
        Keys.of(rows),
        detach_weights=True,
        attraction_sharpness=0.9,
        repulsion_sharpness=2.0,
        backend=backend,
    ).total
    (ours,) = gradients(loss, rows.features)
    (potential,) = gradients((pull + push).mean(), rows.features)
    # Bringing the rows to unit length takes out the part of a gradient along its own row.
    along = (potential * rows.features).sum(1, keepdim=True) * rows.features
    assert (ours - (potential - along)).abs().max() <= 1e-15
    attached = cacr(
        rows, Keys.of(rows), detach_weights=False, attraction_sharpness=0.9, repulsion_sharpness=2.0
    ).total
    torch.testing.assert_close(attached, loss)
    assert (gradients(attached, rows.features)[0] - ours).abs().max() > 0.01


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 6), st.floats(0.1, 8.0), BACKENDS)
def test_detached_with_one_positive_it_has_the_gradient_of_the_decoupled_loss(number, t, how):
    rows, keys = batch(number)
    loss = cacr(rows, keys, detach_weights=True, repulsion_sharpness=t, backend=how).total
    rival = decoupled(rows, keys, 1 / (2 * t), backend=how).scaled(1 / t).total
    inputs = (rows.features, keys.features)
    for ours, theirs in zip(gradients(loss, *inputs), gradients(rival, *inputs), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-14)


@both_backends
def test_attached_gradients_are_the_closed_forms_and_attract_far_negatives(backend):
    row, keys = unit(1), unit(9, seed=3).requires_grad_()
    group, nobody = torch.tensor([0] * 4 + [1] * 5), torch.full((9,), NOBODY)
    loss = cacr(
        Rows(row, group[:1], nobody[:1]),
        Keys(keys, group, nobody),
        detach_weights=False,
        attraction_sharpness=3.0,
        repulsion_sharpness=5.0,
        backend=backend,
    ).total
    (found,) = gradients(loss, keys)
    with torch.no_grad():
        cosines = (keys @ row.T).flatten()
        cost = 2 - 2 * cosines
        pull, push = torch.softmax(3 * cost[:4], 0), torch.softmax(-5 * cost[4:], 0)
        by_cost = torch.cat(
            [
                pull * (1 + 3 * (cost[:4] - (pull * cost[:4]).sum())),
                -push * (1 - 5 * (cost[4:] - (push * cost[4:]).sum())),
            ]
        )
        along_sphere = -2 * (row - cosines[:, None] * keys)
        torch.testing.assert_close(found, by_cost[:, None] * along_sphere)
        far = cost[4:] > (push * cost[4:]).sum() + 1 / 5
        assert far.any()
        assert not far.all()
        # To go down the gradient is to lower a cost whose derivative is positive: to attract.
        assert torch.equal(by_cost[4:] > 0, far)


@both_backends
@pytest.mark.parametrize("cost", ["euclidean", "rbf"])
def test_attached_gradients_equal_finite_differences(backend, cost):
    rows, keys = batch(4, width=3)
    group = torch.tensor([0, 0, 1, 2])

    def loss(features, others):
        return cacr(
            Rows(features, group, rows.uid),
            Keys(others, group, keys.uid),
            detach_weights=False,
            attraction_sharpness=1.5,
            repulsion_sharpness=2.5,
            cost=cost,
            backend=backend,
        ).total

    assert torch.autograd.gradcheck(loss, (rows.features, keys.features))


@both_backends
def test_without_sharpness_it_is_the_plain_means_as_in_the_ablation(backend):
    rows, keys = batch()
    cost = 2 - 2 * cosines_of(rows, keys).detach()
    means = cost.diag().mean() - cost[~torch.eye(6, dtype=torch.bool)].mean()
    ablation = cacr(
        rows,
        keys,
        detach_weights=False,
        attraction_sharpness=3.0,
        repulsion_sharpness=3.0,
        uniform_attraction=True,
        uniform_repulsion=True,
        backend=backend,
    ).total
    torch.testing.assert_close(ablation, means)
    for sharpness, tolerance in ((0.0, 1e-14), (1e-7, 1e-6)):
        loss = cacr(
            rows,
            keys,
            detach_weights=False,
            attraction_sharpness=sharpness,
            repulsion_sharpness=sharpness,
            backend=backend,
        ).total
        torch.testing.assert_close(loss, ablation, rtol=0, atol=tolerance)
        (ours,), (theirs,) = (gradients(value, rows.features) for value in (loss, ablation))
        torch.testing.assert_close(ours, theirs, rtol=0, atol=tolerance)


@both_backends
def test_a_large_sharpness_leaves_the_hardest_of_each_kind(backend):
    rows = Rows(unit(12), torch.arange(12) % 3, torch.arange(12))
    cost = 2 - 2 * rows.features @ rows.features.T
    same = rows.group[:, None] == rows.group[None]
    loss = cacr(
        rows,
        Keys.of(rows),
        detach_weights=False,
        attraction_sharpness=1e5,
        repulsion_sharpness=1e5,
        backend=backend,
    )
    hardest = cost.masked_fill(~same, -1).amax(1).mean(), cost.masked_fill(same, 9).amin(1).mean()
    torch.testing.assert_close(loss.terms["attraction"], hardest[0])
    torch.testing.assert_close(loss.terms["repulsion"], -hardest[1])


@settings(deadline=None, max_examples=20)
@given(pairings(), st.integers(0, 2**31), BACKENDS)
def test_neither_order_nor_rotation_matters(pairing, seed, how):
    rows, keys = pairing
    generator = torch.Generator().manual_seed(seed)
    turn = torch.linalg.qr(torch.randn(3, 3, generator=generator, dtype=torch.float64))[0]

    def moved(part):
        order = torch.randperm(len(part.uid), generator=generator)
        return type(part)((part.features @ turn)[order], part.group[order], part.uid[order])

    options = {"detach_weights": False, "repulsion_sharpness": 2.0, "backend": how}
    torch.testing.assert_close(
        cacr(moved(rows), moved(keys), **options).terms, cacr(rows, keys, **options).terms
    )


@both_backends
@pytest.mark.parametrize("detached", [True, False])
def test_one_class_repels_nothing_and_strangers_attract_nothing(backend, detached):
    features = unit(5).requires_grad_()
    for group, left in ((torch.zeros(5, dtype=torch.int64), 0), (torch.arange(5), 1)):
        rows = Rows(features, group, torch.arange(5))
        loss = cacr(rows, Keys.of(rows), detach_weights=detached, backend=backend)
        gone = ["repulsion", "attraction"][left]
        assert loss.terms[gone] == 0
        assert not gradients(loss.terms[gone], features)[0].any()
        assert loss.terms[["attraction", "repulsion"][left]].abs() > 0.1


@both_backends
def test_duplicates_and_a_lone_row_have_finite_gradients(backend):
    for features in (torch.ones(4, 3), torch.ones(1, 3)):
        features.requires_grad_()
        rows = Rows(features, torch.arange(len(features)) % 2, torch.arange(len(features)))
        loss = cacr(rows, Keys.of(rows), detach_weights=False, backend=backend)
        assert loss.total.item() == pytest.approx(0, abs=1e-6)
        assert gradients(loss.total, features)[0].isfinite().all()


@both_backends
def test_a_term_of_weight_0_is_left_out_so_that_each_can_have_its_own_keys(backend):
    rows, keys = batch()
    options = {"detach_weights": False, "reduce": mean_all, "backend": backend}
    pull = cacr(rows, keys, alpha=2.0, beta=0.0, **options)
    push = cacr(rows, keys, alpha=0.0, beta=3.0, **options)
    assert (list(pull.terms), list(push.terms)) == (["attraction"], ["repulsion"])
    whole = cacr(rows, keys, alpha=2.0, beta=3.0, **options)
    torch.testing.assert_close((pull + push).terms, whole.terms)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"alpha": -1.0}, "alpha and beta must be >= 0 and not both 0, got -1.0 and 1.0"),
        ({"alpha": 0.0, "beta": 0.0}, "not both 0"),
        ({"attraction_sharpness": -1.0}, r"sharpness must be >= 0, got -1.0 \(t\+\)"),
        ({"repulsion_sharpness": math.nan}, r"and nan \(t-\)"),
        ({"tau_plus": 1.0}, r"tau_plus must be in \[0, 1\), got 1.0"),
        ({"cost": "rbf", "repulsion_sharpness": 0.0}, "the rbf cost needs weights and t- > 0"),
        ({"cost": "rbf", "uniform_repulsion": True}, "the rbf cost needs weights"),
        ({"cost": "rbf", "tau_plus": 0.1}, "only the euclidean cost can be debiased"),
    ],
)
def test_settings_that_cannot_be_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        cacr(*batch(), detach_weights=True, **wrong)
