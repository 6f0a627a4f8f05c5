import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.methods.pac_bayes import TupleIndex, draw_tuples, encode_tuples


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@settings(deadline=None)
@given(
    st.lists(st.integers(-2, 5), min_size=1, max_size=20),
    st.integers(0, 10),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 2**31),
)
def test_positives_are_of_the_anchors_class_and_negative_blocks_of_one(
    labels, rows, block, negatives, seed
):
    labels = torch.tensor(labels)
    index = draw_tuples(labels, rows, block=block, negatives=negatives, generator=seeded(seed))
    assert index.positive.shape == (rows, block)
    assert index.negative.shape == (rows, negatives, block)
    assert (labels[index.positive] == labels[index.anchors, None]).all()
    assert (labels[index.negative] == labels[index.negative[:, :, :1]]).all()


def test_classes_are_drawn_evenly_and_things_evenly_within_them():
    labels = torch.tensor([7, 3, 3, 7, 7, 7, 1])
    index = draw_tuples(labels, 30_000, block=1, negatives=1, generator=seeded())
    # A third for each class, shared by its 4, 2 and 1 members.
    expected = torch.tensor([1 / 12, 1 / 6, 1 / 6, 1 / 12, 1 / 12, 1 / 12, 1 / 3])
    for part in (index.anchors, index.positive, index.negative):
        seen = part.flatten().bincount(minlength=7) / 30_000
        torch.testing.assert_close(seen, expected, atol=0.01, rtol=0)


def test_collisions_happen_as_often_as_chance_has_them():
    labels = torch.arange(5).repeat_interleave(2)
    index = draw_tuples(labels, 20_000, generator=seeded(1))
    same_class = labels[index.negative[:, :, 0]] == labels[index.anchors, None]
    assert same_class.double().mean().item() == pytest.approx(1 / 5, abs=0.01)
    itself = index.positive == index.anchors[:, None]
    assert itself.double().mean().item() == pytest.approx(1 / 2, abs=0.02)


def test_a_seed_gives_the_same_tuples_again():
    labels = torch.arange(4).repeat(3)
    one, same, other = (draw_tuples(labels, 50, generator=seeded(seed)) for seed in (3, 3, 4))
    assert torch.equal(one.negative, same.negative)
    assert not torch.equal(one.negative, other.negative)


def test_an_empty_pool_is_refused():
    with pytest.raises(ValueError, match="at least one thing"):
        draw_tuples(torch.zeros(0, dtype=torch.int64), 1, generator=seeded())


def test_things_are_encoded_together_and_once_each():
    pool = torch.arange(10.0)[:, None]
    index = TupleIndex(
        torch.tensor([3, 3]), torch.tensor([[3, 5], [5, 5]]), torch.tensor([[[1, 2]], [[9, 3]]])
    )
    calls = []

    def encode(inputs):
        calls.append(inputs.flatten().tolist())
        return torch.cat([inputs, inputs**2], 1)

    anchors, positive, negative = encode_tuples(encode, pool, index)
    assert calls == [[1, 2, 3, 5, 9]]
    for features, part in (
        (anchors, index.anchors),
        (positive, index.positive),
        (negative, index.negative),
    ):
        assert torch.equal(features, torch.stack([part, part**2], -1).float())


def test_no_tuples_have_no_features():
    labels = torch.arange(3)
    index = draw_tuples(labels, 0, generator=seeded())
    shapes = [part.shape for part in encode_tuples(lambda x: x, torch.ones(3, 6), index)]
    assert shapes == [(0, 6), (0, 2, 6), (0, 4, 2, 6)]
