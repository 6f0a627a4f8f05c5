"""What methods share: with the right settings, one is the other on the same step."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from image_runs import CPU, RESNET18, parts, run_settings

from contracode.corpus.images.image_set import NO_LABEL
from contracode.training.images.building import build_learner
from contracode.training.images.data import pool_of, training_images
from contracode.training.images.finished import load_run
from contracode.training.images.learners.distillation import DistillationLearner

PLAIN_HEAD = {"head": {"layers": 1}}


def learner_and_step(digits, views=2, **changes):
    learner, steps = parts(run_settings(digits, views={"number": views}, **changes))
    return learner, next(iter(steps))


def gradients(learner):
    return {
        name: parameter.grad
        for name, parameter in learner.kept().named_parameters()
        if parameter.grad is not None
    }


def assert_same(first, second, **tolerance):
    """The same cost, and the same gradients of the encoder."""
    (one, step), (other, same_step) = first, second
    assert torch.equal(step.views, same_step.views)
    costs = one.learn(step)["loss"], other.learn(same_step)["loss"]
    torch.testing.assert_close(*costs, **tolerance)
    torch.testing.assert_close(gradients(one), gradients(other), **tolerance)


@pytest.mark.parametrize("views", [2, 3])
def test_supcon_without_equal_labels_is_simclr(digits, views):
    simclr = learner_and_step(digits, views)
    learner, step = learner_and_step(digits, views, method={"kind": "supcon"})
    own = replace(step, labels=torch.arange(len(step.labels)))
    assert_same(simclr, (learner, own))


def test_images_without_a_label_cost_supcon_nothing_and_equal_labels_attract(digits):
    learner, step = learner_and_step(digits, method={"kind": "supcon"})
    unknown = replace(step, labels=torch.full_like(step.labels, NO_LABEL))
    assert learner.learn(unknown)["loss"] == 0
    # All of one class: nothing is pushed away, and what is left is to tell 31 positives apart.
    one_class = learner.learn(replace(step, labels=torch.zeros_like(step.labels)))
    assert one_class["contrast"] == 0
    assert one_class["spread"] >= math.log(31)


def test_supcon_by_concept_is_simclr_where_no_image_shows_the_same(digits):
    by_concept = {"kind": "supcon", "positives": "concept"}
    assert_same(learner_and_step(digits), learner_and_step(digits, method=by_concept))


def test_supcon_in_and_out_agree_with_one_positive(digits):
    both = [
        learner_and_step(
            digits, method={"kind": "supcon", "positives": "concept", "summation": summation}
        )
        for summation in ("in", "out")
    ]
    assert_same(*both, rtol=1e-3, atol=1e-5)


def test_end_to_end_without_decoder_blocks_is_simclr(digits):
    loco = {"kind": "loco", "schedule": "end-to-end", "decoder_blocks": 0}
    assert_same(
        learner_and_step(digits, encoder=RESNET18),
        learner_and_step(digits, encoder=RESNET18, method=loco),
        rtol=2e-2,  # Vectors are means in another order, in bfloat16 where that is fast.
        atol=2e-3,
    )


def test_the_loss_of_a_schedule_is_the_sum_over_its_units(digits):
    learner, step = learner_and_step(
        digits, encoder=RESNET18, method={"kind": "loco", "schedule": "greedy"}
    )
    figures = learner.learn(step)
    units = [value for name, value in figures.items() if name.startswith("unit_")]
    torch.testing.assert_close(figures["loss"], sum(units))


def test_cmc_is_the_mean_of_moco_both_ways_without_a_queue(digits):
    cmc, step = learner_and_step(digits, method={"kind": "cmc"})
    moco, _ = learner_and_step(digits, method={"kind": "moco", "queue": 0})
    moco.eval()
    both = [
        moco.learn(replace(step, views=views))["loss"] for views in (step.views, step.views.flip(0))
    ]
    torch.testing.assert_close(cmc.eval().learn(step)["loss"], torch.stack(both).mean())


@pytest.mark.parametrize("views", [2, 4])
def test_cmc_never_costs_more_than_simclr(digits, views):
    simclr, step = learner_and_step(digits, views)
    cmc, _ = learner_and_step(digits, views, method={"kind": "cmc"})
    assert cmc.learn(step)["loss"] < simclr.learn(step)["loss"]


def test_hard_negatives_that_are_neither_hard_nor_false_are_simclr(digits):
    easy = {"kind": "hard-negatives", "hardness": 0.0, "tau_plus": 0.0, "temperature": 0.1}
    assert_same(
        learner_and_step(digits), learner_and_step(digits, method=easy), rtol=1e-3, atol=1e-5
    )


def test_cacr_with_blunt_weights_is_cacr_with_uniform_ones(digits):
    blunt = {"attraction_sharpness": 0.0, "repulsion_sharpness": 0.0}
    uniform = {"uniform_attraction": True, "uniform_repulsion": True}
    both = [
        learner_and_step(digits, 3, method={"kind": "cacr", **each}) for each in (blunt, uniform)
    ]
    assert_same(*both, rtol=1e-3, atol=1e-5)


def test_kd_without_weight_is_cross_entropy(digits, teachers):
    alone = learner_and_step(digits, 1, method={"kind": "cross-entropy"})
    kd = {"distiller": "kd", "weight": 0.0, "labels": 1.0}
    assert_same(alone, taught(digits, teachers, **kd))


def test_a_student_without_distiller_is_cross_entropy(digits, teachers):
    assert_same(
        learner_and_step(digits, 1, method={"kind": "cross-entropy"}), taught(digits, teachers)
    )


def taught(digits, teachers, **method):
    """A student beside the first teacher, and its first step."""
    config = run_settings(
        digits,
        method={"kind": "distillation", "teachers": list(teachers[:1]), **method},
        views={"number": 1},
    )
    pool = pool_of(training_images(config.data, digits), CPU)
    run = load_run(Path(teachers[0]), CPU)
    learner = build_learner(config, pool, 10, [run.learner.requires_grad_(False)])
    assert isinstance(learner, DistillationLearner)
    _, step = learner_and_step(digits, 1, method={"kind": "cross-entropy"})
    return learner, step
