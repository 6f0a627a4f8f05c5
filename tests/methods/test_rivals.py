import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.lightly_losses import lightly_loss
from pairings import pairings, unit_pairs

from contracode.losses import NOBODY, Keys, Rows, cosine, mean_valid, unreduced
from contracode.methods.cacr import kernel_repulsion, view_pairs
from contracode.methods.infonce import info_nce, nt_xent
from contracode.methods.rivals import align_uniform, cmc, decoupled, hard_negatives

BACKENDS = st.sampled_from(["dense", "chunked"])
SHAPES = st.tuples(st.integers(2, 4), st.integers(1, 5))
both_backends = pytest.mark.parametrize("backend", ["dense", "chunked"])


def random_views(views=2, batch=6, width=4, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(
        views, batch, width, generator=generator, dtype=torch.float64
    ).requires_grad_()


def slow_scores(rows, keys, i, temperature):
    """Scores of row i with its positives and with its negatives, one number at a time."""
    return tuple(
        [(row * key).sum() / temperature for row, key in pairs]
        for pairs in unit_pairs(rows, keys, i)
    )


def slow_decoupled(rows, keys, temperature):
    pulls, pushes = [], []
    for i in range(len(rows.features)):
        positive, negative = slow_scores(rows, keys, i, temperature)
        if positive:
            pulls.append(-sum(positive) / len(positive))
        if negative:
            pushes.append(sum(s.exp() for s in negative).log())
    return [sum(p) / len(p) if p else rows.features.sum() * 0 for p in (pulls, pushes)]


def slow_hard_negatives(rows, keys, temperature, hardness, tau_plus):
    costs = []
    for i in range(len(rows.features)):
        positive, negative = slow_scores(rows, keys, i, temperature)
        if not positive:
            continue
        number, total = len(negative), rows.features.sum() * 0
        if negative:
            weights = [torch.exp(hardness * s) for s in negative]
            weights = [number * w / sum(weights) for w in weights]
            hard = sum(w * s.exp() for w, s in zip(weights, negative, strict=True))
            own = sum(s.exp() for s in positive) / len(positive)
            total = (hard - number * tau_plus * own) / (1 - tau_plus)
            total = total.clamp(min=number * math.exp(-1 / temperature))
        costs.append(sum(-(s.exp() / (s.exp() + total)).log() for s in positive) / len(positive))
    return sum(costs) / len(costs) if costs else rows.features.sum() * 0


def assert_equal_with_gradients(ours, theirs, *inputs):
    torch.testing.assert_close(ours, theirs)
    options = {"allow_unused": True, "materialize_grads": True}
    found = (torch.autograd.grad(value, inputs, **options) for value in (ours, theirs))
    for mine, other in zip(*found, strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-8, atol=1e-9)


@settings(deadline=None, max_examples=40)
@given(pairings(5, 6), st.floats(0.1, 2.0), BACKENDS)
def test_decoupled_equals_the_slow_definition(pairing, temperature, how):
    rows, keys = pairing
    loss = decoupled(rows, keys, temperature, backend=how)
    slow = slow_decoupled(rows, keys, temperature)
    torch.testing.assert_close([*loss.terms.values()], slow)
    assert_equal_with_gradients(loss.total, sum(slow), rows.features, keys.features)


@both_backends
def test_decoupled_is_info_nce_less_the_positive_in_the_sum(backend):
    rows, keys = view_pairs(random_views())[0]
    ours = decoupled(rows, keys, 0.5, reduce=unreduced, backend=backend)
    full = info_nce(rows, keys, cosine(0.5), reduce=unreduced)
    torch.testing.assert_close(full.total, torch.nn.functional.softplus(ours.total))


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 9), st.floats(0.07, 1.0), BACKENDS)
def test_decoupled_between_two_views_equals_lightlys(batch, temperature, backend):
    views = random_views(batch=batch, seed=1)
    rows = Rows.of_views(views)
    ours = decoupled(rows, Keys.of(rows), temperature, backend=backend).total
    theirs = lightly_loss("DCLLoss")(temperature)(*views)
    assert_equal_with_gradients(ours, theirs, views)


@settings(deadline=None, max_examples=20)
@given(st.integers(2, 9), st.floats(0.07, 1.0), BACKENDS)
def test_nt_xent_between_two_views_equals_lightlys(batch, temperature, backend):
    views = random_views(batch=batch, seed=2)
    theirs = lightly_loss("NTXentLoss")(temperature)(*views)
    assert_equal_with_gradients(nt_xent(views, temperature, backend=backend).total, theirs, views)


@settings(deadline=None, max_examples=30)
@given(SHAPES, st.floats(0.1, 4.0), BACKENDS)
def test_align_and_uniform_equal_plain_distances(shape, sharpness, how):
    views = random_views(*shape)
    size, batch = shape
    loss = align_uniform(views, sharpness=sharpness, align_weight=0.7, backend=how)
    points = torch.nn.functional.normalize(views, dim=2)
    pairs = [(x, y) for x in range(size) for y in range(x)]
    align = sum(((points[x] - points[y]) ** 2).sum(1).mean() for x, y in pairs) / len(pairs)
    uniform = views.sum() * 0
    if batch > 1:
        kernels = [(-sharpness * torch.pdist(view) ** 2).exp().mean().log() for view in points]
        uniform = sum(kernels) / size
    torch.testing.assert_close(loss.terms["repulsion"], uniform)
    assert_equal_with_gradients(loss.total, 0.7 * align + uniform, views)


@both_backends
def test_uniformity_of_gathered_rows_is_the_batchs_and_the_mean_of_parts_is_not(backend):
    views = random_views(1, 8)
    each = torch.arange(8)
    rows = Rows(views[0], torch.full_like(each, NOBODY), each)
    whole = align_uniform(views, backend=backend).terms["repulsion"]
    options = {"repulsion_sharpness": 0.0, "backend": backend}
    torch.testing.assert_close(kernel_repulsion(rows, Keys.of(rows), **options).total, whole)
    halves = [Rows(rows.features[p], rows.group[p], rows.uid[p]) for p in (each[:4], each[4:])]
    parts = [kernel_repulsion(half, Keys.of(rows), **options).total for half in halves]
    torch.testing.assert_close((sum(part.exp() for part in parts) / 2).log(), whole)
    assert (sum(parts) / 2 - whole).abs() > 1e-3


@both_backends
def test_equal_views_align_and_opposite_points_are_uniform(backend):
    point = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    loss = align_uniform(torch.stack([point, point]), backend=backend)
    assert loss.terms["attraction"].item() == pytest.approx(0, abs=1e-6)
    assert loss.terms["repulsion"].item() == pytest.approx(-2 * 4)


@settings(deadline=None, max_examples=20)
@given(SHAPES, st.floats(0.1, 2.0), BACKENDS)
def test_cmc_is_cross_entropy_between_views_and_never_above_nt_xent(shape, temperature, how):
    views = random_views(*shape)
    points, samples = torch.nn.functional.normalize(views, dim=2), torch.arange(shape[1])
    pairs = [(x, y) for x in range(shape[0]) for y in range(shape[0]) if x != y]
    theirs = sum(
        torch.nn.functional.cross_entropy(points[x] @ points[y].T / temperature, samples)
        for x, y in pairs
    )
    loss = cmc(views, temperature, backend=how)
    assert_equal_with_gradients(loss.total, theirs / len(pairs), views)
    whole = nt_xent(views, temperature)
    assert loss.total <= whole.total + 1e-12


@settings(deadline=None, max_examples=60)
@given(
    pairings(5, 6),
    st.floats(0.2, 2.0),
    st.floats(0, 3.0),
    st.sampled_from([0.0, 0.1, 0.6]),
    BACKENDS,
)
def test_hard_negatives_equal_the_slow_definition(pairing, temperature, hardness, tau_plus, how):
    rows, keys = pairing
    options = {"temperature": temperature, "hardness": hardness, "tau_plus": tau_plus}
    loss = hard_negatives(rows, keys, **options, backend=how).total
    slow = slow_hard_negatives(rows, keys, **options)
    assert_equal_with_gradients(loss, slow, rows.features, keys.features)


@both_backends
def test_without_hardness_and_prior_hard_negatives_are_nt_xent(backend):
    views = random_views()
    rows = Rows.of_views(views)
    ours = hard_negatives(rows, Keys.of(rows), hardness=0.0, tau_plus=0.0, backend=backend).total
    assert_equal_with_gradients(ours, nt_xent(views, 0.5).total, views)


@both_backends
def test_debiasing_takes_the_false_negatives_out_of_the_sum(backend):
    positive, others = random_views(1, 1)[0], random_views(1, 6, seed=3)[0]
    nobody = torch.full((9,), NOBODY)
    row = Rows(random_views(1, 1, seed=4)[0], nobody[:1] + 1, nobody[:1])
    # A quarter of the negatives is the positive itself, which the prior of a quarter undoes.
    mixed = Keys(torch.cat([positive] * 3 + [others]), torch.tensor([0, 1, 1] + [1] * 6), nobody)
    loss = hard_negatives(row, mixed, hardness=0.0, tau_plus=0.25, backend=backend).total
    (own,), true = slow_scores(
        row,
        Keys(
            torch.cat([positive, others]),
            *(torch.tensor(ids) for ids in ([0] + [1] * 6, [NOBODY] * 7)),
        ),
        0,
        0.5,
    )
    total = 8 * sum(s.exp() for s in true) / 6
    torch.testing.assert_close(loss, (1 + total / own.exp()).log())


@both_backends
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("temperature", [0.5, 0.01])
def test_more_than_all_negatives_taken_out_leaves_the_floor(backend, dtype, temperature):
    row = torch.tensor([[1.0, 0.0]], dtype=dtype).requires_grad_()
    keys = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]], dtype=dtype).requires_grad_()
    group, nobody = torch.tensor([0, 1, 1]), torch.full((3,), NOBODY)
    loss = hard_negatives(
        Rows(row, group[:1], nobody[:1]),
        Keys(keys, group, nobody),
        temperature=temperature,
        tau_plus=0.5,
        backend=backend,
    ).total
    floor = math.log1p(2 * math.exp(-2 / temperature))
    assert loss.item() == pytest.approx(floor, rel=1e-4)
    assert all(grad.isfinite().all() for grad in torch.autograd.grad(loss, (row, keys)))


@both_backends
def test_rows_without_negatives_cost_nothing_and_without_positives_do_not_count(backend):
    features = random_views(1, 4)[0]
    for group in (torch.zeros(4, dtype=torch.int64), torch.arange(4)):
        rows = Rows(features, group, torch.arange(4))
        loss = hard_negatives(rows, Keys.of(rows), reduce=mean_valid, backend=backend).total
        assert loss == 0
        assert not torch.autograd.grad(loss, features)[0].any()


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (lambda rows, keys: decoupled(rows, keys, 0.0), "temperature must be > 0, got 0.0"),
        (
            lambda rows, keys: hard_negatives(rows, keys, temperature=-1.0),
            "temperature must be > 0",
        ),
        (lambda rows, keys: hard_negatives(rows, keys, hardness=-1.0), "hardness must be >= 0 and"),
        (lambda rows, keys: hard_negatives(rows, keys, tau_plus=1.0), "got 1.0 and 1.0"),
        (lambda rows, _: cmc(rows.features[None]), "CMC needs two views or more, got 1"),
        (lambda rows, _: align_uniform(rows.features[None], sharpness=0.0), "must be > 0"),
        (lambda rows, _: align_uniform(rows.features[None], align_weight=-1.0), "weights must be"),
    ],
)
def test_settings_that_cannot_be_are_refused(refused, message):
    with pytest.raises(ValueError, match=message):
        refused(*view_pairs(random_views())[0])
