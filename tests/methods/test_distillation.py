import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from contracode.losses import Loss, unreduced
from contracode.methods.distillation import (
    CRD_ALONE,
    CRD_AND_KD,
    KD_ALONE,
    DistillationWeights,
    distillation,
    kd,
)


def logits(rows, classes, seed):
    made = torch.randn(rows, classes, generator=torch.Generator().manual_seed(seed)).double() * 3
    return made.requires_grad_()


def slow_kd(student, teacher, temperature):
    """The definition with two loops and plain exponentials."""
    costs = []
    for ours, theirs in zip(student, teacher, strict=True):
        cost = ours.sum() * 0
        p_total = sum(torch.exp(z / temperature) for z in theirs)
        q_total = sum(torch.exp(z / temperature) for z in ours)
        for ours_z, theirs_z in zip(ours, theirs, strict=True):
            p = torch.exp(theirs_z / temperature) / p_total
            q = torch.exp(ours_z / temperature) / q_total
            cost = cost + p * torch.log(p / q)
        costs.append(temperature**2 * cost)
    return torch.stack(costs).mean()


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 5), st.floats(0.5, 8), st.integers(0, 2**31))
def test_kd_equals_the_slow_definition_and_torchs(rows, classes, temperature, seed):
    student, teacher = logits(rows, classes, seed), logits(rows, classes, seed + 1).detach()
    ours = kd(student, teacher, temperature).terms["imitation"]
    slow = slow_kd(student, teacher, temperature)
    torchs = temperature**2 * functional.kl_div(
        functional.log_softmax(student / temperature, dim=1),
        functional.softmax(teacher / temperature, dim=1),
        reduction="batchmean",
    )
    (slope,) = torch.autograd.grad(ours, student)
    for other in (slow, torchs):
        torch.testing.assert_close(ours, other)
        torch.testing.assert_close(slope, torch.autograd.grad(other, student)[0])


def test_kd_takes_no_gradient_to_the_teacher_and_is_0_where_both_agree():
    student, teacher = logits(3, 4, 0), logits(3, 4, 1)
    kd(student, teacher).total.backward()
    assert teacher.grad is None
    assert student.grad.any()
    # Probabilities don't know by how much all logits are shifted.
    assert kd(student, student.detach() + 5).total.item() == pytest.approx(0, abs=1e-12)


def test_a_sure_teacher_at_temperature_1_gives_the_cross_entropy():
    student, labels = logits(5, 4, 2), torch.tensor([0, 3, 1, 1, 2])
    sure = 1000.0 * functional.one_hot(labels, 4).double()
    torch.testing.assert_close(
        kd(student, sure, 1.0).total, functional.cross_entropy(student, labels)
    )


def test_at_a_high_temperature_it_matches_centred_logits():
    student, teacher = logits(3, 6, 3), logits(3, 6, 4).detach()
    difference = (student - student.mean(1, keepdim=True)) - (teacher - teacher.mean(1)[:, None])
    matching = difference.square().mean(1).mean() / 2
    hot = kd(student, teacher, 1e4).total
    torch.testing.assert_close(hot, matching, rtol=2e-3, atol=0)
    torch.testing.assert_close(
        *(torch.autograd.grad(cost, student)[0] for cost in (hot, matching)), rtol=2e-3, atol=1e-3
    )


@pytest.mark.parametrize("given_type", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_float32(given_type):
    student = (100 * logits(4, 10, 5).detach()).to(given_type).requires_grad_()
    teacher = (100 * logits(4, 10, 6).detach()).to(given_type)
    labels = torch.arange(4)
    loss = distillation(student, teacher, labels, KD_ALONE)
    precise = distillation(student.double(), teacher.double(), labels, KD_ALONE)
    for name, term in loss.terms.items():
        assert term.dtype == torch.float32
        torch.testing.assert_close(term.double(), precise.terms[name], rtol=1e-5, atol=1e-5)
    loss.total.backward()
    assert student.grad.isfinite().all()


@pytest.mark.parametrize(
    ("weights", "gamma", "alpha", "beta"),
    [
        (CRD_ALONE, 1.0, 0.0, 0.8),
        (CRD_AND_KD, 1.0, 1.0, 0.8),
        (KD_ALONE, 0.1, 0.9, 0.0),
        (DistillationWeights(labels=0.0, imitation=0.0, contrast=2.0), 0.0, 0.0, 2.0),
    ],
)
def test_the_total_is_the_weighted_sum_of_named_terms(weights, gamma, alpha, beta):
    student, teacher, labels = logits(4, 5, 7), logits(4, 5, 8), torch.tensor([4, 0, 2, 2])
    contrast = Loss({"student": student.square().mean(), "teacher": student.mean()})
    loss = distillation(student, teacher, labels, weights, contrast=contrast)
    expected = {
        "labels": gamma * functional.cross_entropy(student, labels),
        "imitation": alpha * kd(student, teacher, 4.0).total,
        "contrast_student": beta * contrast.terms["student"],
        "contrast_teacher": beta * contrast.terms["teacher"],
    }
    # A part without weight is left out, even where its value isn't finite.
    expected = {name: term for name, term in expected.items() if term.item() != 0}
    torch.testing.assert_close(loss.terms, expected)
    torch.testing.assert_close(loss.total, sum(expected.values()))
    if beta == 0:
        broken = Loss({"student": torch.tensor(float("nan"))})
        assert distillation(student, teacher, labels, weights, contrast=broken).total.isfinite()


def test_every_sample_has_its_own_value_if_asked_for():
    student, teacher, labels = logits(3, 5, 9), logits(3, 5, 10), torch.tensor([1, 2, 3])
    loss = distillation(student, teacher, labels, KD_ALONE, reduce=unreduced)
    assert loss.total.shape == (3,)
    torch.testing.assert_close(
        loss.total.mean(), distillation(student, teacher, labels, KD_ALONE).total
    )


def test_no_samples_cost_nothing():
    student, teacher = logits(0, 5, 0), logits(0, 5, 1)
    none = torch.zeros(0, dtype=torch.int64)
    assert distillation(student, teacher, none, KD_ALONE).total.item() == 0


def test_what_makes_no_sense_is_refused():
    student, teacher = logits(1, 2, 0), logits(1, 2, 1)
    with pytest.raises(ValueError, match=r"the contrast has weight 0\.8 and is not given"):
        distillation(student, teacher, torch.tensor([0]), CRD_ALONE)
    with pytest.raises(ValueError, match=r"weights must be >= 0 and one of them > 0, got \(0"):
        DistillationWeights(labels=0.0, contrast=0.0)
    with pytest.raises(ValueError, match="weights must be >= 0"):
        DistillationWeights(imitation=-1.0)
    for make in (lambda: kd(student, teacher, 0.0), lambda: DistillationWeights(temperature=-1.0)):
        with pytest.raises(ValueError, match="temperature must be > 0"):
            make()
