"""The narrow residual networks for images of 32 px that distillation is compared on."""

from torch import nn

from contracode.encoders.images.residual import (
    basic_block,
    draw_kaiming_weights,
    mean_over_places,
    stem,
)
from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.images.widths import scaled

NARROW = (16, 16, 32, 64)
"""Channels of the stem and of the three groups."""
WIDE = (32, 64, 128, 256)
"""Those of the networks called x4."""


def cifar_resnet(
    depth: int,
    channels: int,
    *,
    widths: tuple[int, int, int, int] = NARROW,
    width_multiplier: float = 1.0,
) -> ImageEncoder:
    """Three stages of basic blocks; the first is the stem with the first group.

    Maps have the images' size, a half and a quarter of it; the vector is the last map's mean.

    Args:
        depth: layers with a classifier: 6 a block of each group, and 2.
        channels: of the images.
        widths: channels of the stem and the three groups.
        width_multiplier: times all of these.

    Raises:
        ValueError: the depth is none of 8, 14, 20 and so on.

    Source: He et al. 2015, arXiv 1512.03385, section 4.2; RepDistiller, models/resnet.py.
    Differs: from the paper in shortcuts between groups, which are 1 x 1 convolutions here, as
    RepDistiller has them; the mean is over the whole last map, which is its 8 x 8 at 32 px.
    """
    blocks, rest = divmod(depth - 2, 6)
    if rest or blocks < 1:
        raise ValueError(f"depth must be 8, 14, 20 and so on by sixes, got {depth}")
    first, *groups = (scaled(width, width_multiplier) for width in widths)
    stages = []
    before = first
    for number, width in enumerate(groups):
        stride = 1 if number == 0 else 2
        group = [basic_block(before, width, stride)]
        group += [basic_block(width, width, 1) for _ in range(blocks - 1)]
        beginning = [stem("small", channels, first)] if number == 0 else []
        stages.append(nn.Sequential(*beginning, *group))
        before = width
    encoder = ImageEncoder(stages, groups, mean_over_places(), groups[-1])
    draw_kaiming_weights(encoder)
    return encoder
