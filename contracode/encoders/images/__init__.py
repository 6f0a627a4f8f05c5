"""Encoders of images: one architecture a file, all in stages; what they cost; models in use."""

from contracode.encoders.images.build import (
    ARCHITECTURES,
    Architecture,
    ImageEncoderConfig,
    build_image_encoder,
)
from contracode.encoders.images.checkpoint import (
    SHIPPED,
    ImageManifest,
    read_image_checkpoint,
    read_image_manifest,
    write_image_checkpoint,
)
from contracode.encoders.images.cost import (
    Cost,
    activation_shares,
    cost,
    costs,
    multiply_accumulates,
    trained_parameters,
)
from contracode.encoders.images.embedder import ImageEmbedder
from contracode.encoders.images.pixels import normalise_pixels, pixel_statistics
from contracode.encoders.images.preparing import MAX_PIXELS, pixels_of, prepare
from contracode.encoders.images.staged import ImageEncoder

__all__ = [
    "ARCHITECTURES",
    "MAX_PIXELS",
    "SHIPPED",
    "Architecture",
    "Cost",
    "ImageEmbedder",
    "ImageEncoder",
    "ImageEncoderConfig",
    "ImageManifest",
    "activation_shares",
    "build_image_encoder",
    "cost",
    "costs",
    "multiply_accumulates",
    "normalise_pixels",
    "pixel_statistics",
    "pixels_of",
    "prepare",
    "read_image_checkpoint",
    "read_image_manifest",
    "trained_parameters",
    "write_image_checkpoint",
]
