"""Views of images: random crops, flips and colours of a whole batch."""

from contracode.views.images.augmentation import Augmentation, ViewsConfig

__all__ = ["Augmentation", "ViewsConfig"]
