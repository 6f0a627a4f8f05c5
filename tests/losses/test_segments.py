import torch
from hypothesis import given
from pairings import gradients, pairings

from contracode.losses import Keys, Rows, cosine, counts, dense, dot, segments


@given(pairings())
def test_one_sum_a_group_gives_what_masks_give(pairing):
    rows, keys = pairing
    (mean, count), (wanted, number) = (
        where.pos_mean(rows, keys, cosine(0.3)) for where in (segments, dense)
    )
    assert count.tolist() == number.tolist()
    torch.testing.assert_close(mean, wanted)
    ours, theirs = (
        gradients((value * value).sum(), rows.features, keys.features) for value in (mean, wanted)
    )
    torch.testing.assert_close(ours, theirs)


@given(pairings())
def test_counts_are_those_of_the_masks(pairing):
    rows, keys = pairing
    found = counts(rows, keys)
    masks = dense.DenseScores.of(rows, keys, dot())
    assert found.positive.tolist() == masks.positive.sum(1).tolist()
    assert found.negative.tolist() == masks.negative.sum(1).tolist()


def test_where_arithmetic_is_exact_sums_and_masks_differ_by_exactly_nothing():
    generator = torch.Generator().manual_seed(0)
    # Small multiples of 1/8 add and multiply without rounding in float32.
    features = torch.randint(-8, 9, (64, 16), generator=generator) / 8
    # 16 keys a group, so that the mean's division is exact too.
    rows = Rows(features, torch.zeros(64, dtype=torch.int64), torch.full((64,), -1))
    keys = Keys(features, torch.arange(64) % 4, torch.full((64,), -1))
    ours, theirs = (where.pos_mean(rows, keys, dot())[0] for where in (segments, dense))
    assert (ours - theirs).abs().max() == 0.0


def test_large_and_negative_integers_are_told_apart():
    ids = torch.tensor([2**62, -(2**62), -7, 5])
    nobody = torch.full((4,), -1)
    features = torch.eye(4)
    rows, keys = Rows(features, ids, nobody), Keys(features, ids.flip(0), nobody)
    found = counts(rows, keys)
    assert found.positive.tolist() == [1] * 4
    assert found.negative.tolist() == [3] * 4
