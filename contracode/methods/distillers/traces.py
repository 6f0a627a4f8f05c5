"""What a network computed on its way to the logits."""

from dataclasses import dataclass

from jaxtyping import Float
from torch import Tensor, nn

from contracode.encoders.images.staged import ImageEncoder
from contracode.losses import accurate


@dataclass(frozen=True, slots=True)
class Shapes:
    """How wide a network is, for a distiller with trained parts."""

    channels: tuple[int, ...]
    """Of the map after each stage."""
    width: int
    """Length of the vectors before the classifier."""


@dataclass(frozen=True, slots=True)
class Traces:
    """One network's maps, vectors and logits of a batch."""

    maps: list[Float[Tensor, "batch _ _ _"]]
    """After each stage, first to last; the first stage includes the stem."""
    vectors: Float[Tensor, "batch dim"]
    """What the classifier gets."""
    logits: Float[Tensor, "batch classes"]

    @classmethod
    def of(
        cls,
        encoder: ImageEncoder,
        classifier: nn.Module,
        images: Float[Tensor, "batch channels height width"],
    ) -> "Traces":
        """Run the encoder and the classifier once. For a teacher do it under ``no_grad``."""
        maps = encoder.maps(images)
        vectors = encoder.tail(maps[-1])
        return cls(maps, vectors, classifier(vectors))

    @property
    def shapes(self) -> Shapes:
        """What a distiller is built from."""
        return Shapes(tuple(its.shape[1] for its in self.maps), self.vectors.shape[1])

    def accurate(self) -> "Traces":
        """In float32 at least."""
        return Traces(
            [accurate(its) for its in self.maps], accurate(self.vectors), accurate(self.logits)
        )

    def detached(self) -> "Traces":
        """Without gradient."""
        return Traces(
            [its.detach() for its in self.maps], self.vectors.detach(), self.logits.detach()
        )
