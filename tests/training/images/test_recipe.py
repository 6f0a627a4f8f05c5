"""Recipes of the package, read and built."""

import numpy as np
import pytest
import torch

from contracode.corpus.images.image_set import plain_set
from contracode.encoders.images.pixels import Normalisation
from contracode.errors import RecipeError
from contracode.training.images.building import build_learner, build_steps
from contracode.training.images.data import pool_of
from contracode.training.images.learners.classification import ClassificationLearner
from contracode.training.images.recipe import IMAGE_RECIPES, read_image_recipe

SHAPES = {
    "fashion-mnist": (20, 28, 28, 1),
    "cifar-100-binary": (20, 32, 32, 3),
    "stl10_binary/unlabeled_X.bin": (20, 48, 48, 3),
}
SHIPPED = sorted(path.stem for path in IMAGE_RECIPES.glob("*.toml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_recipe_learns_from_images_of_its_data_sets_shape(name):
    narrow = ["batch=4", "encoder.width_multiplier=0.1"]
    config = read_image_recipe(name, narrow)
    assert config.name == name
    pixels = np.random.default_rng(0).integers(0, 256, SHAPES[config.data.place], dtype=np.uint8)
    images = plain_set("made up", pixels, np.arange(20) % 10, tuple("0123456789"))
    pool = pool_of(images, torch.device("cpu"))
    teachers = []
    if config.method.kind == "distillation":
        teaching = build_learner(read_image_recipe("cross-entropy", narrow), pool, 10)
        assert isinstance(teaching, ClassificationLearner)
        teachers = [teaching]
    learner = build_learner(config, pool, 10, teachers)
    step = next(iter(build_steps(config, pool, Normalisation.of(pixels), 0)))
    assert learner.learn(step)["loss"].isfinite()
    learner.after_step()


def test_recipes_are_there():
    assert {"fashion-mnist", "simclr", "supcon", "cross-entropy", "crd"} <= set(SHIPPED)


def test_an_unknown_recipe_names_the_known_ones():
    with pytest.raises(RecipeError, match=r"no recipe 'simclear'; there are .*simclr"):
        read_image_recipe("simclear")


def test_another_kind_of_method_leaves_the_recipes_own_settings_behind():
    config = read_image_recipe("cacr", ["method.kind='cmc'", "method.temperature=0.2"])
    assert (config.method.kind, config.method.temperature) == ("cmc", 0.2)
    assert config.views.number == 5
    assert read_image_recipe("cacr", ["method.kind='cacr'"]).method.repulsion_sharpness == 0.9


def test_what_a_flag_says_stays_though_the_recipe_said_the_same():
    flags = ["method.head.layers=1", "method.kind='simclr'"]
    assert read_image_recipe("cacr").method.head.layers == 1
    assert read_image_recipe("simclr").method.head.layers != 1
    assert read_image_recipe("cacr", flags).method.head.layers == 1


def test_a_method_that_is_no_table_is_refused():
    with pytest.raises(RecipeError, match="cacr can't be run: method"):
        read_image_recipe("cacr", ["method=3"])
