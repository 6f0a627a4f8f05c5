"""Images made worse in common ways, after CIFAR-C, and the error under these.

Source: Hendrycks and Dietterich 2019, arXiv 1903.12261, and the code that made CIFAR-10-C
(`make_cifar_c.py` of its authors), whose strengths these are.
Differs: glass blur, snow and frost are not there, the last because it needs photographs. One draw
serves all five severities, so that they differ in strength alone. Values are rounded, not cut, to
integers, which would darken every image. Lengths in pixels grow with the shorter side over 32, and
are as published for smaller images. What else differs stands with each corruption.
"""

from contracode.tasks.images.corruptions.catalogue import CORRUPTIONS, SEVERITIES, corrupted
from contracode.tasks.images.corruptions.error import corruption_figures

__all__ = ["CORRUPTIONS", "SEVERITIES", "corrupted", "corruption_figures"]
