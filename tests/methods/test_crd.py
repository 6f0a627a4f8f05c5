import copy
import math

import pytest
import torch
from torch.nn import functional

from contracode.losses import unreduced
from contracode.methods.crd import CRD, CRDConfig
from contracode.methods.crd_picks import Classes

STUDENT, TEACHER, SAMPLES = 5, 7, 12


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def small(projected=4, seed=0):
    """A small objective whose every number follows from the seed."""
    crd = CRD(SAMPLES, STUDENT, TEACHER, CRDConfig(projected=projected), generator=seeded(seed))
    with torch.no_grad():
        for parameter in crd.parameters():
            parameter.normal_(generator=seeded(seed + parameter.numel()))
    return crd


def a_batch(rows=3, seed=1, dtype=torch.float32):
    generator = seeded(seed)
    student = torch.randn(rows, STUDENT, generator=generator).to(dtype)
    teacher = torch.randn(rows, TEACHER, generator=generator).to(dtype)
    index = torch.randperm(SAMPLES, generator=generator)[:rows]
    picks = Classes.of(torch.arange(SAMPLES) % 4).pick(index, generator, negatives=6)
    return student, teacher, index, picks


class Released:
    """The released code's memory in its own steps: exponentials, Z from the first batch, epsilon.

    Written from the formulas, in float64, one row at a time.
    """

    def __init__(self, crd):
        self.project = {
            "student": copy.deepcopy(crd.project_student).double(),
            "teacher": copy.deepcopy(crd.project_teacher).double(),
        }
        self.bank = {
            "student": crd.student_bank.features.double().clone(),
            "teacher": crd.teacher_bank.features.double().clone(),
        }
        self.partition = {}

    def __call__(self, student, teacher, picks, epsilon=1e-7):
        terms, self.vectors = {}, {}
        given = {"student": (student, "teacher"), "teacher": (teacher, "student")}
        for side, (features, other) in given.items():
            projected = self.project[side](features.double())
            self.vectors[side] = projected / projected.pow(2).sum(1, keepdim=True).sqrt()
            out = torch.stack(
                [
                    torch.stack([torch.exp(vector @ self.bank[other][k] / 0.07) for k in row])
                    for vector, row in zip(self.vectors[side], picks.tolist(), strict=True)
                ]
            )
            if side not in self.partition:
                self.partition[side] = float(out.detach().mean() * SAMPLES)
            chance, noise = out / self.partition[side], (out.shape[1] - 1) / SAMPLES
            told = torch.log(chance[:, 0] / (chance[:, 0] + noise + epsilon))
            untold = torch.log(noise / (chance[:, 1:] + noise + epsilon)).sum(1)
            terms[side] = -(told + untold).mean()
        return terms

    def update(self, index):
        for side, bank in self.bank.items():
            for place, vector in zip(index.tolist(), self.vectors[side].detach(), strict=True):
                moved = 0.5 * bank[place] + 0.5 * vector
                bank[place] = moved / moved.norm()


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


def test_the_loss_reads_and_only_update_writes():
    crd = small()
    student, teacher, index, picks = a_batch()
    sides = crd(student, teacher, picks)
    crd.calibrate(*sides.log_partitions())
    before = {name: value.clone() for name, value in crd.state_dict().items()}
    crd.loss(crd(student, teacher, picks)).total.backward()
    for name, value in crd.state_dict().items():
        assert torch.equal(value, before[name])
    crd.update(index, sides.student, sides.teacher)
    others = [sample for sample in range(SAMPLES) if sample not in index.tolist()]
    for name in ("student_bank.features", "teacher_bank.features"):
        after = crd.state_dict()[name]
        assert torch.equal(after[others], before[name][others])
        assert not torch.equal(after[index], before[name][index])


def test_gradients_reach_both_projections_and_the_student_but_not_the_teacher():
    crd = small()
    student, teacher, _, picks = a_batch()
    student.requires_grad_()
    teacher.requires_grad_()
    sides = crd(student, teacher, picks)
    crd.calibrate(*sides.log_partitions())
    terms = crd.loss(sides).terms
    terms["teacher"].backward(retain_graph=True)
    assert crd.project_teacher.weight.grad.any()
    assert student.grad is None
    assert teacher.grad is None
    assert crd.project_student.weight.grad is None
    terms["student"].backward()
    assert student.grad.any()
    assert crd.project_student.weight.grad.any()


def test_an_update_before_the_backward_pass_is_an_error_not_a_wrong_gradient():
    crd = small()
    student, teacher, index, picks = a_batch()
    sides = crd(student, teacher, picks)
    crd.calibrate(*sides.log_partitions())
    crd.update(index, sides.student, sides.teacher)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        crd.loss(sides).total.backward()


def test_the_partition_is_set_once_and_survives_a_checkpoint(tmp_path):
    crd, fresh = small(), small(seed=9)
    student, teacher, index, picks = a_batch()
    sides = crd(student, teacher, picks)
    with pytest.raises(ValueError, match=r"not set; call calibrate\(\*sides.log_partitions\(\)\)"):
        crd.loss(sides)
    crd.calibrate(*sides.log_partitions())
    with pytest.raises(ValueError, match="set already"):
        crd.calibrate(*sides.log_partitions())
    crd.update(index, sides.student, sides.teacher)
    torch.save(crd.state_dict(), tmp_path / "state.pt")
    assert not fresh.calibrated
    fresh.load_state_dict(torch.load(tmp_path / "state.pt", weights_only=True))
    assert fresh.calibrated
    assert fresh.student_log_partition.dtype == torch.float64
    next_student, next_teacher, _, next_picks = a_batch(seed=2)
    losses = [
        module.loss(module(next_student, next_teacher, next_picks)).total for module in (crd, fresh)
    ]
    assert torch.equal(*losses)


def test_an_uncalibrated_checkpoint_stays_uncalibrated():
    other = small()
    other.load_state_dict(small(seed=3).state_dict())
    assert not other.calibrated


def test_processes_with_parts_of_a_batch_agree_with_one_that_has_all():
    student, teacher, index, picks = a_batch(rows=4)
    whole = small()
    sides = whole(student, teacher, picks)
    whole.calibrate(*sides.log_partitions())
    expected = whole.loss(sides, reduce=unreduced).terms["student"]
    part = small()
    parts = [part(student[rows], teacher[rows], picks[rows]) for rows in (slice(2), slice(2, 4))]
    estimates = [torch.stack(one.log_partitions()) for one in parts]
    part.calibrate(*(torch.stack(estimates).logsumexp(0) - math.log(2)))
    found = [part.loss(one, reduce=unreduced).terms["student"] for one in parts]
    torch.testing.assert_close(torch.cat(found), expected)
    gathered = [torch.cat([getattr(one, side) for one in parts]) for side in ("student", "teacher")]
    part.update(index, *gathered)
    whole.update(index, sides.student, sides.teacher)
    torch.testing.assert_close(part.state_dict(), whole.state_dict())


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


def test_no_rows_cost_nothing_and_cannot_calibrate():
    crd = small()
    student, teacher, _, picks = a_batch(rows=3)
    none = crd(student[:0].requires_grad_(), teacher[:0], picks[:0])
    with pytest.raises(ValueError, match="log partitions must be finite, got nan and nan"):
        crd.calibrate(*none.log_partitions())
    crd.calibrate(*crd(student, teacher, picks).log_partitions())
    loss = crd.loss(none).total
    assert loss.item() == 0
    loss.backward()
    assert not any(parameter.grad.any() for parameter in crd.parameters())
    before = crd.student_bank.features.clone()
    crd.update(torch.zeros(0, dtype=torch.int64), none.student, none.teacher)
    assert torch.equal(crd.student_bank.features, before)


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
