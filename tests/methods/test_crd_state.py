import math

import pytest
import torch
from methods.slow_crd import SAMPLES, a_batch, small

from contracode.losses import unreduced


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
