"""ResNet-18 and ResNet-50, for small images or for those of ImageNet's size."""

from typing import Literal

from torch import nn

from contracode.encoders.images.residual import (
    ResidualBlock,
    Stem,
    basic_block,
    bottleneck,
    draw_kaiming_weights,
    mean_over_places,
    stem,
)
from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.images.widths import scaled

_WIDTHS = (64, 128, 256, 512)
_BLOCKS = {18: (2, 2, 2, 2), 50: (3, 4, 6, 3)}
_EXPANSION = 4


def resnet(
    depth: Literal[18, 50],
    channels: int,
    *,
    first: Stem = "small",
    width_multiplier: float = 1.0,
) -> ImageEncoder:
    """Four stages: the stem with res2, res3, res4, res5; the vector is the last map's mean.

    With the small stem the maps are the whole, a half, a quarter and an eighth of the images' size;
    with ImageNet's, a quarter of that.

    Args:
        depth: 18 has basic blocks and vectors of 512, 50 has bottlenecks and 2048.
        channels: of the images.
        first: the stem.
        width_multiplier: times all channels.

    Source: He et al. 2015, arXiv 1512.03385, table 1; the small stem is that of Chen et al. 2020,
    arXiv 2002.05709, appendix B.9, and of SupCon's released code. LoCo (Xiong et al. 2020, arXiv
    2008.01342) cuts at the same four places.
    """
    width = scaled(_WIDTHS[0], width_multiplier)
    stages = []
    outs = []
    before = width
    for number, (base, blocks) in enumerate(zip(_WIDTHS, _BLOCKS[depth], strict=True)):
        out = scaled(base if depth == 18 else base * _EXPANSION, width_multiplier)
        narrow = scaled(base, width_multiplier)
        group: list[nn.Module] = [stem(first, channels, width)] if number == 0 else []
        for place in range(blocks):
            stride = 2 if place == 0 and number > 0 else 1
            group.append(_block(depth, before, narrow, out, stride))
            before = out
        stages.append(nn.Sequential(*group))
        outs.append(out)
    encoder = ImageEncoder(stages, outs, mean_over_places(), outs[-1])
    draw_kaiming_weights(encoder)
    return encoder


def _block(depth: int, channels: int, narrow: int, out: int, stride: int) -> ResidualBlock:
    if depth == 18:
        return basic_block(channels, out, stride)
    return bottleneck(channels, narrow, out, stride)
