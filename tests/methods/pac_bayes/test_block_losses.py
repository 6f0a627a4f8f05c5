import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.losses import Keys, Rows, dot, lse, pos_mean
from contracode.methods.pac_bayes import block_margins, hinge, logistic_bits, zero_one

LOSSES = (logistic_bits, hinge, zero_one)


@st.composite
def blocks(draw):
    rows, block, negatives, dim = (draw(st.integers(1, 4)) for _ in range(4))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))
    scale = draw(st.sampled_from([0.1, 1.0, 3.0]))
    shapes = (rows, dim), (rows, block, dim), (rows, negatives, block, dim)
    return tuple(
        (scale * torch.randn(shape, generator=generator, dtype=torch.float64)).requires_grad_()
        for shape in shapes
    )


def slow(anchors, positive, negative):
    """Logistic, hinge and zero-one by their definitions, row by row, margin by margin."""
    logistic, hinged, wrong = [], [], []
    for row, anchor in enumerate(anchors):
        mean = sum(positive[row]) / len(positive[row])
        margins = [anchor @ (mean - sum(other) / len(other)) for other in negative[row]]
        logistic.append((1 + sum((-margin).exp() for margin in margins)).log2())
        worst = torch.stack(margins).min()
        hinged.append(1 - worst if worst < 1 else worst * 0)
        wrong.append(sum(float(margin <= 0) for margin in margins) / len(margins))
    return torch.stack(logistic), torch.stack(hinged), torch.tensor(wrong, dtype=torch.float64)


@settings(deadline=None)
@given(blocks())
def test_the_losses_equal_their_definitions(features):
    for ours, theirs in zip((loss(*features) for loss in LOSSES), slow(*features), strict=True):
        torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize("which", [0, 1])
@settings(deadline=None)
@given(blocks())
def test_the_surrogates_have_the_gradients_of_their_definitions(which, features):
    ours, theirs = LOSSES[which](*features), slow(*features)[which]
    torch.testing.assert_close(
        torch.autograd.grad(ours.sum(), features), torch.autograd.grad(theirs.sum(), features)
    )


@settings(deadline=None)
@given(blocks())
def test_the_logistic_loss_is_info_nce_of_block_means_in_bits(features):
    anchors, positive, negative = features
    ours = logistic_bits(*features)
    for row in range(len(anchors)):
        means = torch.cat([positive[row].mean(0)[None], negative[row].mean(1)])
        ids = torch.arange(len(means))
        nobody = torch.full_like(ids, -1)
        one, keys = Rows(anchors[row : row + 1], ids[:1], nobody[:1]), Keys(means, ids, nobody)
        nats = lse(one, keys, dot()) - pos_mean(one, keys, dot())[0]
        torch.testing.assert_close(ours[row : row + 1], nats / math.log(2))


@settings(deadline=None)
@given(blocks())
def test_zero_one_lies_in_the_unit_interval_and_below_both_surrogates(features):
    wrong = zero_one(*features)
    assert ((wrong >= 0) & (wrong <= 1)).all()
    assert (wrong <= logistic_bits(*features) + 1e-12).all()
    assert (wrong <= hinge(*features) + 1e-12).all()


def test_equal_vectors_cost_one_bit_a_negative_doubling_and_are_errors():
    anchors, positive, negative = torch.ones(2, 3), torch.ones(2, 2, 3), torch.ones(2, 7, 2, 3)
    assert logistic_bits(anchors, positive, negative).tolist() == pytest.approx([3.0, 3.0])
    assert hinge(anchors, positive, negative).tolist() == [1.0, 1.0]
    assert zero_one(anchors, positive, negative).tolist() == [1.0, 1.0]


def test_vectors_are_not_brought_to_unit_length():
    features = torch.ones(1, 1), torch.ones(1, 1, 1), torch.zeros(1, 1, 1, 1)
    assert block_margins(*features).item() == 1
    assert block_margins(features[0] * 5, features[1] * 3, features[2]).item() == 15


def test_zero_rows_give_no_values():
    empty = torch.zeros(0, 3), torch.zeros(0, 2, 3), torch.zeros(0, 4, 2, 3)
    for loss in LOSSES:
        assert loss(*empty).shape == (0,)


@pytest.mark.parametrize("shapes", [((2, 0, 3), (2, 4, 0, 3)), ((2, 2, 3), (2, 0, 2, 3))])
def test_empty_blocks_and_missing_negatives_are_refused(shapes):
    for loss in LOSSES:
        with pytest.raises(ValueError, match="at least one negative block"):
            loss(torch.zeros(2, 3), *(torch.zeros(shape) for shape in shapes))


def test_huge_margins_overflow_nothing():
    features = torch.full((1, 1), 1e4), torch.zeros(1, 1, 1), torch.full((1, 3, 1, 1), 1e4)
    assert logistic_bits(*features).item() == pytest.approx(1e8 / math.log(2), rel=1e-6)


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
def test_half_precision_is_computed_in_float32_even_under_autocast(kind):
    generator = torch.Generator().manual_seed(0)
    shapes = (3, 64), (3, 2, 64), (3, 4, 2, 64)
    features = [torch.randn(shape, generator=generator).to(kind) for shape in shapes]
    with torch.autocast("cpu", torch.bfloat16):
        ours = logistic_bits(*features)
    assert ours.dtype == torch.float32
    precise = logistic_bits(*(part.double() for part in features))
    torch.testing.assert_close(ours.double(), precise, rtol=1e-5, atol=1e-5)


def test_the_zero_one_risk_has_no_gradient():
    features = torch.ones(1, 2, requires_grad=True), torch.ones(1, 1, 2), torch.ones(1, 1, 1, 2)
    assert not zero_one(*features).requires_grad


def test_what_is_not_a_number_is_an_error():
    blocks = torch.randn(2, 2, 3), torch.randn(2, 2, 2, 3)
    assert zero_one(torch.full((2, 3), math.nan), *blocks).tolist() == [1, 1]
