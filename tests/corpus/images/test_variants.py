"""Sets made from a set: fewer images, uneven classes, wrong labels, few labels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.corpus.images.image_set import NO_LABEL, plain_set
from contracode.corpus.images.variants import (
    few_labels,
    held_out,
    imbalanced,
    labelled,
    noisy_labels,
    subset,
    taken,
)


def noise(count=120, classes=4, seed=0):
    """Images of noise, as many of every class."""
    pixels = np.random.default_rng(seed).integers(0, 256, (count, 4, 4, 1), dtype=np.uint8)
    names = tuple(f"class {number}" for number in range(classes))
    return plain_set("noise", pixels, np.arange(count, dtype=np.int64) % classes, names)


def pixels(images):
    return {image.tobytes() for image in images.images}


SEEDS = st.integers(0, 2**31)
SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


def test_linear_classes_grow_by_one_share():
    kept = imbalanced(noise(), "linear", seed=1)
    assert np.bincount(kept.labels).tolist() == [8, 15, 22, 30]


def test_exponential_classes_keep_at_least_one_image():
    kept = imbalanced(noise(80, 10), "exponential", seed=1)
    assert np.bincount(kept.labels).tolist() == [1, 1, 1, 1, 1, 1, 1, 1, 3, 8]


@given(SEEDS)
def test_a_subset_is_part_of_a_larger_one_in_the_same_order(seed):
    images = noise()
    small, large = subset(images, 3, seed), subset(images, 8, seed)
    assert np.bincount(small.labels).tolist() == [3] * 4
    assert pixels(small) <= pixels(large) <= pixels(images)
    assert (np.diff(large.concepts) > 0).all()


@given(SEEDS)
def test_the_order_of_the_images_draws_no_others(seed):
    images = noise()
    shuffled = taken(images, np.random.default_rng(seed).permutation(len(images)))
    assert pixels(subset(images, 5, seed)) == pixels(subset(shuffled, 5, seed))
    assert pixels(imbalanced(images, "linear", seed)) == pixels(
        imbalanced(shuffled, "linear", seed)
    )


@given(SHARES, SEEDS)
def test_wrong_labels_of_a_smaller_share_stay_in_a_larger_one(shares, seed):
    images = noise()
    few, many = (noisy_labels(images, share, seed) for share in shares)
    wrong, more = (each.labels != images.labels for each in (few, many))
    assert [wrong.sum(), more.sum()] == [round(share * 120) for share in shares]
    assert (few.labels[wrong] == many.labels[wrong]).all()
    assert set(many.labels) <= set(range(4))


def test_every_wrong_class_is_as_likely():
    images = noise(6000, 4)
    wrong = noisy_labels(images, 1.0, seed=3)
    counts = np.bincount((wrong.labels - images.labels) % 4, minlength=4)
    assert counts[0] == 0
    # Five standard deviations of a share of a third.
    assert np.abs(counts[1:] - 2000).max() < 5 * np.sqrt(6000 * 2 / 9)


@given(SHARES, SEEDS)
def test_labels_of_a_smaller_share_are_among_those_of_a_larger_one(shares, seed):
    images = noise()
    few, many = (few_labels(images, seed, share=share) for share in shares)
    kept = few.labels != NO_LABEL
    assert (few.labels[kept] == images.labels[kept]).all()
    assert (many.labels[kept] == images.labels[kept]).all()
    assert (few.images == images.images).all()


def test_the_labels_that_are_left_are_those_of_the_subset():
    images = noise()
    few = few_labels(images, 5, per_class=2)
    assert pixels(labelled(few)) == pixels(subset(images, 2, 5))
    assert (labelled(few).labels != NO_LABEL).all()


def test_different_seeds_draw_different_images():
    assert pixels(subset(noise(), 5, 0)) != pixels(subset(noise(), 5, 1))


def test_images_without_a_label_get_no_wrong_one():
    few = few_labels(noise(), 0, per_class=3)
    assert ((noisy_labels(few, 1.0, 0).labels == NO_LABEL) == (few.labels == NO_LABEL)).all()
    assert len(imbalanced(few, "linear", 0)) == 108 + 1 + 2 + 2 + 3


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: subset(noise(), 0, 0), "per_class must be at least 1, got 0"),
        (lambda: subset(noise(), 31, 0), "31 images of every class are wanted, noise has 30 of"),
        (lambda: noisy_labels(noise(), 1.5, 0), r"share must be in \[0, 1\], got 1.5"),
        (lambda: noisy_labels(noise(4, 1), 0.5, 0), "needs at least 2 classes, noise has 1"),
        (lambda: few_labels(noise(), 0), "give per_class or share, one of them, got None and None"),
        (lambda: few_labels(noise(), 0, per_class=1, share=0.5), "got 1 and 0.5"),
        (lambda: imbalanced.__wrapped__(noise(), "steep", 0), "kind must be one of linear, expon"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@given(SHARES)
def test_what_is_held_out_is_the_rest_and_part_of_a_larger_share(shares):
    images = noise()
    (_, fewer), (kept, more) = (held_out(images, share) for share in shares)
    assert len(more) == math.ceil(shares[1] * 120)
    assert pixels(fewer) <= pixels(more)
    assert not pixels(kept) & pixels(more)
    assert pixels(kept) | pixels(more) == pixels(images)


def test_images_of_equal_pixels_are_held_out_together():
    images = noise()
    twice = taken(images, np.repeat(np.arange(120), 2))
    kept, held = held_out(twice, 0.1)
    assert len(held) == 24
    assert not pixels(kept) & pixels(held)


@pytest.mark.parametrize(
    "make",
    [
        lambda images, _: labelled(images),
        lambda images, _: held_out(images, 0.1)[0],
        lambda images, seed: subset(images, 30, seed),
        lambda images, seed: imbalanced(images, "linear", seed),
        lambda images, seed: noisy_labels(images, 0.5, seed),
        lambda images, seed: few_labels(images, seed, per_class=3),
    ],
    ids=["labelled", "held out", "subset", "imbalanced", "noisy labels", "few labels"],
)
@given(SEEDS)
def test_what_is_changed_is_a_copy(make, seed):
    images = noise()
    for array in (images.images, images.labels, images.concepts, images.domains):
        array.setflags(write=False)
    made = make(images, seed)
    assert all(
        not np.shares_memory(ours, theirs) or not ours.flags.writeable
        for ours, theirs in (
            (made.images, images.images),
            (made.labels, images.labels),
            (made.concepts, images.concepts),
            (made.domains, images.domains),
        )
    )
    assert (images.labels == noise().labels).all()
    assert (images.images == noise().images).all()
