"""The training images, and what recipes do to them."""

from dataclasses import replace

import numpy as np
import pytest
from image_runs import run_settings
from PIL import Image

from contracode.corpus.images.reading import read_images
from contracode.training.images.data import (
    channels_first,
    data_digest,
    data_folder,
    read_split,
    resized,
    training_images,
)


def images(digits, **data):
    return training_images(run_settings(digits, data={"per_class": None, **data}).data, digits)


def test_all_images_are_those_of_the_training_split(digits):
    assert (images(digits).images == read_images(digits, "train").images).all()


def test_without_a_validation_split_some_training_images_are_held_out(tmp_path):
    random = np.random.default_rng(0)
    for split, count in (("train", 40), ("test", 10)):
        for label in ("boot", "coat"):
            folder = tmp_path / split / label
            folder.mkdir(parents=True)
            for number in range(count):
                pixels = random.integers(0, 256, (8, 8), dtype=np.uint8)
                Image.fromarray(pixels).save(folder / f"{number}.png")
    config = run_settings(tmp_path, data={"per_class": None}).data
    train, valid, test = (read_split(config, tmp_path, each) for each in ("train", "valid", "test"))
    assert (len(train), len(valid), len(test)) == (72, 8, 20)
    assert not {each.tobytes() for each in train.images} & {each.tobytes() for each in valid.images}
    assert (training_images(config, tmp_path).images == train.images).all()


def test_a_number_a_class_is_taken_and_does_not_hang_on_the_runs_seed(digits):
    found = images(digits, per_class=5)
    assert np.bincount(found.labels).tolist() == [5] * 10
    again = training_images(run_settings(digits, data={"per_class": 5}, seed=9).data, digits)
    assert (found.images == again.images).all()
    assert (found.images != images(digits, per_class=5, seed=9).images).any()


def test_classes_of_unequal_size(digits):
    sizes = np.bincount(images(digits, per_class=50, imbalance="linear").labels)
    assert sizes.tolist() == list(range(5, 55, 5))


def test_labels_that_are_wrong_or_not_there(digits):
    right = images(digits, per_class=20)
    assert (images(digits, per_class=20, label_noise=0.25).labels != right.labels).sum() == 50
    few = images(digits, per_class=20, labelled_per_class=3)
    assert (few.labels >= 0).sum() == 30
    assert len(few) == 200


@pytest.mark.parametrize("size", [4, 8, 12])
def test_images_are_brought_to_a_size(digits, size):
    found = images(digits, per_class=2, size=size)
    assert found.images.shape == (20, size, size, 1)
    every, before = images(digits, size=size), images(digits)
    assert (every.labels == before.labels).all()
    assert abs(every.images.mean() - before.images.mean()) < 0.1 * before.images.mean()
    if size == 8:
        assert (every.images == before.images).all()


def test_even_images_stay_even_in_another_size(digits):
    one = images(digits, per_class=1)
    even = replace(one, images=np.full_like(one.images, 77))
    assert (resized(even, 5).images == 77).all()


def test_channels_come_first_and_bytes_are_kept(digits):
    found = read_split(run_settings(digits).data, digits, "test")
    planes = channels_first(found.images)
    assert planes.shape == (450, 1, 8, 8)
    assert (planes.numpy()[:, 0] == found.images[..., 0]).all()


def test_a_built_data_set_is_known_by_its_content_a_folder_by_its_path(digits, tmp_path):
    assert data_digest(digits) != data_digest(tmp_path) == f"path:{tmp_path}"
    assert data_folder("no-such-set").name == "no-such-set"
