"""Other modalities of an image, for a student that sees something else than its teacher.

All take images with values in [0, 1] and draw nothing: a modality is a function of the image.
"""

import kornia
from jaxtyping import Float
from torch import Tensor

_LAB_LIGHTEST = 100.0
"""Lab's L goes from 0 to 100."""
_LAB_MOST_COLOURFUL = 110.0
"""In sRGB, Lab's a and b stay within 108 of 0."""


def edges(
    images: Float[Tensor, "batch channels height width"],
) -> Float[Tensor, "batch channels height width"]:
    """Each channel's slope at every place, by Sobel's filter; about 0 where all is even.

    The filter's weights sum to 1 on either side, so that an edge from 0 to 1 comes out near 0.7 at
    most. Borders are repeated: the frame of an image is no edge.
    """
    found: Tensor = kornia.filters.sobel(images)
    return found


def without_colour(
    images: Float[Tensor, "batch channels height width"],
) -> Float[Tensor, "batch channels height width"]:
    """Three equal channels of grey, so that any encoder of colours takes them.

    Raises:
        ValueError: images don't have three channels.
    """
    _demand_colours(images)
    grey: Tensor = kornia.color.rgb_to_grayscale(images)
    return grey.expand_as(images)


def lightness(
    images: Float[Tensor, "batch channels height width"],
) -> Float[Tensor, "batch 1 height width"]:
    """L of Lab, in [0, 1]: what the teacher sees where the student sees :func:`chrominance`.

    Raises:
        ValueError: images don't have three channels.
    """
    return _lab(images)[:, :1] / _LAB_LIGHTEST


def chrominance(
    images: Float[Tensor, "batch channels height width"],
) -> Float[Tensor, "batch 2 height width"]:
    """A and b of Lab, in [-1, 1]: colour without lightness; 0 for grey.

    Raises:
        ValueError: images don't have three channels.

    Source: Tian, Krishnan, Isola 2020, arXiv 1910.10699, cross-modal transfer from L to ab.
    """
    return _lab(images)[:, 1:] / _LAB_MOST_COLOURFUL


def _lab(
    images: Float[Tensor, "batch channels height width"],
) -> Float[Tensor, "batch 3 height width"]:
    _demand_colours(images)
    found: Tensor = kornia.color.rgb_to_lab(images)
    return found


def _demand_colours(images: Tensor) -> None:
    if images.shape[1] != 3:
        raise ValueError(f"images must have red, green and blue, got {images.shape[1]} channels")
