"""Steps of images and of tuples: functions of seed and number."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from image_runs import CPU, MLP, parts, run_settings

from contracode.encoders.images.pixels import Normalisation
from contracode.training.images.building import build_steps
from contracode.training.images.data import pool_of, training_images
from contracode.training.images.steps import Pool
from contracode.training.images.tuples import training_tuples

TUPLES = {"method": {"kind": "pac-bayes", "tuples": 40}, "encoder": MLP}


def steps_from(config, first):
    images = training_images(config.data, Path(config.data.place))
    return list(build_steps(config, pool_of(images, CPU), Normalisation.of(images.images), first))


def tensors(step):
    if hasattr(step, "views"):
        return [step.views, step.labels, step.concepts, step.index]
    return [step.index.anchors, step.index.positive, step.index.negative, torch.tensor(step.seed)]


def same(one, other):
    return one.step == other.step and all(
        torch.equal(first, second)
        for first, second in zip(tensors(one), tensors(other), strict=True)
    )


@pytest.mark.parametrize("changes", [{}, TUPLES], ids=["images", "tuples"])
def test_a_step_is_a_function_of_seed_and_number(digits, changes):
    config = run_settings(digits, schedule={"steps": 5}, **changes)
    whole = steps_from(config, 0)
    assert [step.step for step in whole] == [0, 1, 2, 3, 4]
    assert all(map(same, whole, steps_from(config, 0)))
    assert all(map(same, whole[3:], steps_from(config, 3)))
    others = steps_from(run_settings(digits, schedule={"steps": 5}, seed=1, **changes), 0)
    assert not any(map(same, whole, others))
    assert not any(torch.equal(*pair) for pair in zip(*map(tensors, whole[:2]), strict=True))


def test_an_image_is_seen_anew_in_every_step(digits):
    config = run_settings(digits, batch=1)
    pool = pool_of(training_images(config.data, digits), CPU)
    alone = Pool(pool.images[:1], pool.labels[:1], pool.concepts[:1])
    normalisation = Normalisation(mean=(0.5,), std=(0.5,))
    first, second = (build_steps(config, alone, normalisation, 0).at(step) for step in (0, 1))
    assert torch.equal(first.index, second.index)
    assert not torch.equal(first.views, second.views)


def test_an_epoch_sees_every_image_once(digits):
    config = run_settings(digits, schedule={"steps": 10})
    seen = torch.cat([step.index for step in steps_from(config, 0)])
    assert sorted(seen.tolist()) == list(range(160))


def test_a_step_tells_labels_of_the_images_that_it_shows(digits):
    views = {"crop": "none", "flip": False, "jitter": 0.0}
    config = run_settings(digits, schedule={"steps": 2}, views=views)
    images = training_images(config.data, digits)
    normalisation = Normalisation.of(images.images)
    for step in steps_from(config, 0):
        assert step.labels.tolist() == images.labels[step.index].tolist()
        pixels = torch.from_numpy(images.images[step.index]).permute(0, 3, 1, 2).float() / 255
        torch.testing.assert_close(step.views, normalisation(pixels).expand(2, -1, -1, -1, -1))
        assert torch.equal(step.flat, step.views.reshape(32, 1, 8, 8))


@pytest.mark.parametrize("kind", ["simclr", "moco", "loco"])
def test_neither_building_nor_stepping_touches_global_randomness(digits, kind):
    def state():
        # Not Python's own: the checks of shapes in these tests draw from it.
        return torch.get_rng_state().tolist(), np.random.get_state()[1].tolist()  # noqa: NPY002

    before = state()
    learner, steps = parts(run_settings(digits, method={"kind": kind}))
    learner.learn(next(iter(steps)))
    learner.after_step()
    assert state() == before


def test_global_randomness_does_not_reach_a_run(digits):
    config = run_settings(digits)
    torch.manual_seed(1)
    first, steps = parts(config)
    seen = next(iter(steps))
    torch.manual_seed(2)
    second, steps = parts(config)
    assert same(seen, next(iter(steps)))
    state = second.state_dict()
    assert all(torch.equal(tensor, state[name]) for name, tensor in first.state_dict().items())


@given(
    st.lists(st.integers(-1, 2), min_size=1, max_size=20).filter(lambda labels: max(labels) >= 0)
)
def test_tuples_are_of_labelled_images_only(labels):
    drawn = training_tuples(torch.tensor(labels), 30, seed=0)
    for part in (drawn.anchors, drawn.positive, drawn.negative):
        assert (torch.tensor(labels)[part] >= 0).all()
    own = torch.tensor(labels)[drawn.anchors]
    assert (torch.tensor(labels)[drawn.positive] == own[:, None]).all()
