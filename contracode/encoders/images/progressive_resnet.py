"""Progressive ResNet-50: maps shrink little by little, so that no stage holds most of the memory.

Source: Xiong, Ren, Urtasun 2020, arXiv 2008.01342, appendix. It states six stages of three
bottlenecks, their base channels, sizes and groups, 4.16 GFLOPs and each stage's share of the memory
of activations; no code was released. Chosen here, because these figures then come out:

* the base channels are the width of a bottleneck's 3 x 3 convolution, which has the groups;
* blocks put out once their width in the first two stages, 8/3 of it in the third and three times it
  after that. Channels x places of the blocks' outputs then have the published shares to every
  digit: 15.46, 10.96, 19.48, 17.31, 19.48, 17.31 %;
* the stem is ImageNet's (7 x 7 with stride 2, then a maximum) with the first stage's 56 channels;
* a stage's first block gets the resized map, in its branch and in its shortcut.

That makes 4.19 G multiply-accumulates at 224 px, 0.8 % above the published 4.16.
"""

from typing import NamedTuple

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

from contracode.encoders.images.residual import (
    Stem,
    bottleneck,
    draw_kaiming_weights,
    mean_over_places,
    stem,
)
from contracode.encoders.images.staged import ImageEncoder
from contracode.encoders.images.widths import scaled, scaled_in_groups


class _Stage(NamedTuple):
    base: int
    """Channels of the 3 x 3 convolutions."""
    out: int
    """Channels that a block puts out."""
    groups: int
    side: int
    """Height and width of the map for images of 224 px, with ImageNet's stem."""


_STAGES = (
    _Stage(56, 56, 1, 56),
    _Stage(96, 96, 1, 36),
    _Stage(144, 384, 1, 24),
    _Stage(256, 768, 2, 16),
    _Stage(512, 1536, 16, 12),
    _Stage(1024, 3072, 128, 8),
)
_BLOCKS = 3


class Resize(nn.Module):
    """Bilinear change of a map's size by a factor, rounded, to 1 x 1 at least."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor

    def forward(
        self, maps: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch channels _ _"]:
        """The resized map."""
        size = [max(1, round(side * self.factor)) for side in maps.shape[2:]]
        return functional.interpolate(maps, size, mode="bilinear", align_corners=False)


def progressive_resnet50(
    channels: int, *, first: Stem = "small", width_multiplier: float = 1.0
) -> ImageEncoder:
    """Six stages of three bottlenecks each; the vector is the last map's mean.

    Maps have 56, 36, 24, 16, 12 and 8 parts of 56 of what the stem gives.

    Args:
        channels: of the images.
        first: the stem; ``imagenet`` is the published one.
        width_multiplier: times all channels; groups stay.

    Source: of this file.
    """
    before = scaled(_STAGES[0].out, width_multiplier)
    beginning: nn.Module = stem(first, channels, before)
    stages, outs = [], []
    for number, each in enumerate(_STAGES):
        width = scaled_in_groups(each.base, width_multiplier, each.groups)
        out = scaled(each.out, width_multiplier)
        blocks = [
            bottleneck(before if place == 0 else out, width, out, groups=each.groups)
            for place in range(_BLOCKS)
        ]
        if number > 0:
            beginning = Resize(each.side / _STAGES[number - 1].side)
        stages.append(nn.Sequential(beginning, *blocks))
        outs.append(out)
        before = out
    encoder = ImageEncoder(stages, outs, mean_over_places(), outs[-1])
    draw_kaiming_weights(encoder)
    return encoder
