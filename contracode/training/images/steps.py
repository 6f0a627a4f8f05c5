"""The steps of a run on images: which images, and how they are seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor

from contracode.encoders.images.pixels import Normalisation
from contracode.seeds import seed_for
from contracode.training.meter import Meter
from contracode.views import RecordOrder
from contracode.views.images import Augmentation


@dataclass(frozen=True, slots=True)
class Pool:
    """The training images, on the device, with all that is known of them."""

    images: UInt8[Tensor, "pool channels height width"]
    labels: Int[Tensor, " pool"]
    """Class; -1 where none is known."""
    concepts: Int[Tensor, " pool"]
    """Equal numbers show the same thing."""

    def __len__(self) -> int:
        return len(self.images)


@dataclass(frozen=True, slots=True)
class ImageStep:
    """Some images, each seen in several ways."""

    step: int
    views: Float[Tensor, "views batch channels height width"]
    """Normalised pixels."""
    labels: Int[Tensor, " batch"]
    concepts: Int[Tensor, " batch"]
    index: Int[Tensor, " batch"]
    """Places in the pool."""

    @property
    def flat(self) -> Float[Tensor, "rows channels height width"]:
        """All views one after the other, ordered by view, then by image."""
        return self.views.flatten(0, 1)


class ImageSteps:
    """Steps that depend on the seed and their number alone, so that any run can go on."""

    def __init__(
        self,
        pool: Pool,
        order: RecordOrder,
        augmentation: Augmentation,
        normalisation: Normalisation,
        steps: range,
    ) -> None:
        self.failures = 0
        self._pool = pool
        self._order = order
        self._augmentation = augmentation
        self._normalisation = normalisation
        self._steps = steps
        self._meter = Meter(counted=("images", "views"))

    def __iter__(self) -> Iterator[ImageStep]:
        for step in self._steps:
            seen = self.at(step)
            self._meter.count(images=len(seen.labels), views=len(seen.flat))
            yield seen

    def at(self, step: int) -> ImageStep:
        """One step, counted from 0."""
        places = [visit.record for visit in self._order.step(step)]
        index = torch.tensor(places, device=self._pool.labels.device)
        views = self._augmentation(
            self._pool.images[index], seed_for(self._order.seed, f"views/{step}")
        )
        pixels = self._normalisation(views.flatten(0, 1)).view(views.shape)
        return ImageStep(step, pixels, self._pool.labels[index], self._pool.concepts[index], index)

    def figures(self) -> Mapping[str, float]:
        """Images and views a second since the last call."""
        return self._meter.read()
