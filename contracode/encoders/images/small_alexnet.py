"""The small AlexNet that alignment and uniformity, and CACR, were measured on."""

from torch import nn

from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.images.widths import scaled

_CHANNELS = (96, 192, 384, 384, 192)
_POOLED = (0, 1, 4)
_CONNECTED = 4096
_STD = 0.02
MIN_SIZE = 15
"""Smallest images, in pixels: the last map must have a place."""


def small_alexnet(channels: int, size: int, *, width_multiplier: float = 1.0) -> ImageEncoder:
    """Five stages of a 3 x 3 convolution, then fc6 and fc7; the vector is what fc7 gives.

    Each has BatchNorm and a ReLU; the first, second and fifth stage end with a 3 x 3 maximum of
    stride 2. The published fc8, from 4096 to 128, is a projection head and not part of this. First
    weights are normal with a deviation of 0.02, as in the released code.

    Args:
        channels: of the images.
        size: their height and width in pixels; the weights of fc6 depend on it.
        width_multiplier: times all channels and the widths of fc6 and fc7.

    Raises:
        ValueError: the images are smaller than 15 px.

    Source: Wang and Isola 2020, arXiv 2005.10242, appendix, and their released
    examples/stl10/encoder.py; Zheng et al. 2023, arXiv 2105.03746, at 32 px.
    """
    if size < MIN_SIZE:
        raise ValueError(f"small_alexnet needs images of at least {MIN_SIZE} px, got {size}")
    widths = [scaled(width, width_multiplier) for width in _CHANNELS]
    connected = scaled(_CONNECTED, width_multiplier)
    stages = []
    before, side = channels, size
    for number, width in enumerate(widths):
        layers = [
            nn.Conv2d(before, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
        ]
        if number in _POOLED:
            layers.append(nn.MaxPool2d(3, 2))
            side = (side - 1) // 2
        stages.append(nn.Sequential(*layers))
        before = width
    tail = nn.Sequential(
        nn.Flatten(),
        *_connected(widths[-1] * side * side, connected),
        *_connected(connected, connected),
    )
    encoder = ImageEncoder(stages, widths, tail, connected)
    for module in encoder.modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            nn.init.normal_(module.weight, 0, _STD)
    return encoder


def _connected(inputs: int, width: int) -> tuple[nn.Module, ...]:
    return nn.Linear(inputs, width, bias=False), nn.BatchNorm1d(width), nn.ReLU(inplace=True)
