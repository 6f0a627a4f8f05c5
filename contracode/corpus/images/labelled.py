"""Records of images that have a class and nothing more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from contracode.corpus.images.records import ImageRecord
from contracode.corpus.splits import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What all images of a collection have in common."""

    classes: tuple[str, ...]
    vendor: str
    licence: str


def labelled_records(
    collection: Collection,
    ids: Sequence[str],
    pictures: UInt8[np.ndarray, "images height width"],
    labels: Sequence[int],
    splits: Sequence[Split],
) -> Iterator[ImageRecord]:
    """Records of grey images, in order."""
    _, height, width = pictures.shape
    for name, picture, label, split in zip(ids, pictures, labels, splits, strict=True):
        yield ImageRecord(
            id=name,
            pixels=picture.tobytes(),
            height=height,
            width=width,
            channels=1,
            label=label,
            name=collection.classes[label],
            concept="",
            group="",
            subgroup="",
            family="",
            vendor=collection.vendor,
            licence=collection.licence,
            split=split,
        )
