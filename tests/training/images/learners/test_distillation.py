import math
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from image_runs import CPU, learnt_by, log_of, run_settings

from contracode.encoders.images import ImageEmbedder
from contracode.encoders.images.pixels import Normalisation
from contracode.errors import RecipeError
from contracode.methods.distillers import DISTILLERS
from contracode.training.images.building import build_learner, build_steps
from contracode.training.images.data import channels_first, pool_of, training_images
from contracode.training.images.finished import load_run
from contracode.training.images.train import train_images

STUDENTS = {
    **{name: {"distiller": name} for name in DISTILLERS},
    "labels only": {},
    "crd": {"contrast": 0.8, "negatives": 20},
    "crd, negatives of anyone": {"contrast": 0.8, "negatives": 20, "negatives_of": "anyone"},
    "crd and kd": {"contrast": 0.8, "negatives": 20, "distiller": "kd"},
    "edges": {"contrast": 0.8, "negatives": 20, "distiller": "kd", "reads": "edges"},
}


def student(digits, teachers, steps=6, data=None, reads="image", **method):
    return run_settings(
        digits,
        method={"kind": "distillation", "teachers": list(teachers), **method},
        views={"number": 1},
        schedule={"steps": steps, "peak": 0.02},
        data=data or {},
        encoder={"reads": reads},
    )


@pytest.mark.parametrize("method", STUDENTS)
def test_every_student_ends_with_a_model_that_can_be_loaded(digits, teachers, tmp_path, method):
    config = student(digits, teachers[:1], **STUDENTS[method])
    assert train_images(config, tmp_path).step == 6
    lines = log_of(tmp_path)
    assert all(math.isfinite(line["loss"]) for line in lines)
    assert ("contrast_" in " ".join(lines[0])) == ("crd" in method or method == "edges")
    assert ImageEmbedder.load(tmp_path).dimensions == 16
    assert load_run(tmp_path, CPU).config == config
    assert train_images(config, tmp_path).already_finished


def test_two_teachers_are_told_apart_in_the_log(digits, teachers, tmp_path):
    config = student(digits, teachers, steps=3, distiller="kd", contrast=0.8, negatives=20)
    train_images(config, tmp_path)
    names = " ".join(log_of(tmp_path)[-1])
    assert "teacher_1" in names
    assert "teacher_2" in names


def test_a_student_without_labels_on_some_images_learns_from_the_others(digits, teachers, tmp_path):
    few = {"labelled_per_class": 2}
    train_images(student(digits, teachers[:1], data=few, distiller="kd"), tmp_path)
    assert all(math.isfinite(line["loss"]) for line in log_of(tmp_path))


def test_teachers_are_neither_trained_nor_saved_with_the_student(digits, teachers, tmp_path):
    before = load_run(Path(teachers[0]), CPU).learner.state_dict()
    train_images(student(digits, teachers[:1], distiller="vid"), tmp_path)
    after = load_run(Path(teachers[0]), CPU).learner.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert not any("teacher" in name for name in load_run(tmp_path, CPU).learner.state_dict())


def test_whoever_loads_a_student_of_edges_feeds_it_images(digits, teachers, tmp_path):
    train_images(student(digits, teachers[:1], steps=1, reads="edges"), tmp_path)
    run, embedder = load_run(tmp_path, CPU), ImageEmbedder.load(tmp_path)
    images = run.images.images[:3]
    with torch.no_grad():
        vectors = run.learner.vectors(run.normalisation.of_bytes(channels_first(images)))
    expected = torch.nn.functional.normalize(vectors, dim=1).numpy()
    np.testing.assert_allclose(embedder.embed(images), expected, atol=1e-5)
    assert embedder.manifest.encoder.reads == "edges"


def test_a_student_comes_back_without_its_teachers(digits, teachers, tmp_path):
    moved = tmp_path / "teacher"
    shutil.copytree(teachers[0], moved)
    config = student(digits, [str(moved)], steps=2, distiller="vid", contrast=0.8, negatives=20)
    train_images(config, tmp_path / "student")
    kept = learnt_by(tmp_path / "student")
    shutil.rmtree(moved)
    learner = load_run(tmp_path / "student", CPU).learner
    for name, tensor in learner.state_dict().items():
        assert torch.equal(tensor, kept[name]), name


def test_another_teacher_is_another_run(digits, teachers, tmp_path):
    place = tmp_path / "teacher"
    shutil.copytree(teachers[0], place)
    config = student(digits, [str(place)], steps=1, distiller="kd")
    train_images(config, tmp_path / "student")
    shutil.rmtree(place)
    shutil.copytree(teachers[1], place)
    with pytest.raises(RecipeError, match="holds a run with another teachers"):
        train_images(config, tmp_path / "student")


def test_a_step_calibrates_crd_once_and_moves_the_banks_vectors_of_its_images(digits, teachers):
    config = student(digits, teachers[:1], contrast=0.8, negatives=20)
    images = training_images(config.data, digits)
    pool = pool_of(images, CPU)
    taught = load_run(Path(teachers[0]), CPU).learner
    learner = build_learner(config, pool, 10, [taught])
    step = next(iter(build_steps(config, pool, Normalisation.of(images.images), 0)))
    (crd,) = learner.crd.crds
    everyone = torch.arange(len(pool))
    before = [bank.take(everyone).clone() for bank in (crd.student_bank, crd.teacher_bank)]
    assert not crd.calibrated
    learner.learn(step)
    assert crd.calibrated
    learner.after_step()
    for bank, old in zip((crd.student_bank, crd.teacher_bank), before, strict=True):
        moved = (bank.take(everyone) != old).any(1)
        assert sorted(everyone[moved].tolist()) == sorted(step.index.tolist())


def test_a_teacher_that_is_no_classifier_is_refused(digits, tmp_path):
    train_images(run_settings(digits, schedule={"steps": 1}), tmp_path / "simclr")
    with pytest.raises(RecipeError, match=r"is no classifier; train a teacher with method\.kind"):
        train_images(student(digits, [str(tmp_path / "simclr")], distiller="kd"), tmp_path / "out")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"size": 12}, r"reads images of height, width and channels \(8, 8, 1\), .*\(12, 12, 1\)"),
        ({"labelled_by": "vendor"}, "tells other classes than the student's data set has"),
    ],
)
def test_a_teacher_of_other_images_is_refused(digits, teachers, tmp_path, data, message):
    with pytest.raises(RecipeError, match=message):
        train_images(student(digits, teachers[:1], data=data, distiller="kd"), tmp_path)


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ({"teachers": []}, "method.teachers needs the folder of a trained classifier, got none"),
        ({"distiller": "kdd"}, "method.distiller must be one of none, kd, hint.* got kdd"),
        ({"contrast": -1.0}, "method.contrast must be >= 0"),
        ({"labels": -1.0}, "method.labels must be >= 0, got -1.0"),
        ({"weight": -1.0}, "method.weight must be >= 0, got -1.0"),
        ({"labels": 0.0}, "a student without labels needs a distiller or method.contrast > 0"),
    ],
)
def test_settings_that_cannot_be_are_refused(method, message):
    with pytest.raises(RecipeError, match=message):
        run_settings("nowhere", method={"kind": "distillation", "teachers": ["one"], **method})


def test_weights_are_the_released_ones_unless_given(digits):
    def weights(**method):
        config = student(digits, ["one"], **method).method
        return config.label_weight, config.distiller_weight

    assert weights(distiller="kd") == (0.1, None)
    assert weights(distiller="kd", contrast=0.8) == (1.0, 1.0)
    assert weights(distiller="kd", contrast=0.8, weight=0.5, labels=0.2) == (0.2, 0.5)
    assert weights(contrast=0.8) == (1.0, None)
