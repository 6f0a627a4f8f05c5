"""Several random views of every image of a batch, on the batch's device, by kornia."""

from dataclasses import dataclass
from typing import Literal

import kornia.augmentation as kornia
import torch
from jaxtyping import Float, UInt8
from pydantic import ConfigDict, with_config
from torch import Tensor, nn


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsConfig:
    """How an image is seen in training."""

    number: int = 2
    """Views of an image in a step."""
    crop: Literal["resized", "padded", "none"] = "resized"
    """A part of the image brought back to its size; a shift of the padded image; or nothing."""
    least_area: float = 0.2
    """Smallest part of the image's area that a resized crop keeps."""
    padding: int = 4
    """Pixels that a padded crop may shift the image by."""
    flip: bool = True
    """Mirror left and right, half of the time."""
    jitter: float = 0.4
    """Brightness, contrast and, in colour, saturation change by up to this share."""
    hue: float = 0.1
    """In colour, hue turns by up to this share of the circle."""
    jitter_share: float = 0.8
    """Share of views that are jittered."""
    grey_share: float = 0.2
    """Share of views in colour that lose it."""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"views.number must be at least 1, got {self.number}")
        if not 0 < self.least_area <= 1:
            raise ValueError(f"views.least_area must be in (0, 1], got {self.least_area}")
        if self.padding < 0:
            raise ValueError(f"views.padding must be >= 0, got {self.padding}")
        for name in ("jitter", "jitter_share", "grey_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"views.{name} must be in [0, 1], got {getattr(self, name)}")
        if not 0 <= self.hue <= 0.5:
            raise ValueError(f"views.hue must be in [0, 0.5], got {self.hue}")


class Augmentation:
    """Makes views; what they look like depends on the images and the seed alone.

    Source: Chen et al. 2020, arXiv 2002.05709, appendix A, without blur, as for CIFAR; the padded
    crop is that of He et al. 2015, arXiv 1512.03385, section 4.2.
    """

    def __init__(self, config: ViewsConfig, *, size: int, channels: int) -> None:
        self._number = config.number
        self._places = nn.Sequential(*_places(config, size))
        self._channels = channels
        # Images in grey are jittered as if they had colour: kornia refuses them otherwise.
        self._jitter = _jitter(config, channels)
        self._grey = _grey(config, channels)

    def __call__(
        self, images: UInt8[Tensor, "batch channels height width"], seed: int
    ) -> Float[Tensor, "views batch channels height width"]:
        """Views in [0, 1], each drawn on its own."""
        repeated = images.repeat(self._number, 1, 1, 1).float() / 255
        # Kornia draws from torch's global state, which is put back afterwards.
        with torch.random.fork_rng(devices=_cuda_devices(images)), torch.no_grad():
            torch.random.manual_seed(seed)
            seen = self._places(repeated)
            if self._jitter is not None:
                seen = self._jitter(seen.expand(-1, 3, -1, -1))[:, : self._channels]
            if self._grey is not None:
                seen = self._grey(seen)
        views: Tensor = seen.clamp(0, 1)
        return views.view(self._number, *images.shape)


def _places(config: ViewsConfig, size: int) -> list[nn.Module]:
    parts: list[nn.Module] = []
    if config.crop == "resized":
        area = (config.least_area, 1.0)
        parts.append(kornia.RandomResizedCrop((size, size), area, cropping_mode="resample"))
    elif config.crop == "padded" and config.padding:
        parts.append(kornia.RandomCrop((size, size), config.padding))
    if config.flip:
        parts.append(kornia.RandomHorizontalFlip())
    return parts


def _jitter(config: ViewsConfig, channels: int) -> nn.Module | None:
    if not config.jitter or not config.jitter_share:
        return None
    saturation, hue = (config.jitter, config.hue) if channels == 3 else (0.0, 0.0)
    jitter: nn.Module = kornia.ColorJitter(
        config.jitter, config.jitter, saturation, hue, p=config.jitter_share
    )
    return jitter


def _grey(config: ViewsConfig, channels: int) -> nn.Module | None:
    if channels != 3 or not config.grey_share:
        return None
    grey: nn.Module = kornia.RandomGrayscale(p=config.grey_share)
    return grey


def _cuda_devices(images: Tensor) -> list[torch.device]:
    return [images.device] if images.device.type == "cuda" else []
