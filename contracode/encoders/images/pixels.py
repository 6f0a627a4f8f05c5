"""From pixels as they are stored to the numbers that encoders read; the only place that does it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Float32, UInt8
from torch import Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """Mean and deviation of each channel's pixels in [0, 1], as encoders want them taken out."""

    mean: tuple[float, ...]
    std: tuple[float, ...]
    """> 0."""

    def __post_init__(self) -> None:
        if len(self.mean) != len(self.std):
            raise ValueError(
                "there must be one mean and one deviation a channel, "
                f"got {len(self.mean)} and {len(self.std)}"
            )
        if not all(each > 0 for each in self.std):
            raise ValueError(f"deviations of pixels must be > 0, got {list(self.std)}")

    @classmethod
    def of(cls, images: UInt8[np.ndarray, "images height width channels"]) -> "Normalisation":
        """That of some images, by :func:`pixel_statistics`."""
        mean, std = pixel_statistics(images)
        return cls(mean=mean, std=std)

    def __call__(
        self, pixels: Float[Tensor, "images channels height width"]
    ) -> Float[Tensor, "images channels height width"]:
        """Pixels in [0, 1], less the mean, over the deviation."""
        centre, spread = (pixels.new_tensor(part)[:, None, None] for part in (self.mean, self.std))
        return (pixels - centre) / spread

    def of_bytes(
        self, images: UInt8[Tensor, "images channels height width"]
    ) -> Float32[Tensor, "images channels height width"]:
        """The same of bytes."""
        return self(images.to(torch.float32) / 255)


def normalise_pixels(
    images: UInt8[np.ndarray, "images height width channels"]
    | UInt8[Tensor, "images height width channels"],
    mean: Sequence[float],
    std: Sequence[float],
) -> Float32[Tensor, "images channels height width"]:
    """Scale bytes to [0, 1], subtract each channel's mean, divide by its deviation.

    Args:
        images: bytes; an array may be read-only, a tensor stays on its device.
        mean: of each channel, in [0, 1].
        std: deviation of each channel, in the same unit, > 0.

    Raises:
        ValueError: there is not one mean and one positive deviation a channel.
    """
    channels = images.shape[-1]
    if not len(mean) == len(std) == channels:
        raise ValueError(
            f"images of {channels} channels need as many means and deviations, "
            f"got {len(mean)} and {len(std)}"
        )
    if isinstance(images, np.ndarray):
        # A copy: torch would share the memory and warn where it may not write to it.
        images = torch.from_numpy(images.copy())
    normalisation = Normalisation(mean=tuple(mean), std=tuple(std))
    return normalisation.of_bytes(images.permute(0, 3, 1, 2)).contiguous()


def pixel_statistics(
    images: UInt8[np.ndarray, "images height width channels"],
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and deviation of each channel over all images and places, in [0, 1].

    A channel that is the same everywhere has a deviation of 1: dividing by it changes nothing.

    Raises:
        ValueError: there are no pixels.
    """
    if images.size == 0:
        raise ValueError("statistics need at least one pixel, got none")
    # By counting, exactly and without a copy of the images in floating point.
    counts = [np.bincount(images[..., c].ravel(), minlength=256) for c in range(images.shape[-1])]
    values = np.arange(256) / 255
    means, deviations = [], []
    for count in counts:
        share = count / count.sum()
        mean = float(share @ values)
        deviation = float(share @ (values - mean) ** 2) ** 0.5
        means.append(mean)
        deviations.append(deviation or 1.0)
    return tuple(means), tuple(deviations)
