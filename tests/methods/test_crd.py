import math

import pytest
import torch
from methods.slow_crd import SAMPLES, STUDENT, TEACHER, Released, a_batch, seeded, small
from torch.nn import functional

from contracode.methods.crd import CRD, Classes, CRDConfig


def test_three_steps_equal_the_released_code_with_gradients_and_banks():
    ours = small().double()
    theirs = Released(ours)
    for step in range(3):
        student, teacher, index, picks = a_batch(seed=step + 1, dtype=torch.float64)
        sides = ours(student, teacher, picks)
        if not ours.calibrated:
            ours.calibrate(*sides.log_partitions())
        terms, expected = ours.loss(sides).terms, theirs(student, teacher, picks, epsilon=0)
        for side in ("student", "teacher"):
            torch.testing.assert_close(terms[side], expected[side])
        trained = [*ours.project_student.parameters(), *ours.project_teacher.parameters()]
        others = [p for side in theirs.project.values() for p in side.parameters()]
        for mine, other in zip(
            torch.autograd.grad(sum(terms.values()), trained),
            torch.autograd.grad(sum(expected.values()), others),
            strict=True,
        ):
            assert mine.abs().max() > 0
            torch.testing.assert_close(mine, other)
        ours.update(index, sides.student, sides.teacher)
        theirs.update(index)
        torch.testing.assert_close(ours.student_bank.features, theirs.bank["student"])
        torch.testing.assert_close(ours.teacher_bank.features, theirs.bank["teacher"])
    assert ours.student_log_partition.exp().item() == pytest.approx(theirs.partition["student"])
    assert ours.teacher_log_partition.exp().item() == pytest.approx(theirs.partition["teacher"])


def test_at_the_papers_size_the_first_loss_and_partition_are_the_published_ones():
    generator = seeded(3)
    crd = CRD(50_000, 64, 256, CRDConfig(), generator=generator)
    labels = torch.arange(50_000) % 100
    index = torch.randperm(50_000, generator=generator)[:64]
    picks = Classes.of(labels).pick(index, generator)
    student = torch.randn(64, 64, generator=generator)
    teacher = torch.randn(64, 256, generator=generator)
    sides = crd(student, teacher, picks)
    crd.calibrate(*sides.log_partitions())
    loss = crd.loss(sides)
    # The positives' mean score is 0 for random features, but for chance, which is taken out here:
    # its standard error is (1 / 0.07) / sqrt(128 * 64) = 0.16 a side.
    luck = {
        "student": sides.student_scores[:, 0].mean().item(),
        "teacher": sides.teacher_scores[:, 0].mean().item(),
    }
    assert max(map(abs, luck.values())) < 4 * 0.16
    without_luck = {side: loss.terms[side].item() + luck[side] for side in luck}
    assert 22.9 < sum(without_luck.values()) < 23.5
    # ln E exp(14.29 cos) for a uniform direction in 128 dimensions, to fourth order.
    spread = 1 / (2 * 128 * 0.07**2) - 1 / (4 * 128**2 * 130 * 0.07**4)
    for value in without_luck.values():
        assert value == pytest.approx(math.log(16_384) + 1 + spread, abs=0.03)
    for partition in (crd.student_log_partition, crd.teacher_log_partition):
        assert partition.exp().item() == pytest.approx(1.11e5, rel=0.03)
    # The released code's epsilon adds 1e-7 n a side: about 0.01 in all.
    noise, released = 16_384 / 50_000, 0.0
    for scores, partition in (
        (sides.student_scores, crd.student_log_partition),
        (sides.teacher_scores, crd.teacher_log_partition),
    ):
        chance = (scores.double() - partition).exp()
        told = (chance[:, 0] / (chance[:, 0] + noise + 1e-7)).log()
        released -= (told + (noise / (chance[:, 1:] + noise + 1e-7)).log().sum(1)).mean()
    assert (released - loss.total).item() == pytest.approx(0.01, rel=0.15)
    loss.total.backward()
    for parameter in crd.parameters():
        assert parameter.grad.isfinite().all()
        assert parameter.grad.any()


@pytest.mark.parametrize("given_type", [torch.float16, torch.bfloat16])
def test_half_precision_neither_overflows_nor_moves_the_loss_much(given_type):
    crd = small(projected=64)
    # The best possible cosine: exp(1 / 0.07) = 1.6e6 is beyond float16.
    student, teacher, _, picks = a_batch(dtype=given_type)
    with torch.no_grad():
        crd.teacher_bank.features[picks[:, 0]] = functional.normalize(
            crd.project_student(student.float()), dim=1
        )
    student.requires_grad_()
    with torch.autocast("cpu", given_type):
        sides = crd(student, teacher, picks)
        crd.calibrate(*sides.log_partitions())
        loss = crd.loss(sides)
    assert sides.student_scores.dtype == torch.float32
    assert sides.student_scores[:, 0].min() > 14
    precise = crd.loss(crd(student.float(), teacher.float(), picks))
    torch.testing.assert_close(loss.total, precise.total, rtol=0.02, atol=0)
    loss.total.backward()
    assert student.grad.isfinite().all()
    assert student.grad.dtype == given_type


def test_training_makes_student_and_teacher_of_a_sample_alike():
    crd = small(projected=8)
    generator = seeded(5)
    seen = torch.randn(SAMPLES, TEACHER, generator=generator)
    mapping = torch.randn(TEACHER, STUDENT, generator=generator)
    classes, index = Classes.of(torch.arange(SAMPLES)), torch.arange(SAMPLES)
    optimizer = torch.optim.Adam(crd.parameters(), lr=0.02)
    costs = []
    for _ in range(100):
        sides = crd(seen @ mapping, seen, classes.pick(index, generator, negatives=8))
        if not crd.calibrated:
            crd.calibrate(*sides.log_partitions())
        loss = crd.loss(sides).total
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        crd.update(index, sides.student, sides.teacher)
        costs.append(loss.item())
    assert costs[-1] < 0.5 * costs[0]
    nearest = (crd.student_bank.features @ crd.teacher_bank.features.T).argmax(1)
    assert torch.equal(nearest, index)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"temperature": 0.0}, "temperature must be > 0, got 0.0"),
        ({"projected": 0}, "projected must be >= 1, got 0"),
        ({"momentum": -0.1}, r"momentum must be in \[0, 1\], got -0.1"),
    ],
)
def test_wrong_settings_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        CRDConfig(**wrong)


def test_a_data_set_must_have_samples():
    with pytest.raises(ValueError, match="samples must be >= 1, got 0"):
        CRD(0, STUDENT, TEACHER, CRDConfig(), generator=seeded())
