"""Distillers of vectors and logits against loops."""

import itertools
import math

import pytest
import torch
from methods.distillers.traces_of import assert_same_slopes, both

from contracode.methods.distillation import kd
from contracode.methods.distillers.correlation import Correlation
from contracode.methods.distillers.probabilistic import ProbabilisticTransfer
from contracode.methods.distillers.relations import Relational
from contracode.methods.distillers.soft_targets import SoftTargets


def huber(difference):
    size = difference.abs()
    return 0.5 * difference**2 if size < 1 else size - 0.5


def slow_distances(vectors):
    distances = {
        (i, j): (vectors[i] - vectors[j]).norm() for i, j in itertools.permutations(range(4), 2)
    }
    mean = sum(distances.values()) / len(distances)
    return {pair: distance / mean for pair, distance in distances.items()}


def slow_angles(vectors):
    angles = {}
    for i, j, k in itertools.product(range(4), repeat=3):
        one, other = vectors[j] - vectors[i], vectors[k] - vectors[i]
        if i not in (j, k):
            angles[i, j, k] = one @ other / (one.norm() * other.norm())
    return angles


def test_relations_are_huber_losses_of_distances_and_angles():
    student, teacher = both()
    loss = Relational()(student, teacher)
    for name, slow, weight, places in (
        ("distances", slow_distances, 25, 4**2),
        ("angles", slow_angles, 50, 4**3),
    ):
        ours, theirs = slow(student.vectors), slow(teacher.vectors.detach())
        cost = sum(huber(ours[key] - theirs[key]) for key in ours) / places
        assert_same_slopes(loss.terms[name], weight * cost, [student.vectors])


def test_relations_do_not_know_turns_shifts_and_scale():
    student, _ = both()
    turn = torch.linalg.qr(torch.randn(6, 6, dtype=torch.float64)).Q
    moved = type(student)(student.maps, 3 * student.vectors @ turn + 1, student.logits)
    assert Relational()(student, moved).total.item() == pytest.approx(0, abs=1e-10)


def test_equal_vectors_have_finite_relations_and_gradients():
    student, teacher = both()
    same = student.vectors.detach()[:1].repeat(4, 1).requires_grad_()
    loss = Relational()(type(student)(student.maps, same, student.logits), teacher)
    (slope,) = torch.autograd.grad(loss.total, same)
    assert loss.total.isfinite()
    assert slope.isfinite().all()


def test_neighbours_are_a_divergence_of_shifted_cosines():
    student, teacher = both(batch=3)
    probabilities = []
    for vectors in (student.vectors, teacher.vectors.detach()):
        alike = [
            [(1 + torch.cosine_similarity(one, other, dim=0)) / 2 for other in vectors]
            for one in vectors
        ]
        probabilities.append([[each / sum(row) for each in row] for row in alike])
    ours, theirs = probabilities
    slow = sum(
        theirs[i][j] * torch.log((theirs[i][j] + 1e-7) / (ours[i][j] + 1e-7))
        for i, j in itertools.product(range(3), repeat=2)
    )
    loss = ProbabilisticTransfer()(student, teacher)
    assert_same_slopes(loss.terms["neighbours"], 30_000 * slow / 9, [student.vectors])


def test_equal_cosines_cost_nothing_and_others_something():
    student, teacher = both()
    scaled = type(student)(student.maps, 3 * student.vectors, student.logits)
    pkt = ProbabilisticTransfer(1.0)
    assert pkt(student, scaled).total.item() == pytest.approx(0, abs=1e-12)
    assert pkt(student, teacher).total.item() > 1e-4


def test_correlation_multiplies_differences_of_neighbours_in_the_batch():
    student, teacher = both()
    cc = Correlation(student.shapes, teacher.shapes, projected=3).double()
    ours = student.vectors @ cc.project_student.weight.T + cc.project_student.bias
    theirs = teacher.vectors.detach() @ cc.project_teacher.weight.T + cc.project_teacher.bias
    slow = 0
    for i in range(3):
        for d in range(3):
            slow = (
                slow + (ours[i, d] - theirs[i, d]).abs() * (ours[i + 1, d] - theirs[i + 1, d]).abs()
            )
    loss = cc(student, teacher).terms["correlation"]
    assert_same_slopes(loss, 0.02 * slow / 3, [student.vectors, *cc.parameters()])
    assert cc(*both(batch=1)).total.item() == 0


def test_soft_targets_are_kd_of_the_logits():
    student, teacher = both()
    ours = SoftTargets()(student, teacher).total
    assert_same_slopes(ours, 0.9 * kd(student.logits, teacher.logits, 4.0).total, [student.logits])


def test_what_makes_no_sense_is_refused():
    student, teacher = both()
    with pytest.raises(ValueError, match="weight must be >= 0, got -1"):
        ProbabilisticTransfer(-1.0)
    with pytest.raises(ValueError, match="weight must be >= 0, got nan"):
        ProbabilisticTransfer(math.nan)
    with pytest.raises(ValueError, match="distances and angles must be >= 0"):
        Relational(distances=-1.0)
    with pytest.raises(ValueError, match="temperature must be > 0, got 0"):
        SoftTargets(temperature=0.0)
    with pytest.raises(ValueError, match="projected must be >= 1, got 0"):
        Correlation(student.shapes, teacher.shapes, projected=0)
