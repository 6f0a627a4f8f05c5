import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from methods.references import (
    WIDTH,
    assert_same_with_gradients,
    drawn,
    every_backend,
    examples,
    kinds_of_keys,
    kinds_of_views,
    mean_of_counted,
    row_costs,
)
from pairings import pairings
from torch.nn import functional

from contracode.losses import FeatureQueue, Keys, Rows, cosine, dot, lse, mean_all, pos_mean
from contracode.losses import sum_valid as summed
from contracode.methods.infonce import info_nce, nt_xent


@every_backend
@examples(50)
@given(pairing=pairings(), temperature=st.floats(0.1, 2.0))
def test_equals_the_slow_definition_with_its_gradients(backend, pairing, temperature):
    rows, keys = pairing
    fast = info_nce(rows, keys, cosine(temperature), backend=backend).total
    kinds = kinds_of_keys(rows, keys)
    costs = row_costs(rows.features, keys.features, temperature, kinds)
    inputs = (rows.features,) if keys.are(rows) else (rows.features, keys.features)
    assert_same_with_gradients(fast, mean_of_counted(costs, rows.features), inputs)


@every_backend
@examples(25)
@given(
    views=st.integers(1, 3),
    batch=st.integers(1, 5),
    temperature=st.floats(0.1, 2.0),
    seed=st.integers(0, 2**31),
)
def test_nt_xent_equals_the_slow_definition_with_its_gradients(
    backend, views, batch, temperature, seed
):
    features = drawn(views, batch, WIDTH, seed=seed).requires_grad_()
    vectors = features.flatten(0, 1)
    kinds = kinds_of_views(views, batch, list(range(batch)))
    slow = mean_of_counted(row_costs(vectors, vectors, temperature, kinds), features)
    assert_same_with_gradients(
        nt_xent(features, temperature, backend=backend).total, slow, (features,)
    )


@every_backend
def test_nt_xent_of_two_views_is_cross_entropy_over_all_other_views(backend):
    features = drawn(2, 9, WIDTH).requires_grad_()
    unit = functional.normalize(features.flatten(0, 1), dim=1)
    logits = (unit @ unit.T / 0.1).masked_fill(torch.eye(18, dtype=torch.bool), -torch.inf)
    expected = functional.cross_entropy(logits, (torch.arange(18) + 9) % 18)
    assert_same_with_gradients(nt_xent(features, 0.1, backend=backend).total, expected, (features,))


@every_backend
def test_one_view_against_the_other_and_a_queue_is_cross_entropy_as_in_moco(backend):
    queries = drawn(5, WIDTH).requires_grad_()
    fresh, earlier = drawn(5, WIDTH, seed=1), drawn(7, WIDTH, seed=2)
    queue = FeatureQueue(7, WIDTH).double()
    queue.push(earlier, torch.arange(100, 107))
    own = torch.arange(5)
    nobody = torch.full((5,), -1)
    found = Keys(fresh, own, nobody)
    keys = Keys.cat(found, queue.keys())
    loss = info_nce(Rows(queries, own, own), keys, cosine(0.2), backend=backend).total
    unit = functional.normalize(torch.cat([fresh, earlier]), dim=1)
    logits = functional.normalize(queries, dim=1) @ unit.T / 0.2
    assert_same_with_gradients(loss, functional.cross_entropy(logits, own), (queries,))


@examples(50)
@given(pairings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_keys_does_not_matter(pairing, random):
    rows, keys = pairing

    def shuffled(part):
        order = list(range(len(part.uid)))
        random.shuffle(order)
        return type(part)(part.features[order], part.group[order], part.uid[order])

    score = cosine(0.5)
    torch.testing.assert_close(
        info_nce(rows, keys, score).total, info_nce(shuffled(rows), shuffled(keys), score).total
    )


@examples(20)
@given(st.permutations(range(3)), st.permutations(range(4)))
def test_the_order_of_views_and_of_samples_does_not_matter(views, samples):
    features = drawn(3, 4, WIDTH)
    turned = features[list(views)][:, list(samples)]
    torch.testing.assert_close(nt_xent(turned, 0.2).total, nt_xent(features, 0.2).total)


@pytest.mark.parametrize("candidates", [2, 8, 100])
def test_uniform_scores_cost_the_log_of_the_candidates(candidates):
    rows = Rows(torch.ones(1, WIDTH), torch.tensor([0]), torch.tensor([-1]))
    keys = Keys(
        torch.ones(candidates, WIDTH), torch.arange(candidates), torch.full((candidates,), -1)
    )
    loss = info_nce(rows, keys, cosine(0.07)).total
    assert loss.item() == pytest.approx(math.log(candidates), rel=1e-6)


@every_backend
@pytest.mark.parametrize("batch", [1, 2, 16])
def test_collapsed_views_cost_the_log_of_all_others(backend, batch):
    loss = nt_xent(torch.ones(2, batch, WIDTH), backend=backend).total
    assert loss.item() == pytest.approx(math.log(2 * batch - 1), rel=1e-6)


def floor_of(batch, temperature):
    """Cost of two equal views of samples that are as far from each other as they can be."""
    farthest = -1 / (batch - 1)
    return math.log1p((2 * batch - 2) * math.exp((farthest - 1) / temperature))


@examples(50)
@given(
    batch=st.integers(2, 6),
    apart=st.sampled_from([0.0, 0.1, 1.0]),
    temperature=st.floats(0.1, 1.0),
    seed=st.integers(0, 2**31),
)
def test_no_views_cost_less_than_the_floor(batch, apart, temperature, seed):
    one, other = drawn(1, batch, WIDTH, seed=seed), drawn(1, batch, WIDTH, seed=seed + 1)
    views = torch.cat([one, one + apart * other])
    assert nt_xent(views, temperature).total.item() >= floor_of(batch, temperature) - 1e-12


@pytest.mark.parametrize("batch", [2, 3, 9])
def test_equal_views_at_the_corners_of_a_simplex_cost_exactly_the_floor(batch):
    corners = torch.eye(batch, dtype=torch.float64) - 1 / batch
    loss = nt_xent(corners.expand(2, -1, -1), 0.5).total
    assert loss.item() == pytest.approx(floor_of(batch, 0.5), rel=1e-12)


@every_backend
def test_several_positives_cost_their_mean(backend):
    rows = Rows(drawn(1, WIDTH), torch.tensor([0]), torch.tensor([-1]))
    keys = Keys(drawn(5, WIDTH, seed=1), torch.tensor([0, 0, 0, 1, 2]), torch.full((5,), -1))
    each = []
    for chosen in range(3):
        group = torch.full((5,), 7)
        group[chosen] = 0
        one = Keys(keys.features, group, keys.uid)
        each.append(info_nce(rows, one, cosine(0.3), backend=backend).total)
    torch.testing.assert_close(
        info_nce(rows, keys, cosine(0.3), backend=backend).total, torch.stack(each).mean()
    )


@every_backend
def test_a_temperature_may_be_learnt(backend):
    features = drawn(2, 5, WIDTH)
    at = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda t: nt_xent(features, t, backend=backend).total, at)


def test_lengths_do_not_matter_to_the_cosine():
    features = drawn(2, 6, WIDTH)
    long = features * drawn(2, 6, 1, seed=1).exp() * 1e3
    torch.testing.assert_close(nt_xent(long, 0.05).total, nt_xent(features, 0.05).total)


def test_dot_products_of_unit_vectors_are_cosines():
    rows = Rows.of_views(functional.normalize(drawn(2, 6, WIDTH), dim=2))
    torch.testing.assert_close(
        info_nce(rows, Keys.of(rows), dot()).total, info_nce(rows, Keys.of(rows), cosine(1.0)).total
    )


def test_rows_without_positives_count_only_if_asked_for():
    rows = Rows(drawn(4, WIDTH), torch.tensor([0, 1, 2, -1]), torch.full((4,), -1))
    keys = Keys(drawn(3, WIDTH, seed=1), torch.tensor([0, 1, 9]), torch.full((3,), -1))
    valid, everyone, whole = (
        info_nce(rows, keys, cosine(0.5), reduce=reduce).total.item()
        for reduce in (lambda values, valid: summed(values, valid) / 2, mean_all, summed)
    )
    assert info_nce(rows, keys, cosine(0.5)).total.item() == pytest.approx(valid)
    assert everyone * 4 == pytest.approx(whole)
    assert valid * 2 == pytest.approx(whole)


def test_a_key_with_the_rows_uid_has_no_influence():
    rows = Rows(torch.randn(2, WIDTH), torch.tensor([0, 1]), torch.tensor([7, 8]))
    other = Keys(torch.randn(2, WIDTH), torch.tensor([0, 1]), torch.tensor([-1, -1]))
    queued = Keys(torch.randn(1, WIDTH, requires_grad=True), torch.tensor([-1]), torch.tensor([7]))
    first_row = Rows(rows.features[:1], rows.group[:1], rows.uid[:1])
    with_queue = info_nce(first_row, Keys.cat(other, queued), cosine(1.0)).total
    assert with_queue == info_nce(first_row, other, cosine(1.0)).total
    with_queue.backward()
    assert queued.features.grad.abs().max() == 0
    assert (
        info_nce(rows, Keys.cat(other, queued), cosine(1.0)).total
        != info_nce(rows, other, cosine(1.0)).total
    )


def test_a_row_without_keys_gives_zero_and_no_gradient():
    features = torch.randn(1, WIDTH, requires_grad=True)
    rows = Rows(features, torch.tensor([0]), torch.tensor([5]))
    keys = Keys(torch.randn(2, WIDTH), torch.tensor([0, 1]), torch.tensor([5, 5]))
    mean, count = pos_mean(rows, keys, cosine(0.1))
    total = lse(rows, keys, cosine(0.1)) + mean + info_nce(rows, keys, cosine(0.1)).total
    total.sum().backward()
    assert total.item() == 0
    assert count.item() == 0
    assert features.grad.abs().max() == 0


def test_lse_splits_into_positives_and_negatives():
    generator = torch.Generator().manual_seed(0)
    rows = Rows(torch.randn(3, WIDTH, generator=generator), torch.arange(3), torch.full((3,), -1))
    keys = Keys(
        torch.randn(6, WIDTH, generator=generator), torch.arange(6) % 3, torch.full((6,), -1)
    )
    parts = [lse(rows, keys, cosine(0.2), over=over) for over in ("positive", "negative")]
    torch.testing.assert_close(torch.logaddexp(*parts), lse(rows, keys, cosine(0.2)))


@pytest.mark.parametrize(
    ("given_type", "computed"),
    [
        (torch.bfloat16, torch.float32),
        (torch.float16, torch.float32),
        (torch.float32, torch.float32),
        (torch.float64, torch.float64),
    ],
)
def test_scores_are_computed_in_float32_at_least_even_under_autocast(given_type, computed):
    features = torch.randn(4, 64, generator=torch.Generator().manual_seed(1)).to(given_type)
    rows = Rows(features, torch.arange(4), torch.full((4,), -1))
    keys = Keys(features.flip(0), torch.arange(4), torch.full((4,), -1))
    with torch.autocast("cpu", torch.bfloat16):
        loss = info_nce(rows, keys, cosine(0.05)).total
    assert loss.dtype == computed
    precise_rows = Rows(features.double(), rows.group, rows.uid)
    precise_keys = Keys(features.flip(0).double(), keys.group, keys.uid)
    precise = info_nce(precise_rows, precise_keys, cosine(0.05)).total
    torch.testing.assert_close(loss.double(), precise, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan])
def test_a_temperature_must_be_positive(temperature):
    with pytest.raises(ValueError, match="temperature must be > 0"):
        cosine(temperature)


@pytest.mark.parametrize("backend", ["dense", "chunked"])
@pytest.mark.parametrize(("temperature", "allowed"), [(0.1, 1e-5), (0.07, 3e-5), (0.05, 1e-3)])
def test_a_loss_that_is_nearly_zero_keeps_its_digits_in_float32(backend, temperature, allowed):
    generator = torch.Generator().manual_seed(0)
    first = torch.randn(1, 128, 128, generator=generator, dtype=torch.float64)
    noise = torch.randn(1, 128, 128, generator=generator, dtype=torch.float64)
    precise = torch.cat([first, first + 0.05 * noise]).requires_grad_()
    views = precise.detach().float().requires_grad_()
    exact = nt_xent(precise, temperature, backend="dense").total
    value = nt_xent(views, temperature, backend=backend).total
    (wanted,) = torch.autograd.grad(exact, precise)
    (got,) = torch.autograd.grad(value, views)
    assert exact < 0.02
    assert value.item() == pytest.approx(exact.item(), rel=1e-6)
    assert (got - wanted).abs().max() < allowed * wanted.abs().max()
