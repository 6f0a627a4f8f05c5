"""What stands between a stage's map and a unit's loss; thrown away after training."""

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor, nn

from contracode.encoders.heads import ProjectionHead
from contracode.encoders.images.residual import normed_convolution
from contracode.encoders.images.staged import ImageEncoder
from contracode.methods.loco.schedule import Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class DecoderConfig:
    """A unit's decoder. Give every schedule the same one, or the decoder is what is compared."""

    blocks: int = 1
    """Residual blocks before the mean; 0 leaves the layers after it, SimCLR's head."""
    stride: int = 2
    """Of the first block; 1 loses most of what a block gains where gradients are local."""
    more_layers: int = 0
    """Linear layers with a ReLU before the two at the end; 2 in the paper's deeper comparison."""
    projected: int = 128
    """Length of the vectors compared."""

    def __post_init__(self) -> None:
        if self.blocks < 0 or self.more_layers < 0:
            raise ValueError(
                "blocks and more_layers must be >= 0, "
                f"got blocks={self.blocks} and more_layers={self.more_layers}"
            )
        if self.stride not in (1, 2):
            raise ValueError(f"stride must be 1 or 2, got {self.stride}")
        if self.projected < 1:
            raise ValueError(f"projected must be >= 1, got {self.projected}")


class Decoder(nn.Module):
    """Residual blocks, a mean over places, and linear layers with ReLUs between them.

    Source: Xiong, Ren, Urtasun 2020, arXiv 2008.01342, section 3: one block with stride 2, then
    two layers to 128 numbers.
    Differs: the paper doesn't say which residual block; here it is ResNet-50's, of three
    convolutions with a quarter of the channels between them.
    """

    def __init__(self, channels: int, config: DecoderConfig) -> None:
        super().__init__()
        strides = [config.stride, *[1] * (config.blocks - 1)][: config.blocks]
        self.blocks = nn.Sequential(*(_Bottleneck(channels, stride) for stride in strides))
        self.deeper = nn.Sequential(
            *(
                layer
                for _ in range(config.more_layers)
                for layer in (nn.Linear(channels, channels), nn.ReLU(inplace=True))
            )
        )
        self.head = ProjectionHead(channels, config.projected)

    def forward(
        self, maps: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch dim"]:
        """One vector a map, not of unit length."""
        pooled = self.blocks(maps).mean((2, 3))  # (batch, channels)
        projected: Tensor = self.head(self.deeper(pooled))
        return projected


def decoders_for(encoder: ImageEncoder, schedule: Schedule, config: DecoderConfig) -> nn.ModuleList:
    """A decoder for each of the schedule's units, lowest first, drawn by torch's own generator."""
    places = schedule.places(len(encoder.stages))
    return nn.ModuleList(Decoder(encoder.channels[place], config) for place in places)


class _Bottleneck(nn.Module):
    """Channels to a quarter, 3 x 3 with the stride, and back; added to the map, fitted to it."""

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        narrow = max(1, channels // 4)
        self.inner = nn.Sequential(
            *normed_convolution(channels, narrow, 1),
            nn.ReLU(inplace=True),
            *normed_convolution(narrow, narrow, 3, stride),
            nn.ReLU(inplace=True),
            *normed_convolution(narrow, channels, 1),
        )
        self.shortcut = (
            nn.Identity()
            if stride == 1
            else nn.Sequential(*normed_convolution(channels, channels, 1, stride))
        )
        self.relu = nn.ReLU(inplace=True)

    def forward(self, maps: Float[Tensor, "batch channels _ _"]) -> Float[Tensor, "batch _ _ _"]:
        found: Tensor = self.relu(self.inner(maps) + self.shortcut(maps))
        return found
