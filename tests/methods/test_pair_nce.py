import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.losses import Keys, Rows, cosine, gathered, softplus_sum
from contracode.methods.crd import log_partition, pair_nce


def released_values(scores, partition, samples, epsilon=1e-7):
    """The formulas of the released code, in float64: exponentials over Z, and its epsilon."""
    scores = scores.double()
    negatives = scores.shape[1] - 1
    noise = negatives / samples
    chance = torch.exp(scores) / partition
    told = chance[:, 0] / (chance[:, 0] + noise + epsilon)
    untold = noise / (chance[:, 1:] + noise + epsilon)
    return -(told.log() + untold.log().sum(1))


@settings(deadline=None)
@given(
    st.integers(0, 5),
    st.integers(1, 7),
    st.integers(1, 50),
    st.floats(-3, 12),
    st.integers(0, 2**31),
)
def test_equals_the_released_formulas_without_their_epsilon(rows, negatives, samples, log_z, seed):
    generator = torch.Generator().manual_seed(seed)
    scores = torch.randn(rows, 1 + negatives, generator=generator, dtype=torch.float64) * 5
    scores.requires_grad_()
    partition = torch.tensor(log_z, dtype=torch.float64)
    ours = pair_nce(scores, partition, samples)
    theirs = released_values(scores, partition.exp(), samples, epsilon=0)
    torch.testing.assert_close(ours, theirs)
    for mine, other in zip(
        torch.autograd.grad(ours.sum(), scores),
        torch.autograd.grad(theirs.sum(), scores),
        strict=True,
    ):
        torch.testing.assert_close(mine, other)


@pytest.mark.parametrize(("samples", "expected"), [(50_000, 0.005), (1_281_167, 0.13)])
def test_the_released_epsilon_adds_its_size_times_the_samples(samples, expected):
    generator = torch.Generator().manual_seed(0)
    scores = torch.randn(4, 16_385, generator=generator, dtype=torch.float64) / 128**0.5 / 0.07
    partition = log_partition(scores, samples)
    ours = pair_nce(scores, partition, samples)
    difference = released_values(scores, partition.exp(), samples) - ours
    torch.testing.assert_close(difference, torch.full_like(difference, expected), rtol=0.03, atol=0)


@pytest.mark.parametrize("negatives", [1, 16_384])
def test_equal_scores_of_the_mean_chance_cost_the_log_of_the_candidates_and_one(negatives):
    samples, partition = 50_000, torch.tensor(3.0, dtype=torch.float64)
    scores = (partition - math.log(samples)).expand(1, negatives + 1)
    expected = math.log(negatives + 1) + negatives * math.log1p(1 / negatives)
    assert pair_nce(scores, partition, samples).item() == pytest.approx(expected, rel=1e-12)
    if negatives == 16_384:
        assert 2 * expected == pytest.approx(21.41, abs=0.005)


JOINT = torch.tensor([[4, 1, 0, 1], [1, 5, 1, 2], [2, 0, 6, 1]], dtype=torch.float64)
"""How often each teacher's value (row) comes with each student's (column)."""


def enumerated(table, partition, copies):
    """The mean cost, every sample once a positive, with all samples as negatives of each."""
    t, s = JOINT.nonzero().repeat_interleave(JOINT[JOINT > 0].long(), dim=0).T
    columns = torch.cat([s[:, None], s.repeat(copies).expand(len(s), -1)], dim=1)
    return pair_nce(table[t[:, None], columns], partition, len(s)).mean()


@pytest.mark.parametrize("copies", [1, 3])
def test_the_optimum_on_a_small_joint_is_the_closed_form_and_bounds_the_information(copies):
    n = int(JOINT.sum())
    negatives = copies * n
    p = JOINT / n
    product = p.sum(1, keepdim=True) * p.sum(0)
    best = p / (p + negatives * product)
    partition = torch.tensor(0.3, dtype=torch.float64)
    shift = partition + math.log(negatives / n)
    # Pairs that never come together: log odds of minus infinity, as good as reached at -40.
    table = (torch.logit(best).clamp(min=-40) + shift).requires_grad_()
    cost = enumerated(table, partition, copies)
    (slope,) = torch.autograd.grad(cost, table)
    assert slope.abs().max() < 1e-12
    direct = -torch.xlogy(p, best).sum() - negatives * torch.xlogy(product, 1 - best).sum()
    torch.testing.assert_close(cost, direct)
    # The cost is convex in the table, but look around all the same.
    for seed in range(20):
        generator = torch.Generator().manual_seed(seed)
        moved = table + 0.1 * torch.randn(table.shape, generator=generator, dtype=torch.float64)
        assert enumerated(moved, partition, copies) > cost
    information = torch.xlogy(p, p / product).sum()
    assert math.log(negatives) + torch.xlogy(p, best).sum() <= information


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(2, 6), st.integers(0, 2**31))
def test_with_every_negative_picked_it_is_the_cores_softplus_sums(rows, keys, seed):
    generator = torch.Generator().manual_seed(seed)
    features = torch.randn(rows, 4, generator=generator, dtype=torch.float64)
    bank = torch.randn(keys, 4, generator=generator, dtype=torch.float64)
    own = torch.randint(keys, (rows,), generator=generator)
    everything = torch.arange(keys).expand(rows, keys)
    others = everything[everything != own[:, None]].view(rows, keys - 1)
    picks = torch.cat([own[:, None], others], dim=1)
    partition, score = torch.tensor(1.5, dtype=torch.float64), cosine(0.3)
    picked = pair_nce(gathered(features, bank, picks, score), partition, keys)
    row_ids, key_ids = torch.full((rows,), -1), torch.full((keys,), -1)
    pairing = Rows(features, own, row_ids), Keys(bank, torch.arange(keys), key_ids)
    offset = (-partition - math.log((keys - 1) / keys)).expand(rows)
    positive = softplus_sum(*pairing, score, "positive", slope=-1.0, offset=-offset)
    negative = softplus_sum(*pairing, score, "negative", offset=offset)
    torch.testing.assert_close(picked, positive + negative)


def test_the_partition_is_the_samples_times_the_mean_exponential():
    scores = torch.tensor([[0.5, -1.0, 2.0], [0.0, 3.0, 1.0]], requires_grad=True)
    found = log_partition(scores, samples=7)
    assert found.dtype == torch.float64
    assert not found.requires_grad
    assert found.exp().item() == pytest.approx(7 * scores.double().exp().mean().item())
    assert log_partition(torch.zeros(0, 3), samples=7).isnan()


def test_far_scores_neither_overflow_nor_lose_their_gradient():
    scores = torch.tensor([[-2000.0, 2000.0, 0.0]], requires_grad=True)
    cost = pair_nce(scores, torch.tensor(0.0, dtype=torch.float64), samples=2)
    assert cost.item() == pytest.approx(4000 + math.log(2))
    cost.sum().backward()
    assert scores.grad.tolist() == [[-1.0, 1.0, 0.5]]


def test_a_positive_alone_is_refused():
    with pytest.raises(ValueError, match="a positive's and a negative's column, got 1 columns"):
        pair_nce(torch.zeros(2, 1), torch.tensor(0.0), samples=2)
