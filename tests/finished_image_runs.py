"""Finished runs on scikit-learn's digits, a second each, as measures want them."""

import copy
from pathlib import Path

import torch
from image_datasets import build, place_of

from contracode.training.images.config import ImageRunConfig
from contracode.training.images.finished import load_run
from contracode.training.images.train import train_images
from contracode.training.recipe import merge, settings_of

RECIPE = Path(__file__).parents[1] / "datasets" / "digits" / "recipe.toml"

SETTINGS = {
    "name": "tiny",
    "batch": 16,
    "log_every": 1,
    "method": {"kind": "cacr", "repulsion_sharpness": 2.0, "head": {"layers": 1, "projected": 8}},
    "encoder": {"architecture": "resnet8", "width_multiplier": 0.25},
    "data": {"per_class": 16},
    "schedule": {"steps": 4, "peak": 0.1},
    "optimizer": {"weight_decay": 0.0},
}
PAC_BAYES = {
    "method": {"kind": "pac-bayes", "tuples": 200, "certificate_draws": 1500},
    "encoder": {"architecture": "pac_bayes_mlp", "width_multiplier": 0.1},
}
"""Instead of the method and the encoder above."""


def digits_corpus(root):
    """The built data set, in a folder of its own."""
    place = place_of(root, "digits")
    place.dataset.mkdir(parents=True)
    (place.dataset / "recipe.toml").write_text(RECIPE.read_text())
    return build(place)


def finish(corpus, out, *, instead=None, **changes):
    """Train by the settings above, of which tables are replaced, or some values changed."""
    values = copy.deepcopy(SETTINGS) | copy.deepcopy(instead or {})
    values["data"]["place"] = str(corpus)
    merge(values, changes)
    train_images(settings_of(ImageRunConfig, values, (), "tiny"), out)
    return out


def loaded(out):
    """The run as measures take it."""
    return load_run(out, torch.device("cpu"))
