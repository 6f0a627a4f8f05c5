import copy

import pytest
import torch

from contracode.methods.crd import CRDConfig, EnsembleCRD, pick_unlabelled

SAMPLES = 20
CONFIG = CRDConfig(projected=8)
INDEX = torch.tensor([3, 0, 11])


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def ensemble(*teacher_dims):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return EnsembleCRD(SAMPLES, 5, teacher_dims, CONFIG, generator=generator())


def batch(*teacher_dims):
    student = torch.randn(3, 5, generator=generator(1))
    teachers = [torch.randn(3, dim, generator=generator(2 + dim)) for dim in teacher_dims]
    return student, teachers, pick_unlabelled(INDEX, SAMPLES, generator(9), negatives=6)


def test_it_is_the_sum_of_one_crd_a_teacher_through_a_whole_step():
    crd = ensemble(4, 7)
    alone = copy.deepcopy(list(crd.crds))
    student, teachers, picks = batch(4, 7)
    student.requires_grad_()
    every_sides = crd(student, teachers, picks)
    crd.calibrate_once(every_sides)
    loss = crd.loss(every_sides)
    expected = {}
    for number, (single, features) in enumerate(zip(alone, teachers, strict=True), 1):
        sides = single(student, features, picks)
        single.calibrate(*sides.log_partitions())
        for name, term in single.loss(sides).terms.items():
            expected[f"teacher_{number}_{name}"] = term
        single.update(INDEX, sides.student, sides.teacher)
    torch.testing.assert_close(loss.terms, expected)
    torch.testing.assert_close(loss.total, sum(expected.values()))
    (slope,) = torch.autograd.grad(loss.total, student)
    assert slope.any()
    crd.update(INDEX, every_sides)
    for ours, single in zip(crd.crds, alone, strict=True):
        torch.testing.assert_close(ours.state_dict(), single.state_dict())


def test_teachers_have_banks_and_projections_of_their_own():
    crd = ensemble(4, 4)
    first, second = crd.crds
    assert not torch.equal(first.teacher_bank.features, second.teacher_bank.features)
    assert not torch.equal(first.project_student.weight, second.project_student.weight)


def test_only_the_first_batch_sets_the_partitions():
    crd = ensemble(4, 7)
    crd.calibrate_once(crd(*batch(4, 7)))
    before = [single.student_log_partition.clone() for single in crd.crds]
    student, teachers, picks = batch(4, 7)
    crd.calibrate_once(crd(student + 1, teachers, picks))
    assert before == [single.student_log_partition for single in crd.crds]


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="an ensemble needs at least one teacher, got none"):
        ensemble()
    crd = ensemble(4, 7)
    student, teachers, picks = batch(4, 7)
    with pytest.raises(ValueError, match="every teacher takes part, got 1 for 2 teachers"):
        crd(student, teachers[:1], picks)
    with pytest.raises(ValueError, match="the partitions are not set"):
        crd.loss(crd(student, teachers, picks))
