"""Light: fog, brightness, contrast."""

import math

import numpy as np
import torch
from jaxtyping import Float, Float64
from kornia.color import hsv_to_rgb, rgb_to_hsv
from torch import Tensor

from contracode.tasks.images.corruptions.draws import Draws


def fog(
    images: Float[Tensor, "images channels height width"], severity: int, draws: Draws
) -> Float[Tensor, "images channels height width"]:
    """A cloud, drawn for each image, before it; contrast falls as the cloud grows denser."""
    density, decay = ((0.2, 3.0), (0.5, 3.0), (0.75, 2.5), (1.0, 2.0), (1.5, 1.75))[severity - 1]
    height, width = images.shape[2:]
    side = 2 ** math.ceil(math.log2(max(height, width)))
    clouds = torch.from_numpy(_clouds(len(images), side, decay, draws)).to(images)
    brightest = images.amax(dim=(1, 2, 3), keepdim=True)
    foggy = images + density * clouds[:, None, :height, :width]
    return foggy * brightest / (brightest + density)


def brightness(
    images: Float[Tensor, "images channels height width"],
    severity: int,
    draws: Draws,  # noqa: ARG001 nothing is drawn
) -> Float[Tensor, "images channels height width"]:
    """More value in HSV; of a grey image, more of its one channel."""
    more = (0.05, 0.1, 0.15, 0.2, 0.3)[severity - 1]
    if images.shape[1] == 1:
        return images + more
    hue, saturation, value = rgb_to_hsv(images).unbind(dim=1)
    brighter: Tensor = hsv_to_rgb(torch.stack([hue, saturation, (value + more).clamp(0, 1)], dim=1))
    return brighter


def contrast(
    images: Float[Tensor, "images channels height width"],
    severity: int,
    draws: Draws,  # noqa: ARG001 nothing is drawn
) -> Float[Tensor, "images channels height width"]:
    """Every channel nearer to its mean over the image."""
    left = (0.75, 0.5, 0.4, 0.3, 0.15)[severity - 1]
    means = images.mean(dim=(2, 3), keepdim=True)
    return (images - means) * left + means


def _clouds(
    count: int, side: int, decay: float, draws: Draws
) -> Float64[np.ndarray, "count side side"]:
    """Height maps from 0 to 1 by the diamond-square algorithm, which wrap around at their edges.

    Args:
        count: of maps.
        side: a power of two.
        decay: what heights are divided by, twice, from one halving of the distances to the next.
        draws: where the heights come from.

    Source: Fournier, Fussell and Carpenter 1982, "Computer rendering of stochastic models"; the
    decay as in the code that made CIFAR-10-C.
    """
    maps = np.zeros((count, side, side))
    step, height = side, 1.0

    def around(
        total: Float64[np.ndarray, "count _ _"], purpose: str
    ) -> Float64[np.ndarray, "count _ _"]:
        drawn = draws.generator(f"{purpose}, {step}").uniform(-height, height, total.shape)
        heights: Float64[np.ndarray, "count _ _"] = total / 4 + drawn
        return heights

    while step >= 2:
        half = step // 2
        corners = maps[:, ::step, ::step]
        above = corners + np.roll(corners, -1, axis=1)
        beside = corners + np.roll(corners, -1, axis=2)
        centres = around(above + np.roll(above, -1, axis=2), "centres")
        maps[:, half::step, half::step] = centres
        maps[:, ::step, half::step] = around(beside + centres + np.roll(centres, 1, axis=1), "rows")
        maps[:, half::step, ::step] = around(above + centres + np.roll(centres, 1, axis=2), "lines")
        step, height = half, height / decay**2
    maps -= maps.min(axis=(1, 2), keepdims=True)
    maps /= maps.max(axis=(1, 2), keepdims=True)
    return maps
