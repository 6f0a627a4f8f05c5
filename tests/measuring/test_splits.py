"""The images that models are measured on."""

from dataclasses import replace

import numpy as np
import pytest
from finished_image_runs import digits_corpus

from contracode.corpus.images.image_set import plain_set
from contracode.corpus.images.variants import few_labels
from contracode.errors import CorpusError
from contracode.measuring.amounts import Amounts
from contracode.measuring.splits import measured_on, some_of
from contracode.training.images.config import ImageDataConfig
from contracode.training.images.data import training_images


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return digits_corpus(tmp_path_factory.mktemp("corpus"))


def pictures(count):
    images = np.random.default_rng(count).integers(0, 256, (count, 8, 8, 1), dtype=np.uint8)
    labels = np.arange(count, dtype=np.int64) % 4
    return plain_set("pictures", images, labels, tuple("abcd"))


def of_digits(corpus, *measures, amounts=None, **settings):
    config = ImageDataConfig(place=str(corpus), **settings)
    train = training_images(config, corpus)
    return measured_on(config, train, measures, amounts or Amounts()), train


def test_without_limits_it_is_what_the_run_saw_and_all_that_was_held_out(corpus):
    on, train = of_digits(corpus, per_class=16)
    assert (on.own.train.images == train.images).all()
    assert (len(on.own.valid), len(on.own.test)) == (269, 450)
    assert not on.others


def test_fewer_images_are_drawn_and_the_same_every_time(corpus):
    few = Amounts(train=50, held_out=30)
    (first, _), (again, _) = (of_digits(corpus, amounts=few) for _ in range(2))
    assert [len(each) for each in (first.own.train, first.own.valid, first.own.test)] == [
        50,
        30,
        30,
    ]
    assert (first.own.test.images == again.own.test.images).all()
    other, _ = of_digits(corpus, amounts=few, seed=1)
    assert not (first.own.test.images == other.own.test.images).all()


def test_other_data_sets_come_in_the_size_and_the_channels_of_the_model(corpus):
    config = ImageDataConfig(place=str(corpus), size=6)
    grey = training_images(config, corpus)
    train = replace(grey, images=grey.images.repeat(3, axis=3))
    on = measured_on(config, train, [f"transfer to {corpus}"], Amounts())
    moved = on.others[str(corpus)]
    assert moved.test.images.shape == (450, 6, 6, 3)
    assert (moved.test.images[..., 0] == moved.test.images[..., 2]).all()


def test_a_data_set_that_is_not_there_is_refused(corpus):
    with pytest.raises(CorpusError, match="no folder nowhere"):
        of_digits(corpus, "transfer to nowhere")


def test_some_of_takes_labelled_images_in_their_order():
    images = few_labels(pictures(40), 0, per_class=3)
    assert len(some_of(images, None, 0)) == len(some_of(images, 99, 0)) == 12
    places = [
        next(i for i, image in enumerate(images.images) if (image == found).all())
        for found in some_of(images, 5, 0).images
    ]
    assert places == sorted(places)
    assert len(set(places)) == 5


def test_amounts_below_1_are_refused():
    with pytest.raises(ValueError, match="queries must be at least 1, got 0"):
        Amounts(queries=0)
