"""Distillers of maps against loops."""

import math

import pytest
import torch
from methods.distillers.traces_of import assert_same_slopes, both, leaves, slow_pool

from contracode.methods.distillers.attention import Attention
from contracode.methods.distillers.hint import Hint
from contracode.methods.distillers.paired_maps import abreast
from contracode.methods.distillers.similarity import SimilarityPreserving
from contracode.methods.distillers.variational import Variational


def pooled(student, teacher, stage):
    ours, theirs = student.maps[stage], teacher.maps[stage].detach()
    side = min(ours.shape[2], theirs.shape[2])
    return slow_pool(ours, side), slow_pool(theirs, side)


@pytest.mark.parametrize("stage", [0, 1, 2])
def test_a_hint_is_the_squared_difference_of_the_regressed_map(stage):
    student, teacher = both()
    hint = Hint(student.shapes, teacher.shapes, stage=stage).double().eval()
    ours, theirs = pooled(student, teacher, stage)
    convolution = hint.regressor[0]
    costs = []
    for own, wanted in zip(ours, theirs, strict=True):
        for channel in range(len(wanted)):
            for i in range(wanted.shape[1]):
                for j in range(wanted.shape[2]):
                    made = convolution.weight[channel, :, 0, 0] @ own[:, i, j]
                    made = (made + convolution.bias[channel]) / math.sqrt(1 + 1e-5)
                    costs.append((made.clamp(min=0) - wanted[channel, i, j]) ** 2)
    slow = 100 * torch.stack(costs).mean()
    assert_same_slopes(
        hint(student, teacher).terms["hint"], slow, [student.maps[stage], convolution.weight]
    )


def test_attention_is_the_squared_difference_of_unit_maps_of_strength():
    student, teacher = both()
    total = 0
    for stage in range(3):
        costs = []
        for own, wanted in zip(*pooled(student, teacher, stage), strict=True):
            strengths = [sum(channel**2 for channel in its) / len(its) for its in (own, wanted)]
            one, other = (its / its.square().sum().sqrt() for its in strengths)
            costs += [
                (one - other)[place] ** 2 for place in zip(*torch.where(one > -1), strict=True)
            ]
        total = total + torch.stack(costs).mean()
    ours = Attention()(student, teacher).terms["attention"]
    assert_same_slopes(ours, 1000 * total, student.maps)


def test_similarity_is_frobenius_of_row_normed_products_by_b_squared():
    student, teacher = both(batch=3)
    rows = []
    for its in (student.maps[-1], teacher.maps[-1].detach()):
        flat = its.flatten(1)
        products = [torch.stack([one @ other for other in flat]) for one in flat]
        rows.append([row / row.norm() for row in products])
    slow = sum(((one - other) ** 2).sum() for one, other in zip(*rows, strict=True)) / 9
    ours = SimilarityPreserving()(student, teacher).terms["similarity"]
    assert_same_slopes(ours, 3000 * slow, [student.maps[-1]])


def test_surprise_is_minus_the_log_density_of_a_normal_without_its_constant():
    student, teacher = both()
    vid = Variational(student.shapes, teacher.shapes).double()
    total = 0
    for stage, predictor in enumerate(vid.predictors):
        with torch.no_grad():
            predictor.scale.copy_(torch.linspace(-1, 2, len(predictor.scale)))
        ours, theirs = pooled(student, teacher, stage)
        first, _, second, _, third = predictor.mean
        hidden = torch.einsum("oc,bchw->bohw", first.weight[:, :, 0, 0], ours).clamp(min=0)
        hidden = torch.einsum("oc,bchw->bohw", second.weight[:, :, 0, 0], hidden).clamp(min=0)
        mean = torch.einsum("oc,bchw->bohw", third.weight[:, :, 0, 0], hidden)
        variance = (1 + predictor.scale.exp()).log() + 1e-5
        density = torch.distributions.Normal(mean, variance.sqrt()[:, None, None])
        total = total - density.log_prob(theirs).mean() - math.log(2 * math.pi) / 2
    inputs = [*student.maps, *vid.parameters()]
    assert_same_slopes(vid(student, teacher).terms["surprise"], total, inputs)


def test_the_first_variance_is_5():
    student, teacher = both()
    vid = Variational(student.shapes, teacher.shapes).double()
    for predictor in vid.predictors:
        variance = torch.nn.functional.softplus(predictor.scale) + 1e-5
        torch.testing.assert_close(variance, torch.full_like(variance, 5.0))


@pytest.mark.parametrize("make", [Attention, SimilarityPreserving])
def test_equal_maps_cost_nothing_up_to_a_factor(make):
    teacher, _ = both()
    student = type(teacher)([3 * its.detach() for its in teacher.maps], *leaves(teacher)[3:])
    assert make()(student, teacher).total.item() == pytest.approx(0, abs=1e-12)


def test_stages_stand_beside_those_of_the_same_depth():
    assert abreast("abc", "xyz") == [("a", "x"), ("b", "y"), ("c", "z")]
    assert abreast("abcde", "xyz") == [("a", "x"), ("c", "y"), ("e", "z")]
    assert abreast("ab", "wxyz") == [("a", "x"), ("b", "z")]
    assert abreast("a", "xyz") == [("a", "z")]


@pytest.mark.parametrize("swap", [False, True])
def test_networks_may_have_other_numbers_of_stages(swap):
    student, teacher = both()
    fewer = type(teacher)(teacher.maps[1:], teacher.vectors, teacher.logits)
    ours, theirs = (fewer, student) if swap else (student, fewer)
    beside = type(teacher)([student.maps[0], student.maps[2]], student.vectors, student.logits)
    pair = (fewer, beside) if swap else (beside, fewer)
    assert Attention()(ours, theirs).total == Attention()(*pair).total
    assert len(Variational(ours.shapes, theirs.shapes).double()(ours, theirs).terms) == 1


def test_a_stage_that_a_network_has_not_is_refused():
    student, teacher = both()
    fewer = type(teacher)(teacher.maps[1:], teacher.vectors, teacher.logits)
    with pytest.raises(ValueError, match=r"stage must be in \[0, 2\), got 2"):
        Hint(student.shapes, fewer.shapes, stage=2)
