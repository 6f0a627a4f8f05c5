"""What every image encoder is: stages one after the other, and a tail that makes a vector."""

from collections.abc import Sequence

from jaxtyping import Float
from torch import Tensor, nn


class ImageEncoder(nn.Module):
    """Stages of convolutions, then a tail from the last map to one vector an image.

    Args:
        stages: each takes the map of the one before; the first takes the images.
        channels: of the map after each stage.
        tail: from the last map to vectors, such as a mean over places.
        width: length of these vectors.

    Raises:
        ValueError: there are not as many channels as stages.
    """

    def __init__(
        self, stages: Sequence[nn.Module], channels: Sequence[int], tail: nn.Module, width: int
    ) -> None:
        super().__init__()
        if len(stages) != len(channels):
            raise ValueError(
                f"every stage has its channels, got {len(stages)} stages and {len(channels)}"
            )
        self.stages = nn.ModuleList(stages)
        self.tail = tail
        self.channels = tuple(channels)
        self.width = width

    def maps(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> list[Float[Tensor, "batch _ _ _"]]:
        """The map after each stage, first to last."""
        found = []
        for stage in self.stages:
            images = stage(images)
            found.append(images)
        return found

    def forward(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch dim"]:
        """One vector an image."""
        vectors: Tensor = self.tail(self.maps(images)[-1])
        return vectors
