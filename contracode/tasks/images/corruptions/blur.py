"""Blur: out of focus, in motion, zoomed."""

import math

import numpy as np
import torch
from jaxtyping import Float
from kornia.filters import filter2d, gaussian_blur2d
from torch import Tensor
from torch.nn import functional

from contracode.tasks.images.corruptions.draws import Draws

_SIDE = 32
"""Of the images for which lengths in pixels are published."""


def defocus_blur(
    images: Float[Tensor, "images channels height width"],
    severity: int,
    draws: Draws,  # noqa: ARG001 nothing is drawn
) -> Float[Tensor, "images channels height width"]:
    """Every point is a disc, softened at its edge.

    Up to severity 3 the disc of small images is one pixel, and only what softens it, over 3 x 3
    pixels, blurs.
    """
    radius, softness = ((0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1.0, 0.2), (1.5, 0.1))[severity - 1]
    radius *= _growth(images)
    reach = math.ceil(radius) + 1
    places = torch.arange(-reach, reach + 1, dtype=images.dtype)
    disc = (places[:, None] ** 2 + places**2 <= radius**2).to(images.dtype)
    kernel = gaussian_blur2d((disc / disc.sum())[None, None], (3, 3), (softness, softness))[0]
    return filter2d(images, kernel, border_type="reflect")


def motion_blur(
    images: Float[Tensor, "images channels height width"], severity: int, draws: Draws
) -> Float[Tensor, "images channels height width"]:
    """Half a Gaussian along a direction up to 45 degrees from the vertical, drawn for each image.

    Differs: after the description of ImageMagick's motion blur, which the published code calls;
    not compared with it. Weights below ``exp(-8)`` are left out.
    """
    radius, deviation = ((6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5))[severity - 1]
    growth = _growth(images)
    reach = min(2 * radius * growth, 4 * deviation * growth)
    steps = np.arange(math.floor(reach) + 1)
    weights = np.exp(-((steps / (deviation * growth)) ** 2) / 2)
    angles = np.deg2rad(draws.generator("angles").uniform(-45, 45, len(images)))
    blurred = torch.zeros_like(images)
    for step, weight in zip(steps, weights / weights.sum(), strict=True):
        down = np.round(step * np.cos(angles)).astype(np.int64)
        right = np.round(step * np.sin(angles)).astype(np.int64)
        blurred += weight * _moved(images, torch.from_numpy(down), torch.from_numpy(right))
    return blurred


def zoom_blur(
    images: Float[Tensor, "images channels height width"],
    severity: int,
    draws: Draws,  # noqa: ARG001 nothing is drawn
) -> Float[Tensor, "images channels height width"]:
    """The mean of the image and of itself zoomed in by 0, 1, 2, ... per cent.

    Differs: every zoom is about the very centre and by the very factor; the published code rounds
    both to whole pixels, which leaves small zooms of small images without effect.
    """
    most = (5, 10, 15, 20, 25)[severity - 1]
    total = images.clone()
    for per_cent in range(most + 1):
        shrink = 1 / (1 + per_cent / 100)
        matrix = torch.tensor([[shrink, 0.0, 0.0], [0.0, shrink, 0.0]]).to(images)
        grid = functional.affine_grid(
            matrix.expand(1, 2, 3), [1, *images.shape[1:]], align_corners=False
        )
        total += functional.grid_sample(
            images,
            grid.expand(len(images), -1, -1, -1),
            padding_mode="border",
            align_corners=False,
        )
    return total / (most + 2)


def _growth(images: Float[Tensor, "images channels height width"]) -> float:
    return max(1.0, min(images.shape[2:]) / _SIDE)


def _moved(
    images: Float[Tensor, "images channels height width"], down: Tensor, right: Tensor
) -> Float[Tensor, "images channels height width"]:
    """Every image moved by its own pixels; what comes in repeats the edge."""
    count, channels, height, width = images.shape
    rows = (torch.arange(height) - down[:, None]).clamp(0, height - 1)  # (images, height)
    columns = (torch.arange(width) - right[:, None]).clamp(0, width - 1)  # (images, width)
    places = (rows[:, :, None] * width + columns[:, None]).reshape(count, 1, -1)
    flat = images.reshape(count, channels, -1)
    return flat.gather(2, places.expand(-1, channels, -1)).reshape(images.shape)
