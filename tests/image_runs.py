"""Training runs on real images that take less than a second."""

import copy
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from contracode.encoders.images.pixels import Normalisation
from contracode.training.images.building import build_learner, build_steps
from contracode.training.images.config import ImageRunConfig
from contracode.training.images.data import pool_of, training_images
from contracode.training.recipe import merge, settings_of

CPU = torch.device("cpu")
MLP = {"architecture": "pac_bayes_mlp", "width_multiplier": 0.1}
RESNET18 = {"architecture": "resnet18", "width_multiplier": 0.05}

SETTINGS = {
    "name": "tiny",
    "batch": 16,
    "log_every": 1,
    "save_every": 7,
    "method": {"kind": "simclr"},
    "encoder": {"architecture": "resnet8", "width_multiplier": 0.25},
    "data": {"per_class": 16},
    "schedule": {"steps": 20, "peak": 0.1},
    "optimizer": {"weight_decay": 0.0},
}


def run_settings(place, **changes):
    """Settings of 20 steps on 16 images a class, and what is changed of them."""
    values = copy.deepcopy(SETTINGS)
    values["data"]["place"] = str(place)
    merge(values, changes)
    return settings_of(ImageRunConfig, values, (), "tiny")


def write_noise(folder, count, size=(8, 8), seed=0):
    """Grey pictures of noise as files, of this height and width."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    for number in range(count):
        pixels = random.integers(0, 256, size, dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{seed}-{number}.png")


def parts(config):
    """Fresh learner of a run, and its steps."""
    images = training_images(config.data, Path(config.data.place))
    pool = pool_of(images, CPU)
    learner = build_learner(config, pool, len(images.classes))
    return learner, build_steps(config, pool, Normalisation.of(images.images), 0)


def log_of(out):
    """Lines of a run's log."""
    return [json.loads(line) for line in (out / "run" / "log.jsonl").read_text().splitlines()]


def learnt_by(out):
    """All tensors that a finished run keeps."""
    return load_file(out / "run" / "learner.safetensors")
