"""What residual networks are made of: stems, blocks, the mean over places, first weights.

Source: He et al. 2015, arXiv 1512.03385; the stride of a bottleneck is in its 3 x 3 convolution and
a shortcut that changes shape is a 1 x 1 convolution with BatchNorm, as in torchvision and in the
networks of RepDistiller and of SupCon's released code.
"""

from typing import Literal

from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import functional

Stem = Literal["small", "imagenet"]


class ResidualBlock(nn.Module):
    """Adds what a branch makes of a map to the map, then a ReLU.

    Args:
        branch: ends without a ReLU.
        shortcut: brings the map to the branch's shape; nothing if it has it.
    """

    def __init__(self, branch: nn.Module, shortcut: nn.Module) -> None:
        super().__init__()
        self.branch = branch
        self.shortcut = shortcut
        self.relu = nn.ReLU(inplace=True)

    def forward(
        self, maps: Float[Tensor, "batch _ _ _"]
    ) -> Float[Tensor, "batch channels height width"]:
        """One block."""
        added: Tensor = self.relu(self.branch(maps) + self.shortcut(maps))
        return added


def basic_block(channels: int, width: int, stride: int) -> ResidualBlock:
    """Two 3 x 3 convolutions from ``channels`` to ``width``; the first has the stride."""
    branch = nn.Sequential(
        *normed_convolution(channels, width, 3, stride),
        nn.ReLU(inplace=True),
        *normed_convolution(width, width, 3),
    )
    return ResidualBlock(branch, _shortcut(channels, width, stride))


def bottleneck(
    channels: int, width: int, out: int, stride: int = 1, groups: int = 1
) -> ResidualBlock:
    """1 x 1 down to ``width``, 3 x 3 in groups with the stride, 1 x 1 up to ``out`` channels."""
    branch = nn.Sequential(
        *normed_convolution(channels, width, 1),
        nn.ReLU(inplace=True),
        *normed_convolution(width, width, 3, stride, groups),
        nn.ReLU(inplace=True),
        *normed_convolution(width, out, 1),
    )
    return ResidualBlock(branch, _shortcut(channels, out, stride))


def normed_convolution(
    channels: int, out: int, kernel: int, stride: int = 1, groups: int = 1
) -> tuple[nn.Conv2d, nn.BatchNorm2d]:
    """A convolution that keeps the size but for its stride, without bias, and its BatchNorm."""
    convolution = SameConvolution(
        channels, out, kernel, stride, padding=kernel // 2, groups=groups, bias=False
    )
    return convolution, nn.BatchNorm2d(out)


class SameConvolution(nn.Conv2d):
    """A convolution that pads by half of its kernel, and has no stride where a map has one place.

    That changes nothing of what it computes: there is no second place. But with a stride oneDNN's
    bfloat16 convolution (torch 2.13 on x86) sets only a part of the kernel's gradient there; the
    rest is whatever was in memory, NaN at times.
    """

    def forward(self, input: Float[Tensor, "batch _ _ _"]) -> Float[Tensor, "batch channels _ _"]:
        """One convolution."""
        sides = input.shape[-2:]
        stride = [step if side > 1 else 1 for step, side in zip(self.stride, sides, strict=True)]
        return functional.conv2d(
            input, self.weight, self.bias, stride, self.padding, self.dilation, self.groups
        )


def stem(kind: Stem, channels: int, width: int) -> nn.Sequential:
    """The first convolution: ``small`` is 3 x 3 and keeps the size, ``imagenet`` quarters it.

    The latter is 7 x 7 with stride 2, then a 3 x 3 maximum with stride 2.
    """
    if kind == "small":
        return nn.Sequential(*normed_convolution(channels, width, 3), nn.ReLU(inplace=True))
    return nn.Sequential(
        *normed_convolution(channels, width, 7, 2),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(3, 2, padding=1),
    )


def mean_over_places() -> nn.Sequential:
    """The tail of residual networks: each channel's mean."""
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())


def draw_kaiming_weights(network: nn.Module) -> None:
    """Convolutions as in He et al. 2015, arXiv 1502.01852, by outgoing connections; norms are 1, 0.

    The released code of RepDistiller and SupCon and torchvision do the same. The weights come from
    torch's global generator.
    """
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


def _shortcut(channels: int, out: int, stride: int) -> nn.Module:
    if channels == out and stride == 1:
        return nn.Identity()
    return nn.Sequential(*normed_convolution(channels, out, 1, stride))
