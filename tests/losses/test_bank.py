import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.losses import Rows, cosine
from contracode.losses.bank import FeatureBank
from contracode.methods.infonce import info_nce


def a_bank(size=6, dim=4, momentum=0.5, seed=0):
    return FeatureBank(size, dim, momentum, generator=torch.Generator().manual_seed(seed))


def slow_update(vectors, index, features, momentum):
    """The definition, sample by sample, in float64."""
    after = vectors.clone().double()
    for sample in set(index.tolist()):
        own = features[index == sample].double()
        own = [feature / feature.norm() for feature in own]
        moved = momentum * vectors[sample].double() + (1 - momentum) * sum(own) / len(own)
        after[sample] = moved / moved.norm()
    return after


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 5), max_size=9),
    st.floats(0, 1),
    st.integers(0, 2**31),
)
def test_an_update_equals_the_slow_definition(samples, momentum, seed):
    bank = a_bank(momentum=momentum)
    before = bank.features.clone()
    index = torch.tensor(samples, dtype=torch.int64)
    features = torch.randn(len(samples), 4, generator=torch.Generator().manual_seed(seed)) * 3
    bank.update(index, features)
    expected = slow_update(before, index, features, momentum)
    torch.testing.assert_close(bank.features.double(), expected, rtol=0, atol=1e-6)


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=9), st.integers(0, 2**31))
def test_an_update_touches_only_the_batchs_rows_and_keeps_them_unit(samples, seed):
    bank = a_bank()
    before = bank.features.clone()
    features = torch.randn(len(samples), 4, generator=torch.Generator().manual_seed(seed))
    bank.update(torch.tensor(samples, dtype=torch.int64), features)
    others = [sample for sample in range(6) if sample not in samples]
    assert torch.equal(bank.features[others], before[others])
    torch.testing.assert_close(bank.features.norm(dim=1), torch.ones(6))


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=2, max_size=12),
    st.randoms(use_true_random=False),
    st.integers(0, 2**31),
)
def test_the_order_of_duplicates_does_not_matter(samples, random, seed):
    one, other = a_bank(), a_bank()
    index = torch.tensor(samples)
    features = torch.randn(len(samples), 4, generator=torch.Generator().manual_seed(seed))
    order = list(range(len(samples)))
    random.shuffle(order)
    one.update(index, features)
    other.update(index[order], features[order])
    torch.testing.assert_close(one.features, other.features, rtol=0, atol=1e-7)


def test_a_feature_equal_to_the_vector_changes_nothing():
    bank = a_bank()
    before = bank.features.clone()
    bank.update(torch.arange(6), 5 * before)
    torch.testing.assert_close(bank.features, before)


@pytest.mark.parametrize(("momentum", "factor"), [(0.5, -1.0), (0.0, 0.0), (0.5, 0.0)])
def test_a_vector_that_would_lose_its_direction_stays(momentum, factor):
    bank = a_bank(momentum=momentum)
    before = bank.features.clone()
    bank.update(torch.tensor([2]), factor * before[2:3])
    torch.testing.assert_close(bank.features, before)


@pytest.mark.parametrize("given_type", [torch.bfloat16, torch.float16, torch.float64])
def test_features_of_any_type_go_into_a_float32_bank(given_type):
    bank = a_bank()
    feature = torch.tensor([[3.0, 0.0, 0.0, 4.0]])
    before = bank.features.clone()
    bank.update(torch.tensor([1]), feature.to(given_type))
    assert bank.features.dtype == torch.float32
    expected = slow_update(before, torch.tensor([1]), feature, 0.5)
    torch.testing.assert_close(bank.features.double(), expected, rtol=0, atol=1e-6)


def test_an_update_neither_keeps_nor_breaks_gradients():
    bank = a_bank()
    rows = Rows(torch.randn(2, 4, requires_grad=True), torch.tensor([1, 2]), torch.tensor([-1, -1]))
    loss = info_nce(rows, bank.keys(), cosine(1.0)).total
    made = torch.randn(2, 4, requires_grad=True)
    # The loss still needs the old vectors; writing over them must not matter to it.
    (expected,) = torch.autograd.grad(loss, rows.features, retain_graph=True)
    bank.update(torch.tensor([1, 2]), made)
    loss.backward()
    assert torch.equal(rows.features.grad, expected)
    assert expected.abs().max() > 0
    assert made.grad is None
    assert not bank.features.requires_grad


def test_what_is_taken_out_does_not_change_with_the_next_update():
    bank = a_bank()
    taken, keys = bank.take(torch.tensor([3])), bank.keys(torch.tensor([3]))
    before = taken.clone()
    bank.update(torch.tensor([3]), torch.randn(1, 4))
    assert torch.equal(taken, before)
    assert torch.equal(keys.features, before)
    assert not torch.equal(bank.take(torch.tensor([3])), before)


def test_as_keys_each_sample_is_the_positive_of_its_position():
    bank = a_bank()
    rows = Rows(bank.take(torch.tensor([4])), torch.tensor([4]), torch.tensor([4]))
    loss = info_nce(rows, bank.keys(), cosine(0.5)).total
    scores = bank.features @ bank.features[4] / 0.5
    torch.testing.assert_close(loss, scores.logsumexp(0) - scores[4])
    some = bank.keys(torch.tensor([5, 0]))
    assert (some.group.tolist(), some.uid.tolist()) == ([5, 0], [-1, -1])
    assert torch.equal(some.features, bank.features[[5, 0]])


def test_it_starts_with_uniform_directions_drawn_from_the_generator():
    bank = a_bank(size=20_000, dim=3)
    assert torch.equal(bank.features, a_bank(size=20_000, dim=3).features)
    assert not torch.equal(bank.features, a_bank(size=20_000, dim=3, seed=1).features)
    torch.testing.assert_close(bank.features.norm(dim=1), torch.ones(20_000))
    # Archimedes: each coordinate of a uniform direction in space is uniform in [-1, 1].
    at = torch.linspace(-0.9, 0.9, 7)
    for coordinate in bank.features.T:
        share = (coordinate[:, None] < at).float().mean(0)
        torch.testing.assert_close(share, (at + 1) / 2, rtol=0, atol=0.015)


def test_a_saved_bank_goes_on_where_it_was():
    one, other = a_bank(), a_bank(seed=1)
    other.load_state_dict(one.state_dict())
    for bank in (one, other):
        bank.update(torch.tensor([0]), torch.ones(1, 4))
    assert torch.equal(one.features, other.features)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"size": -1}, "bank size must be >= 0 and dim >= 1, got -1 and 4"),
        ({"dim": 0}, "bank size must be >= 0 and dim >= 1, got 6 and 0"),
        ({"momentum": 1.5}, r"momentum must be in \[0, 1\], got 1.5"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        a_bank(**settings)
