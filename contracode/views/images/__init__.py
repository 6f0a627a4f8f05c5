"""Views of images: random crops, flips and colours of a whole batch, and other modalities."""

from contracode.views.images.augmentation import Augmentation, ViewsConfig
from contracode.views.images.modalities import chrominance, edges, lightness, without_colour

__all__ = [
    "Augmentation",
    "ViewsConfig",
    "chrominance",
    "edges",
    "lightness",
    "without_colour",
]
