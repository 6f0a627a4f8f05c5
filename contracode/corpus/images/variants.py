"""Sets made from a set: fewer images, uneven classes, wrong labels, few labels.

Which images are taken hangs on their pixels and a seed, never on their order or on who else is
there, and a smaller share is part of a larger one. Images of equal pixels have equal luck.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
from jaxtyping import Int64, UInt64

from contracode.corpus.images.image_set import NO_LABEL, ImageSet

Imbalance = Literal["linear", "exponential"]
"""How the share of a class that is kept grows with its number."""


def taken(images: ImageSet, places: Int64[np.ndarray, " taken"]) -> ImageSet:
    """The images at these places, in this order."""
    return replace(
        images,
        images=images.images[places],
        labels=images.labels[places],
        concepts=images.concepts[places],
        domains=images.domains[places],
    )


def labelled(images: ImageSet) -> ImageSet:
    """The images whose class is known."""
    return taken(images, np.flatnonzero(images.labels != NO_LABEL))


def subset(images: ImageSet, per_class: int, seed: int) -> ImageSet:
    """As many images of every class, in their order; none without a label.

    Raises:
        ValueError: ``per_class`` is below 1, or a class has fewer images.
    """
    return taken(images, _of_each_class(images, per_class, seed))


def held_out(images: ImageSet, share: float) -> tuple[ImageSet, ImageSet]:
    """All images but a share of them, and that share, rounded up; of equal pixels all or none.

    Raises:
        ValueError: ``share`` is outside [0, 1].
    """
    _check_share(share)
    luck = _luck(images, 0, "held out")
    count = math.ceil(share * len(images))
    held = luck <= np.sort(luck)[count - 1] if count else np.zeros(len(images), bool)
    return taken(images, np.flatnonzero(~held)), taken(images, np.flatnonzero(held))


def imbalanced(images: ImageSet, kind: Imbalance, seed: int) -> ImageSet:
    """Classes of different sizes: of the first one the fewest images are kept, of the last all.

    Class i of C, from 0, keeps the share ``(i + 1) / C`` (linear) or ``exp(i + 1 - C)``
    (exponential), rounded, and at least one image. Images without a label are kept.

    Raises:
        ValueError: there is no such kind.

    Source: Zheng et al. 2021, arXiv 2105.03746, the imbalanced CIFAR of its released code.
    Differs: no class is left without images, and its seed of 2021 draws others.
    """
    if kind not in get_args(Imbalance):
        raise ValueError(f"kind must be one of {', '.join(get_args(Imbalance))}, got {kind!r}")
    count = len(images.classes)
    kept = [np.flatnonzero(images.labels == NO_LABEL)]
    for label, places in _by_luck(images, seed):
        share = (label + 1) / count if kind == "linear" else np.exp(label + 1 - count)
        kept.append(places[: max(1, round(share * len(places)))])
    return taken(images, np.sort(np.concatenate(kept)))


def noisy_labels(images: ImageSet, share: float, seed: int) -> ImageSet:
    """The same images, a share of the labels replaced by a wrong one, all others as likely.

    Args:
        images: those without a label keep none.
        share: of the labelled images, in [0, 1]; their number is rounded. A larger share leaves
            the wrong labels of a smaller one as they are.
        seed: of the draws.

    Raises:
        ValueError: ``share`` is outside [0, 1], or there is but one class.
    """
    _check_share(share)
    count = len(images.classes)
    if count < 2:
        raise ValueError(f"a wrong label needs at least 2 classes, {images.name} has {count}")
    known = np.flatnonzero(images.labels != NO_LABEL)
    luck = _luck(images, seed, "noisy labels")
    wrong = known[np.argsort(luck[known], kind="stable")][: round(share * len(known))]
    steps = 1 + (_luck(images, seed, "wrong label")[wrong] % (count - 1)).astype(np.int64)
    labels = images.labels.copy()
    labels[wrong] = (labels[wrong] + steps) % count
    return replace(images, labels=labels)


def few_labels(
    images: ImageSet, seed: int, *, per_class: int | None = None, share: float | None = None
) -> ImageSet:
    """The same images, of which only some keep their label; the others get none.

    Args:
        images: labelled, in part or all.
        seed: of the draw.
        per_class: labels that are left in every class.
        share: of every class's labels, in [0, 1], rounded; at least one a class if not 0.

    Raises:
        ValueError: not exactly one of ``per_class`` and ``share`` is given, or it is out of range.
    """
    if (per_class is None) == (share is None):
        raise ValueError(f"give per_class or share, one of them, got {per_class} and {share}")
    if per_class is not None:
        kept = _of_each_class(images, per_class, seed)
    else:
        assert share is not None
        _check_share(share)
        least = 1 if share else 0
        parts = [
            places[: max(least, round(share * len(places)))] for _, places in _by_luck(images, seed)
        ]
        kept = np.concatenate(parts) if parts else np.empty(0, np.int64)
    labels = np.full_like(images.labels, NO_LABEL)
    labels[kept] = images.labels[kept]
    return replace(images, labels=labels)


def _of_each_class(images: ImageSet, per_class: int, seed: int) -> Int64[np.ndarray, " taken"]:
    if per_class < 1:
        raise ValueError(f"per_class must be at least 1, got {per_class}")
    kept = []
    for label, places in _by_luck(images, seed):
        if len(places) < per_class:
            raise ValueError(
                f"{per_class} images of every class are wanted, {images.name} has {len(places)} "
                f"of {images.classes[label]}"
            )
        kept.append(places[:per_class])
    return np.sort(np.concatenate(kept)) if kept else np.empty(0, np.int64)


def _by_luck(images: ImageSet, seed: int) -> Iterator[tuple[int, Int64[np.ndarray, " places"]]]:
    """Every class that is there, with the places of its images, the luckiest first."""
    # One order for all: the images of `subset` are those that `few_labels` leaves their labels.
    luck = _luck(images, seed, "taken")
    for label in np.unique(images.labels[images.labels != NO_LABEL]):
        places = np.flatnonzero(images.labels == label)
        yield int(label), places[np.argsort(luck[places], kind="stable")]


def _luck(images: ImageSet, seed: int, purpose: str) -> UInt64[np.ndarray, " images"]:
    """A number an image, uniform in [0, 2^64), from its pixels, the seed and what it is for."""
    key = f"{seed}/{purpose}".encode()
    start = hashlib.blake2b(key, digest_size=8)
    luck = np.empty(len(images), np.uint64)
    for place, pixels in enumerate(images.images):
        digest = start.copy()
        digest.update(pixels.tobytes())
        luck[place] = int.from_bytes(digest.digest(), "big")
    return luck


def _check_share(share: float) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"share must be in [0, 1], got {share}")
