"""Elastic deformation: the image tilted a little, and every pixel moved by a smooth field."""

import numpy as np
import torch
from jaxtyping import Float, Float64
from scipy.ndimage import gaussian_filter
from torch import Tensor
from torch.nn import functional

from contracode.tasks.images.corruptions.draws import Draws


def elastic(
    images: Float[Tensor, "images channels height width"], severity: int, draws: Draws
) -> Float[Tensor, "images channels height width"]:
    """An affine map that moves three corners, then a smooth field of moves, drawn for each image.

    Differs: the image is interpolated once for both, not twice; the published lengths, which are
    parts of a side of 32, are parts of the shorter side.
    """
    reach, smoothness, tilt = (
        (0.0, 0.0, 0.08),
        (0.05, 0.2, 0.07),
        (0.08, 0.06, 0.06),
        (0.1, 0.04, 0.05),
        (0.1, 0.03, 0.03),
    )[severity - 1]
    count, _, height, width = images.shape
    side = min(height, width)
    field = draws.generator("field").uniform(-1, 1, (count, 2, height, width))
    # A smoothness of 0 comes with a reach of 0.
    smooth = gaussian_filter(
        field, (0, 0, smoothness * side, smoothness * side), mode="reflect", truncate=3
    )
    rows, columns = np.mgrid[:height, :width].astype(np.float64)
    moved = np.stack([columns, rows]) + reach * side * smooth  # (images, 2, height, width)
    back = _tilts_undone(height, width, tilt * side, count, draws)  # (images, 2, 3)
    source = np.einsum("nij,njhw->nhwi", back[:, :, :2], moved) + back[:, None, None, :, 2]
    # From pixels to the unit of grid_sample: the outermost pixels' centres at -1 and 1.
    grid = torch.from_numpy(source / (np.array([width, height]) - 1) * 2 - 1).to(images)
    return functional.grid_sample(images, grid, padding_mode="reflection", align_corners=True)


def _tilts_undone(
    height: int, width: int, most: float, count: int, draws: Draws
) -> Float64[np.ndarray, "images 2 3"]:
    """For each image, the affine map of (x, y) that brings three moved corners back.

    The corners are those of a square about the centre, and moved by up to ``most`` pixels.
    """
    middle = np.array([height // 2, width // 2], np.float64)
    arm = min(height, width) // 3
    corners = middle + arm * np.array([[1, 1], [1, -1], [-1, -1]])
    away = corners + draws.generator("corners").uniform(-most, most, (count, 3, 2))
    known = np.concatenate([away, np.ones((count, 3, 1))], axis=2)
    undone = np.linalg.solve(known, np.broadcast_to(corners, (count, 3, 2)))
    return undone.transpose(0, 2, 1)
