"""Everything measured of one encoder, and its transfer."""

import numpy as np
import pytest

from contracode.corpus.images.image_set import plain_set
from contracode.corpus.images.variants import few_labels
from contracode.seeds import seed_for
from contracode.tasks.images.accuracy import accuracy
from contracode.tasks.images.corruptions import CORRUPTIONS
from contracode.tasks.images.encoding import Splits, encoded_images
from contracode.tasks.images.evaluate import EvaluationSettings, evaluate
from contracode.tasks.images.transfer import transfer_figures

CLASSES = tuple("abcdef")


def stripes(count, seed, side=8, channels=1, noise=40):
    """Images with a bright row where their class says, in noise."""
    random = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.int64) % len(CLASSES)
    images = random.normal(100, noise, (count, side, side, channels))
    images[np.arange(count), labels] += 60
    return plain_set("stripes", images.clip(0, 255).astype(np.uint8), labels, CLASSES)


def splits(**given):
    train, valid, test = (stripes(count, count, **given) for count in (240, 60, 90))
    return Splits(train=train, valid=valid, test=test)


class Rows:
    """Mean of every row of pixels; counts the images that it was given."""

    def __init__(self):
        self.seen = 0

    def __call__(self, images):
        self.seen += len(images)
        return images.mean(axis=(2, 3)).astype(np.float32) / 255


def bright(images):
    """A classifier without learning: the brightest row, as sure as 10 times its mean."""
    return Rows()(images)[:, : len(CLASSES)] * 10


FEW = EvaluationSettings(corrupted_images=12, neighbours=20)


def test_all_figures_of_an_encoder_with_its_own_classifier():
    encode = Rows()
    figures = evaluate(
        encode, splits(), FEW, own_logits=bright, transfer={"noisy": splits(noise=90)}
    )
    # 390 images of both data sets, and 12 under 12 corruptions of 5 severities.
    assert encode.seen == 2 * 390 + 12 * 60
    assert all(type(value) is float for value in figures.values())
    assert figures["linear accuracy"] > 0.9
    assert figures["own accuracy"] > 0.8
    assert figures["k-NN accuracy"] > 0.8
    assert figures["mean classifier, AVG-2 mu"] > 0.7
    assert figures["own ECE, scaled"] < figures["own ECE"]
    assert figures["transfer to noisy, linear accuracy"] < figures["linear accuracy"]
    for head in ("linear", "own"):
        assert figures[f"{head} corruption error"] == pytest.approx(
            np.mean([figures[f"{head} corruption error, {name}"] for name in CORRUPTIONS])
        )


def test_only_what_is_wanted_is_measured():
    found = evaluate(Rows(), splits(), EvaluationSettings(measures=("neighbours",)))
    assert list(found) == ["k-NN accuracy"]


def test_the_same_seed_gives_the_same_figures():
    assert evaluate(Rows(), splits(), FEW) == evaluate(Rows(), splits(), FEW)


def test_the_own_classifier_is_measured_on_images():
    data = splits()
    found = evaluate(Rows(), data, EvaluationSettings(measures=()), own_logits=bright)
    assert found["own accuracy"] == accuracy(bright(data.test.images), data.test.labels)
    assert set(found) == {"own accuracy", "own accuracy, valid", "own top-5"}


def test_what_corruptions_add_is_told_of_the_same_images():
    data = splits(noise=90)
    settings = EvaluationSettings(measures=("corruption",), corrupted_images=12)
    found = evaluate(Rows(), data, settings, own_logits=bright)
    random = np.random.default_rng(seed_for(0, "corrupted images"))
    places = random.permutation(90)[:12]
    clean = 1 - accuracy(bright(data.test.images[places]), data.test.labels[places])
    assert clean != pytest.approx(1 - found["own accuracy"])
    assert found["own corruption error above clean"] == pytest.approx(
        found["own corruption error"] - clean
    )


def test_images_without_labels_are_left_out():
    data = splits()
    few = Splits(train=few_labels(data.train, 0, per_class=5), valid=data.valid, test=data.test)
    encode = Rows()
    evaluate(encode, few, EvaluationSettings(measures=("linear probe",)))
    assert encode.seen == 30 + 60 + 90


def test_transfer_learns_on_the_other_set():
    found = transfer_figures(Rows(), splits(side=10, channels=3), neighbours=20)
    assert found["linear accuracy"] > 0.95
    assert found["k-NN accuracy"] > 0.95


def test_blocks_make_no_difference():
    images = stripes(50, 0).images
    np.testing.assert_array_equal(
        encoded_images(Rows(), images, block=7), encoded_images(Rows(), images)
    )


def test_what_makes_no_sense_is_refused():
    data = splits()
    other = plain_set("other", data.test.images, data.test.labels, tuple("uvwxyz"))
    with pytest.raises(ValueError, match="the splits must have the same classes"):
        Splits(train=data.train, valid=data.valid, test=other)
    with pytest.raises(ValueError, match="the encoder made 1 vectors of 90 images"):
        encoded_images(lambda _: np.zeros((1, 3), np.float32), data.test.images)
    with pytest.raises(ValueError, match="corrupted_images must be at least 1, got 0"):
        EvaluationSettings(corrupted_images=0)
    with pytest.raises(ValueError, match="at least one image is needed"):
        encoded_images(Rows(), data.test.images[:0])
