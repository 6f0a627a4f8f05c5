"""From images to vectors, by any encoder, block by block."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Int64, UInt8

from contracode.corpus.images.image_set import ImageSet
from contracode.corpus.images.variants import labelled

Encode = Callable[
    [UInt8[np.ndarray, "images height width channels"]], Float32[np.ndarray, "images dim"]
]
"""An encoder in use: it brings images to the size and the channels that it wants."""

BLOCK = 1024
"""Images that are encoded at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splits:
    """A data set to measure on."""

    train: ImageSet
    """What probes are fitted on; those of its images without a label are left out."""
    valid: ImageSet
    """What strengths and temperatures are chosen on."""
    test: ImageSet

    def __post_init__(self) -> None:
        if not self.train.classes == self.valid.classes == self.test.classes:
            raise ValueError(
                f"the splits must have the same classes, got {len(self.train.classes)}, "
                f"{len(self.valid.classes)} and {len(self.test.classes)}, or other names"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """The labelled images of a set as vectors."""

    vectors: Float32[np.ndarray, "images dim"]
    labels: Int64[np.ndarray, " images"]

    @property
    def pair(self) -> tuple[Float32[np.ndarray, "images dim"], Int64[np.ndarray, " images"]]:
        """Vectors and labels."""
        return self.vectors, self.labels


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedSplits:
    """A data set as vectors; each image was encoded once."""

    train: Encoded
    valid: Encoded
    test: Encoded
    classes: int


def encoded_images(
    encode: Encode,
    images: UInt8[np.ndarray, "images height width channels"],
    *,
    block: int = BLOCK,
) -> Float32[np.ndarray, "images dim"]:
    """One row an image: vectors, or the logits of a classifier.

    Raises:
        ValueError: ``block`` is below 1, there are no images, or a block came back with another
            number of rows.
    """
    if block < 1:
        raise ValueError(f"block must be at least 1, got {block}")
    if not len(images):
        raise ValueError("at least one image is needed, got none")
    rows = []
    for start in range(0, len(images), block):
        some = images[start : start + block]
        found = np.asarray(encode(some), np.float32)
        if len(found) != len(some):
            raise ValueError(f"the encoder made {len(found)} vectors of {len(some)} images")
        rows.append(found)
    return np.concatenate(rows)


def encoded_splits(encode: Encode, splits: Splits, *, block: int = BLOCK) -> EncodedSplits:
    """All labelled images as vectors.

    Raises:
        ValueError: a split has no labelled images, or `encoded_images` would refuse.
    """

    def part(images: ImageSet) -> Encoded:
        known = labelled(images)
        vectors = encoded_images(encode, known.images, block=block)
        return Encoded(vectors=vectors, labels=known.labels)

    return EncodedSplits(
        train=part(splits.train),
        valid=part(splits.valid),
        test=part(splits.test),
        classes=len(splits.train.classes),
    )
