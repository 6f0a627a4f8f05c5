"""What a run on images refuses, and in which words."""

import pytest
from image_runs import CPU, MLP, run_settings, write_noise

from contracode.errors import CheckpointError, CorpusError, DivergedError, RecipeError
from contracode.training.folder import IDENTITY, claim_folder, held
from contracode.training.images import train
from contracode.training.images.finished import load_run
from contracode.training.images.train import train_images

ONE_STEP = {"schedule": {"steps": 1}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"bach": 3}, "bach: there is no such setting"),
        (
            {"method": {"kind": "simclr", "sharpnes": 1}},
            r"method.*sharpnes: there is no such setting",
        ),
        (
            {"method": {"kind": "byol"}},
            "method: Input tag 'byol' found using 'kind' does not match",
        ),
        ({"views": {"blur": 1}}, "views.blur: there is no such setting"),
        ({"batch": 0}, "batch must be at least 1, got 0"),
        ({"save_every": 0}, "save_every must be at least 1, got 0"),
        ({"data": {"size": 0}}, "data.size must be at least 1, got 0"),
        ({"data": {"label_noise": 1.0}}, r"data.label_noise must be in \[0, 1\), got 1.0"),
        ({"optimizer": {"momentum": 1.0}}, r"optimizer.momentum must be in \[0, 1\), got 1.0"),
        *(
            (
                {"optimizer": {"kind": kind, "momentum": 0.5}},
                f"optimizer.momentum is a choice of sgd, {kind} has none; leave it out, got 0.5",
            )
            for kind in ("adam", "rmsprop")
        ),
        ({"optimizer": {"weight_decay": -1.0}}, "optimizer.weight_decay must be >= 0, got -1.0"),
        ({"optimizer": {"max_norm": 0.0}}, "optimizer.max_norm must be > 0, got 0.0"),
        ({"method": {"kind": "simclr", "head": {"layers": 3}}}, "layers must be 1 or 2, got 3"),
        ({"method": {"kind": "cmc", "head": {"projected": 0}}}, "projected must be at least 1"),
        ({"method": {"kind": "moco", "momentum": 2.0}}, r"method.momentum must be in \[0, 1\]"),
        ({"method": {"kind": "moco", "queue": -1}}, "method.queue must be >= 0, got -1"),
        (
            {"method": {"kind": "cacr", "repulsion_sharpness": -1.0}},
            "repulsion_sharpness must be >",
        ),
        ({"method": {"kind": "align-uniform", "sharpness": 0.0}}, "method.sharpness must be > 0"),
        (
            {"method": {"kind": "align-uniform", "uniform_weight": -1.0}},
            "uniform_weight must be >=",
        ),
        ({"method": {"kind": "hard-negatives", "tau_plus": 1.0}}, r"method.tau_plus in \[0, 1\)"),
        ({"method": {"kind": "loco", "decoder_blocks": -1}}, "method.decoder_blocks must be >= 0"),
        (
            {"method": {"kind": "loco", "schedule": "greedy", "first_stage_loss": True}},
            "method.first_stage_loss is a choice of loco, greedy leaves none",
        ),
        ({"method": {"kind": "pac-bayes", "scale": 0.0}}, "method.scale must be > 0, got 0.0"),
        ({"method": {"kind": "pac-bayes", "tuples": 0}}, "method.tuples and .* at least 1, got 0"),
        (
            {"method": {"kind": "pac-bayes", "log_prior_std": 3.0}},
            "must be at most -1.156, the ",
        ),
        ({"method": {"kind": "pac-bayes", "delta": 1.0}}, r"method.delta must be in \(0, 1\)"),
        *(
            (
                {"method": {"kind": kind, "temperature": 0.0}},
                "method.temperature must be > 0, got 0",
            )
            for kind in ("simclr", "supcon", "cmc", "hard-negatives", "moco", "loco")
        ),
    ],
)
def test_settings_that_cannot_be_are_refused(changes, message):
    with pytest.raises(RecipeError, match=message):
        run_settings("nowhere", **changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"views": {"number": 1}}, "simclr takes 2 or more views of an image, views.number is 1"),
        (
            {"method": {"kind": "moco"}, "views": {"number": 3}},
            "moco takes 2 views of an image, views.number is 3",
        ),
        (
            {"encoder": {"architecture": "small_alexnet"}},
            "simclr with small_alexnet can't be built: small_alexnet needs images of at least",
        ),
        (
            {"method": {"kind": "pac-bayes"}},
            "pac-bayes with resnet8 can't be built: no bound holds with statistics of the data",
        ),
        (
            {"method": {"kind": "pac-bayes"}, "views": {"flip": False}},
            "pac-bayes compares images as they are, which its bound is about; leave out views",
        ),
        (
            {"method": {"kind": "pac-bayes"}, "optimizer": {"weight_decay": 1e-4}},
            "so optimizer.weight_decay must be 0, got 0.0001",
        ),
        (
            {
                "method": {"kind": "loco"},
                "encoder": {"architecture": "small_alexnet"},
                "data": {"size": 32},
            },
            "LoCo trains stages only, and this encoder has weights behind them",
        ),
        ({"data": {"per_class": 5000}}, "5000 images of every class are wanted, digits has"),
    ],
)
def test_settings_that_do_not_suit_the_images_are_refused(digits, tmp_path, changes, message):
    with pytest.raises(RecipeError, match=message):
        train_images(run_settings(digits, **changes), tmp_path)
    # Mended settings find the folder free.
    assert train_images(run_settings(digits, **ONE_STEP), tmp_path).step == 1


def test_distillation_takes_one_view(digits, tmp_path, teachers):
    method = {"kind": "distillation", "teachers": [teachers[0]]}
    with pytest.raises(RecipeError, match=r"takes 1 views of an image, views\.number is 2"):
        train_images(run_settings(digits, method=method), tmp_path)


def test_a_missing_teacher_is_named(digits, tmp_path):
    method = {"kind": "distillation", "teachers": [str(tmp_path / "nobody")]}
    with pytest.raises(CheckpointError, match=r"nobody"):
        train_images(run_settings(digits, method=method, views={"number": 1}), tmp_path / "out")


def test_a_missing_data_set_names_the_command(tmp_path):
    with pytest.raises(CorpusError, match="contracode corpus build"):
        train_images(run_settings(tmp_path / "nowhere"), tmp_path / "out")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "has images of 20 x 32 px, encoders read squares; set data.size"),
        (
            {"labelled_by": "vendor"},
            "photos has no labels by 'vendor': .*; leave out data.labelled_by",
        ),
        ({"labelled_by": "coarse"}, "photos has no labels by 'coarse': .* CIFAR-100 has coarse"),
    ],
)
def test_files_that_do_not_suit_the_settings_are_refused_before_the_run(tmp_path, data, message):
    write_noise(tmp_path / "photos" / "boot", 20, (20, 32))
    data = {"per_class": None, **data}
    with pytest.raises(RecipeError, match=message):
        train_images(run_settings(tmp_path / "photos", data=data), tmp_path / "out")
    assert not (tmp_path / "out" / "run" / IDENTITY).exists()


def test_a_folder_that_can_not_be_made_is_named(digits, tmp_path):
    (tmp_path / "file").touch()
    message = r"can't write to .*run, where .* its state: Not a directory; choose another folder"
    for folder in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(RecipeError, match=message):
            train_images(run_settings(digits, **ONE_STEP), folder)
        with pytest.raises(RecipeError, match=message):
            claim_folder(folder / "run", {})


def test_changed_files_are_another_data_set_to_a_run(tmp_path):
    write_noise(tmp_path / "photos" / "boot", 30)
    config = run_settings(tmp_path / "photos", data={"per_class": None}, **ONE_STEP)
    assert train_images(config, tmp_path / "out").step == 1
    assert train_images(config, tmp_path / "out").already_finished
    write_noise(tmp_path / "photos" / "coat", 1)
    with pytest.raises(RecipeError, match="holds a run with another corpus; choose another folder"):
        train_images(config, tmp_path / "out")


def test_a_second_process_in_the_same_folder_is_refused_at_once(digits, tmp_path, monkeypatch):
    config = run_settings(digits, **ONE_STEP)
    with monkeypatch.context() as patched, held(tmp_path / "run"):
        # Calling it would fail otherwise than is told.
        patched.setattr(train, "training_images", None)
        with pytest.raises(RecipeError, match=r"another process is training in .*; wait for it"):
            train_images(config, tmp_path)
    assert train_images(config, tmp_path).step == 1


def test_a_run_that_diverges_says_so_and_keeps_no_broken_state(digits, tmp_path):
    wild = run_settings(digits, schedule={"steps": 20, "peak": 1e30})
    with pytest.raises(DivergedError, match=r"loss is nan after step \d+; lower schedule\.peak"):
        train_images(wild, tmp_path)
    assert not (tmp_path / "contracode.json").exists()
    assert not list((tmp_path / "run").glob("state-*"))


@pytest.mark.parametrize("state", ["finished", "begun"])
def test_another_recipe_in_the_same_folder_is_refused(digits, tmp_path, state):
    train_images(run_settings(digits, **ONE_STEP), tmp_path)
    if state == "begun":
        (tmp_path / "contracode.json").unlink()
    with pytest.raises(RecipeError, match="holds a run with another recipe; choose another folder"):
        train_images(run_settings(digits, **ONE_STEP, seed=1), tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"\xff broken"], ids=["missing", "empty", "broken"])
def test_a_damaged_learner_is_named(digits, tmp_path, content):
    train_images(run_settings(digits, encoder=MLP, **ONE_STEP), tmp_path)
    learner = tmp_path / "run" / "learner.safetensors"
    learner.unlink() if content is None else learner.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"learner.safetensors is missing, damaged or does"):
        load_run(tmp_path, CPU)


def test_an_unfinished_run_is_no_run_to_measure(tmp_path):
    with pytest.raises(CheckpointError, match=str(tmp_path)):
        load_run(tmp_path, CPU)
