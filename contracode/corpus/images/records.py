"""Record of one image, and the error-free way between its bytes and an array."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import UInt8

from contracode.corpus.splits import Split

IMAGES = "images"
"""Name of the table."""

Picture = UInt8[np.ndarray, "height width channels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRecord:
    """One image; the fields are the columns of the shards.

    Pixels are kept raw, not as PNG: the shards are compressed anyway, reading them is one copy
    and needs no decoder, and the bytes hang on no version of a compressor.
    """

    id: str
    """Unique in the data set, and says where the image comes from."""
    pixels: bytes
    """``height`` times ``width`` times ``channels`` bytes, row by row."""
    height: int
    width: int
    channels: int
    """1: grey; 3: red, green, blue."""
    label: int
    """Number of the class; the manifest lists their names."""
    name: str
    """What is to be seen."""
    concept: str
    """Images of one concept show the same thing, drawn anew: natural positives. Empty where no
    other image does."""
    group: str
    """Coarse kind of the thing; empty where the data set knows none."""
    subgroup: str
    """Finer kind of the thing; empty where the data set knows none."""
    family: str
    """Things so alike that a split must not part them; empty where an image stands for itself."""
    vendor: str
    """Who drew it or whose collection it is."""
    licence: str
    split: Split


def picture_of(record: ImageRecord) -> Picture:
    """The pixels of a record, read-only."""
    shape = (record.height, record.width, record.channels)
    return np.frombuffer(record.pixels, np.uint8).reshape(shape)
