"""Image encoders by name, with fresh weights."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

import torch
from jaxtyping import Float
from pydantic import ConfigDict, with_config
from torch import Tensor, nn

from contracode.encoders.images.cifar_resnet import WIDE, cifar_resnet
from contracode.encoders.images.pac_bayes_nets import pac_bayes_cnn, pac_bayes_mlp
from contracode.encoders.images.progressive_resnet import progressive_resnet50
from contracode.encoders.images.resnet import resnet
from contracode.encoders.images.small_alexnet import small_alexnet
from contracode.encoders.images.staged import ImageEncoder

Architecture = Literal[
    "small_alexnet",
    "resnet8",
    "resnet14",
    "resnet20",
    "resnet32",
    "resnet44",
    "resnet56",
    "resnet110",
    "resnet8x4",
    "resnet32x4",
    "resnet18",
    "resnet50",
    "resnet50_imagenet",
    "progressive_resnet50",
    "progressive_resnet50_imagenet",
    "pac_bayes_cnn",
    "pac_bayes_mlp",
]
ARCHITECTURES: tuple[Architecture, ...] = get_args(Architecture)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ImageEncoderConfig:
    """Which image encoder, and how wide."""

    architecture: Architecture
    """Its name; those of ``_imagenet`` have the stem for images of 224 px."""
    width_multiplier: float = 1.0
    """Times all channels and widths; 1.0 is the published network, less makes it affordable."""
    reads: Literal["image", "edges"] = "image"
    """What its first convolution gets: the image, or the slope of each of its channels (Sobel)."""

    def __post_init__(self) -> None:
        if not 0 < self.width_multiplier < math.inf:
            raise ValueError(
                f"encoder.width_multiplier must be > 0 and finite, got {self.width_multiplier}"
            )


_Make = Callable[[int, int, float], ImageEncoder]
"""From channels, size and width multiplier."""


def build_image_encoder(
    config: ImageEncoderConfig, channels: int, size: int, seed: int
) -> ImageEncoder:
    """An encoder with fresh weights; the same seed gives the same, global state stays as it was.

    Args:
        config: which one.
        channels: of the images, 1 for grey or 3 for colour.
        size: height and width of the images in pixels. Only ``small_alexnet`` and the networks of
            PAC-Bayes depend on it; the others take images of any size.
        seed: of the weights.

    Raises:
        ValueError: channels or size are not positive, or the images are too small for it.
    """
    if channels < 1 or size < 1:
        raise ValueError(
            f"images need at least 1 channel and 1 px, got {channels} channels of {size} px"
        )
    with torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        encoder = _MAKERS[config.architecture](channels, size, config.width_multiplier)
    if config.reads == "edges":
        encoder.stages[0] = nn.Sequential(_Edges(), encoder.stages[0])
    return encoder


class _Edges(nn.Module):
    """Each channel's slope at every place; borders are repeated, so that the frame is no edge."""

    def forward(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch channels height width"]:
        """About 0 where all is even, near 0.7 at most where values go from 0 to 1."""
        from kornia.filters import sobel  # Seconds to import, for few encoders.

        found: Tensor = sobel(images)
        return found


def _cifar(depth: int, channels: int, size: int, multiplier: float) -> ImageEncoder:
    del size
    return cifar_resnet(depth, channels, width_multiplier=multiplier)


def _wide_cifar(depth: int, channels: int, size: int, multiplier: float) -> ImageEncoder:
    del size
    return cifar_resnet(depth, channels, widths=WIDE, width_multiplier=multiplier)


_MAKERS: Mapping[Architecture, _Make] = {
    "small_alexnet": lambda c, s, m: small_alexnet(c, s, width_multiplier=m),
    "resnet8": partial(_cifar, 8),
    "resnet14": partial(_cifar, 14),
    "resnet20": partial(_cifar, 20),
    "resnet32": partial(_cifar, 32),
    "resnet44": partial(_cifar, 44),
    "resnet56": partial(_cifar, 56),
    "resnet110": partial(_cifar, 110),
    "resnet8x4": partial(_wide_cifar, 8),
    "resnet32x4": partial(_wide_cifar, 32),
    "resnet18": lambda c, _, m: resnet(18, c, width_multiplier=m),
    "resnet50": lambda c, _, m: resnet(50, c, width_multiplier=m),
    "resnet50_imagenet": lambda c, _, m: resnet(50, c, first="imagenet", width_multiplier=m),
    "progressive_resnet50": lambda c, _, m: progressive_resnet50(c, width_multiplier=m),
    "progressive_resnet50_imagenet": lambda c, _, m: progressive_resnet50(
        c, first="imagenet", width_multiplier=m
    ),
    "pac_bayes_cnn": lambda c, s, m: pac_bayes_cnn(c, s, width_multiplier=m),
    "pac_bayes_mlp": lambda c, s, m: pac_bayes_mlp(c * s * s, width_multiplier=m),
}
