"""From pixels to what encoders read, the same in training and in use."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, UInt8
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """Mean and standard deviation of the training pixels in [0, 1], one a channel."""

    mean: tuple[float, ...]
    std: tuple[float, ...]

    @classmethod
    def of(cls, images: UInt8[np.ndarray, "images height width channels"]) -> "Normalisation":
        """Those of some images; a channel without spread is only shifted."""
        channels = images.reshape(-1, images.shape[-1]).astype(np.float64) / 255
        std = channels.std(0)
        return cls(
            mean=tuple(channels.mean(0).tolist()),
            std=tuple(np.where(std > 0, std, 1.0).tolist()),
        )

    def __call__(
        self, pixels: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch channels height width"]:
        """Pixels in [0, 1] less the mean, over the standard deviation."""
        mean, std = (pixels.new_tensor(part)[:, None, None] for part in (self.mean, self.std))
        return (pixels - mean) / std
