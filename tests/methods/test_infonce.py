import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from contracode.losses import Keys, Rows, cosine, lse, pos_mean
from contracode.methods import info_nce

WIDTH = 3


def slow_info_nce(rows, keys, temperature):
    """The definition, with two loops over tensors of one element."""
    costs = []
    for i in range(len(rows.features)):
        row = rows.features[i] / rows.features[i].norm()
        positives, counted = [], []
        for j in range(len(keys.features)):
            if rows.uid[i] == keys.uid[j] != -1:
                continue
            key = keys.features[j] / keys.features[j].norm()
            score = (row * key).sum() / temperature
            counted.append(score)
            if rows.group[i] == keys.group[j] != -1:
                positives.append(score)
        if positives:
            log_total = torch.stack(counted).exp().sum().log()
            costs.append(log_total - torch.stack(positives).mean())
    return torch.stack(costs).mean() if costs else rows.features.sum() * 0


@st.composite
def pairings(draw):
    number_of_rows, number_of_keys = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    ids = st.integers(-1, 3)

    def part(number):
        # Away from 0, where a direction is not defined.
        features = torch.randn(number, WIDTH, generator=generator, dtype=torch.float64) + 0.01
        group, uid = ([draw(ids) for _ in range(number)] for _ in range(2))
        return features.requires_grad_(), torch.tensor(group), torch.tensor(uid)

    return Rows(*part(number_of_rows)), Keys(*part(number_of_keys))


@given(pairings(), st.floats(0.1, 2.0))
def test_equals_the_slow_definition_with_its_gradients(pairing, temperature):
    rows, keys = pairing
    inputs = (rows.features, keys.features)
    fast = info_nce(rows, keys, cosine(temperature)).total
    slow = slow_info_nce(rows, keys, temperature)
    torch.testing.assert_close(fast, slow)
    for ours, theirs in zip(
        torch.autograd.grad(fast, inputs),
        torch.autograd.grad(slow, inputs, allow_unused=True, materialize_grads=True),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs)


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


@pytest.mark.parametrize("candidates", [2, 8, 100])
def test_uniform_scores_cost_the_log_of_the_candidates(candidates):
    rows = Rows(torch.ones(1, WIDTH), torch.tensor([0]), torch.tensor([-1]))
    keys = Keys(
        torch.ones(candidates, WIDTH), torch.arange(candidates), torch.full((candidates,), -1)
    )
    loss = info_nce(rows, keys, cosine(0.07)).total
    assert loss.item() == pytest.approx(math.log(candidates), rel=1e-6)


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
