"""Every method as a whole run on real images, from settings to a checkpoint."""

import math

import numpy as np
import pytest
import torch
from image_runs import CPU, MLP, RESNET18, log_of, parts, run_settings

from contracode.corpus.images.reading import read_images
from contracode.encoders.images import ImageEmbedder
from contracode.files import sha256_of
from contracode.training.images.finished import load_run
from contracode.training.images.learners.learning import Classifies
from contracode.training.images.train import train_images


def loco(schedule, steps=8, **more):
    method = {"kind": "loco", "schedule": schedule, **more}
    return {"method": method, "encoder": RESNET18, "schedule": {"steps": steps}}


def cacr(attraction, repulsion, detach):
    return {
        "method": {
            "kind": "cacr",
            "uniform_attraction": attraction,
            "uniform_repulsion": repulsion,
            "detach_weights": detach,
            "head": {"layers": 1},
        },
        "views": {"number": 3},
        "schedule": {"steps": 8},
    }


def pac_bayes(**more):
    return {
        "method": {"kind": "pac-bayes", "tuples": 200, **more},
        "encoder": MLP,
        "optimizer": {"kind": "adam", "weight_decay": 0.0},
        "schedule": {"peak": 0.01},
    }


METHODS = {
    "simclr": {},
    "moco": {"method": {"kind": "moco", "queue": 50}},
    "supcon, out": {"method": {"kind": "supcon"}},
    "supcon, in": {"method": {"kind": "supcon", "summation": "in"}},
    "supcon, by concept": {"method": {"kind": "supcon", "positives": "concept"}},
    "supcon, few labels": {"method": {"kind": "supcon"}, "data": {"labelled_per_class": 4}},
    **{
        f"cacr, uniform {attraction} {repulsion}, detached {detach}": cacr(
            attraction, repulsion, detach
        )
        for attraction in (False, True)
        for repulsion in (False, True)
        for detach in (False, True)
    },
    "align-uniform": {"method": {"kind": "align-uniform"}},
    "hard-negatives": {"method": {"kind": "hard-negatives"}},
    "cmc": {"method": {"kind": "cmc"}, "views": {"number": 3}},
    "cross-entropy": {"method": {"kind": "cross-entropy"}, "views": {"number": 1}},
    "cross-entropy, few and wrong labels": {
        "method": {"kind": "cross-entropy"},
        "data": {"labelled_per_class": 4, "label_noise": 0.3},
        "optimizer": {"kind": "rmsprop", "max_norm": 1.0},
        "schedule": {"peak": 0.001},
    },
    "loco": loco("loco", steps=20),
    "loco, first stage too": loco("loco", first_stage_loss=True),
    "greedy": loco("greedy"),
    "end-to-end": loco("end-to-end"),
    "deep supervision": loco("deep-supervision", decoder_blocks=0),
    "pac-bayes": pac_bayes(),
    "curl": pac_bayes(stochastic=False),
}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_ends_with_a_model_that_can_be_loaded(digits, tmp_path, method):
    config = run_settings(digits, **METHODS[method])
    fresh = parts(config)[0].kept().state_dict()
    outcome = train_images(config, tmp_path)
    steps = config.schedule.steps
    assert (outcome.step, outcome.already_finished) == (steps, False)

    lines = log_of(tmp_path)
    assert [line["step"] for line in lines] == list(range(1, steps + 1))
    assert all(math.isfinite(line["loss"]) for line in lines)
    embedder = ImageEmbedder.load(tmp_path)
    vectors = embedder.embed(read_images(digits, "test").images[:40])
    assert np.isfinite(vectors).all()
    trained = load_run(tmp_path, CPU).learner.kept().state_dict()
    assert any((trained[name] != fresh[name]).any() for name in fresh)
    assert not list((tmp_path / "run").glob("state-*"))

    before = sha256_of(tmp_path / "contracode.json")
    again = train_images(config, tmp_path)
    assert (again.step, again.already_finished) == (steps, True)
    assert sha256_of(tmp_path / "contracode.json") == before


@pytest.mark.parametrize(
    "method", ["simclr", "supcon, out", "cross-entropy", "cmc", "loco", "curl"]
)
def test_what_is_learnt_costs_less_at_the_end(digits, tmp_path, method):
    views = {"crop": "padded", "padding": 1, "flip": False, "jitter": 0.0}
    changes = {**METHODS[method], "views": {} if method == "curl" else views, "seed": 1}
    train_images(run_settings(digits, **changes), tmp_path)
    losses = [line["loss"] for line in log_of(tmp_path)]
    assert np.mean(losses[-5:]) < 0.97 * np.mean(losses[:5])


def test_a_classifier_beats_chance_on_test_images(digits, tmp_path):
    settings = {"views": {"number": 1, "crop": "padded", "padding": 1, "flip": False}}
    kind = {"kind": "cross-entropy"}
    train_images(run_settings(digits, method=kind, schedule={"steps": 60}, **settings), tmp_path)
    run = load_run(tmp_path, CPU)
    assert isinstance(run.learner, Classifies)
    test = read_images(digits, "test")
    pixels = torch.from_numpy(test.images.copy()).permute(0, 3, 1, 2).float() / 255
    with torch.no_grad():
        named = run.learner.logits(run.normalisation(pixels)).argmax(1).numpy()
    assert (named == test.labels).mean() > 0.5


def test_the_checkpoint_says_where_it_comes_from(digits, tmp_path):
    config = run_settings(digits, schedule={"steps": 1}, data={"size": 12}, seed=5)
    train_images(config, tmp_path)
    manifest = ImageEmbedder.load(tmp_path).manifest
    assert (manifest.name, manifest.step, manifest.seed) == ("tiny", 1, 5)
    assert (manifest.channels, manifest.size, manifest.width) == (1, 12, 16)
    assert manifest.corpus_digest == sha256_of(digits / "manifest.json")
    assert load_run(tmp_path, CPU).config == config


def test_a_time_limit_ends_a_run_with_a_model(digits, tmp_path):
    limit = {"steps": 1_000_000, "max_minutes": 0.005}
    outcome = train_images(run_settings(digits, schedule=limit), tmp_path)
    assert 0 < outcome.step < 1_000_000
    assert ImageEmbedder.load(tmp_path).manifest.step == outcome.step


def test_equal_settings_give_equal_weights_and_another_seed_others(digits, tmp_path):
    def digest(folder, seed):
        train_images(run_settings(digits, schedule={"steps": 3}, seed=seed), tmp_path / folder)
        return sha256_of(tmp_path / folder / "model.safetensors")

    assert digest("a", 1) == digest("b", 1) != digest("c", 2)
