"""Encoders of images: one architecture a file, all in stages."""

from contracode.encoders.images.build import (
    ARCHITECTURES,
    Architecture,
    ImageEncoderConfig,
    build_image_encoder,
)
from contracode.encoders.images.cost import (
    Cost,
    activation_shares,
    cost,
    costs,
    multiply_accumulates,
    trained_parameters,
)
from contracode.encoders.images.staged import ImageEncoder

__all__ = [
    "ARCHITECTURES",
    "Architecture",
    "Cost",
    "ImageEncoder",
    "ImageEncoderConfig",
    "activation_shares",
    "build_image_encoder",
    "cost",
    "costs",
    "multiply_accumulates",
    "trained_parameters",
]
