import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.slow_cacr import assert_same_gradients, batch, cosines_of, slow_cacr, slow_costs, unit
from pairings import pairings

from contracode.losses import NOBODY, FeatureQueue, Keys, Rows, cosine, sum_valid, unreduced
from contracode.methods.cacr import cacr, kernel_repulsion
from contracode.methods.infonce import info_nce

BACKENDS = st.sampled_from(["dense", "chunked"])
SHARPNESS = st.floats(0.0, 5.0)
both_backends = pytest.mark.parametrize("backend", ["dense", "chunked"])


@settings(deadline=None, max_examples=20)
@given(pairings(5, 6), st.floats(0.1, 5.0), BACKENDS)
def test_the_rbf_cost_is_the_log_of_a_sum_that_counts_the_positive(pairing, sharpness, how):
    rows, keys = pairing
    loss = cacr(
        rows,
        keys,
        detach_weights=True,
        repulsion_sharpness=sharpness,
        alpha=0.0,
        cost="rbf",
        reduce=unreduced,
        backend=how,
    )
    for i, value in enumerate(loss.total):
        costs = [cost for kind in slow_costs(rows, keys, i) for cost in kind]
        kernels = [torch.exp(-sharpness * cost) for cost in costs]
        slow = sum(kernels).log() / sharpness if kernels else torch.zeros((), dtype=value.dtype)
        torch.testing.assert_close(value, slow)


@both_backends
@pytest.mark.parametrize("temperature", [0.2, 1.0])
def test_the_rbf_cost_is_2_t_times_cross_entropy(backend, temperature):
    rows, keys = batch()
    loss = cacr(
        rows,
        keys,
        detach_weights=True,
        repulsion_sharpness=1 / (2 * temperature),
        cost="rbf",
        backend=backend,
    ).total
    logits = cosines_of(rows, keys) / temperature
    entropy = 2 * temperature * torch.nn.functional.cross_entropy(logits, torch.arange(6))
    torch.testing.assert_close(loss, entropy)
    ours = info_nce(rows, keys, cosine(temperature)).scaled(2 * temperature).total
    torch.testing.assert_close(loss, ours)
    assert_same_gradients(loss, ours, rows, keys)
    # The gradient in terms of the costs: the positive's, less the softmax mean of all of them.
    cost = 2 - 2 * cosines_of(rows, keys)
    weights = torch.softmax(-cost.detach() / (2 * temperature), dim=1)
    assert_same_gradients(loss, (cost.diag() - (weights * cost).sum(1)).mean(), rows, keys)


@both_backends
def test_debiasing_finds_the_mean_of_the_true_negatives_and_the_released_sign_does_not(backend):
    row, positive, others = unit(1), unit(1, seed=5), unit(6, seed=6)
    # A quarter of what counts as negative is the positive itself, under another group.
    keys = torch.cat([positive, positive, positive, others])
    group, nobody = torch.tensor([0, 1, 1] + [1] * 6), torch.full((9,), NOBODY)

    def repulsion(**options):
        return cacr(
            Rows(row, group[:1], nobody[:1]),
            Keys(keys, group, nobody),
            detach_weights=False,
            alpha=0.0,
            uniform_repulsion=True,
            backend=backend,
            **options,
        ).total

    true_negatives = -(2 - 2 * others @ row.T).mean()
    torch.testing.assert_close(repulsion(tau_plus=0.25), true_negatives)
    released = repulsion(tau_plus=0.25, debias_as_released=True)
    own = (2 - 2 * positive @ row.T).sum()
    torch.testing.assert_close(released, (repulsion() - 0.25 * own) / 0.75)
    assert (released - true_negatives).abs() > 0.1
    torch.testing.assert_close(repulsion(tau_plus=0.0), repulsion())


@both_backends
def test_a_queue_repels_but_for_earlier_variants_of_the_same_record(backend):
    records, names = torch.tensor([3, 8, 5]), torch.full((3,), NOBODY)
    rows = Rows(unit(3).requires_grad_(), records, records)
    fresh = Keys(unit(3, seed=1).requires_grad_(), records, names)
    queue = FeatureQueue(4, 4).double()
    queue.push(unit(4, seed=2), torch.tensor([8, 1, 2, 4]))
    keys = Keys.cat(fresh, queue.keys())
    loss = cacr(rows, keys, detach_weights=True, repulsion_sharpness=2.0, backend=backend)
    slow = slow_cacr(rows, keys, 1.0, 2.0, detached=True)
    torch.testing.assert_close([*loss.terms.values()], slow)
    assert_same_gradients(loss.total, sum(slow), rows, fresh)
    # The second record does not see its own earlier variant.
    moved = queue.features.clone()
    moved[0] = -moved[0]
    other = Keys.cat(fresh, Keys(moved, names.new_full((4,), NOBODY), queue.uid))
    each = {"detach_weights": True, "reduce": unreduced, "backend": backend}
    same = cacr(rows, keys, **each).total == cacr(rows, other, **each).total
    assert same.tolist() == [False, True, False]


@pytest.mark.parametrize("temperature", [0.2, 1.0])
def test_the_released_imagenet_forms_are_reproduced(temperature):
    rows, keys = batch()
    slow_keys = Keys(keys.features.detach(), keys.group, keys.uid)
    cosines = cosines_of(rows, slow_keys)
    entropy = torch.nn.functional.cross_entropy(cosines / temperature, torch.arange(6))
    chosen = {"detach_weights": True, "repulsion_sharpness": 1 / (2 * temperature)}
    rbf = cacr(rows, slow_keys, cost="rbf", **chosen).total
    assert_same_gradients(rbf, 2 * temperature * entropy, rows, keys)
    far = (cosines - 1)[~torch.eye(6, dtype=torch.bool)].view(6, 5)
    weights = torch.softmax(far.detach() / temperature, dim=1)
    released = ((1 - cosines.diag()) + (far * weights).sum(1)).sum()
    euclidean = cacr(rows, slow_keys, reduce=sum_valid, **chosen).scaled(0.5).total
    torch.testing.assert_close(euclidean, released)
    assert_same_gradients(euclidean, released, rows, keys)


@both_backends
def test_the_released_moco_style_has_its_own_keys_for_each_term(backend):
    views, samples = unit(6).view(2, 3, 4).requires_grad_(), torch.arange(3)
    slow, queue = unit(6, seed=1).view(2, 3, 4), unit(5, seed=2)
    strangers = Keys(queue, torch.full((5,), NOBODY), torch.full((5,), NOBODY))
    options = {"detach_weights": True, "repulsion_sharpness": 2.0, "backend": backend}
    ours, theirs = [], []
    for view in range(2):
        rows = Rows(views[view], samples, samples)
        others = Keys(slow[1 - view], samples, torch.full((3,), NOBODY))
        negatives = Keys.cat(Keys.of(rows), strangers)
        pull = cacr(rows, others, beta=0.0, **options)
        ours.append((pull + cacr(rows, negatives, alpha=0.0, **options)).total)
        near = 2 - 2 * views[view] @ torch.cat([views[view], queue]).T
        near = near[~torch.eye(3, 8, dtype=torch.bool)].view(3, 7)
        push = (torch.softmax(-2 * near.detach(), dim=1) * near).sum(1).mean()
        theirs.append(((views[view] - slow[1 - view]) ** 2).sum(1).mean() - push)
    torch.testing.assert_close(sum(ours), sum(theirs))


@settings(deadline=None, max_examples=25)
@given(pairings(5, 6), SHARPNESS, st.floats(0.1, 4.0), BACKENDS)
def test_the_kernel_repulsion_is_one_log_over_all_rows(pairing, sharpness, kernel, how):
    rows, keys = pairing
    loss = kernel_repulsion(
        rows,
        keys,
        repulsion_sharpness=sharpness,
        kernel_sharpness=kernel,
        beta=1.5,
        backend=how,
    ).total
    means = []
    for i in range(len(rows.features)):
        _, negative = slow_costs(rows, keys, i)
        if negative:
            weights = [torch.exp(-sharpness * cost) for cost in negative]
            kernels = [torch.exp(-kernel * cost) for cost in negative]
            weighted = sum(w * k for w, k in zip(weights, kernels, strict=True))
            means.append(weighted / sum(weights))
    slow = 1.5 * (sum(means) / len(means)).log() if means else rows.features.sum() * 0
    torch.testing.assert_close(loss, slow)
    assert_same_gradients(loss, slow, rows, keys)


def test_a_kernel_must_have_a_width():
    with pytest.raises(ValueError, match="kernel_sharpness and beta must be > 0"):
        kernel_repulsion(*batch(), kernel_sharpness=0.0)
