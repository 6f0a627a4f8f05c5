"""Views of images: random crops, flips and colours of a whole batch, on its device."""

from contracode.views.images.augmentation import Augmentation, ViewsConfig

__all__ = ["Augmentation", "ViewsConfig"]
