"""Steps of tuples: anchors, positive and negative blocks, drawn once from the pool."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.corpus.images.image_set import NO_LABEL
from contracode.methods.pac_bayes import TupleIndex, draw_tuples
from contracode.seeds import seed_for
from contracode.training.meter import Meter
from contracode.views import RecordOrder


@dataclass(frozen=True, slots=True)
class TupleStep:
    """Some of the training tuples."""

    step: int
    pool: Float[Tensor, "pool channels height width"]
    """Normalised pixels of all training images."""
    index: TupleIndex
    """Places in the pool."""
    seed: int
    """Of the step's draw of weights."""


class TupleSteps:
    """Every epoch is a permutation of all tuples; a step depends on the seed and its number."""

    def __init__(
        self,
        pool: Float[Tensor, "pool channels height width"],
        tuples: TupleIndex,
        order: RecordOrder,
        steps: range,
    ) -> None:
        self.failures = 0
        self._pool = pool
        self._tuples = tuples
        self._order = order
        self._steps = steps
        self._meter = Meter(counted=("tuples",))

    def __iter__(self) -> Iterator[TupleStep]:
        for step in self._steps:
            places = [visit.record for visit in self._order.step(step)]
            self._meter.count(tuples=len(places))
            chosen = self._tuples.some(torch.tensor(places, device=self._pool.device))
            seed = seed_for(self._order.seed, f"weights/{step}")
            yield TupleStep(step, self._pool, chosen, seed)

    def figures(self) -> Mapping[str, float]:
        """Tuples a second since the last call."""
        return self._meter.read()


def training_tuples(labels: Tensor, number: int, seed: int) -> TupleIndex:
    """The tuples that a bound is computed on, drawn from labelled images.

    They are the same every time and on every device: a certificate speaks of those trained on.

    Raises:
        ValueError: no image has a label.
    """
    generator = torch.Generator().manual_seed(seed_for(seed, "tuples"))
    on_cpu = labels.cpu()
    known = torch.nonzero(on_cpu != NO_LABEL)[:, 0]
    drawn = draw_tuples(on_cpu[known], number, generator=generator)
    anchors, positive, negative = (
        known[part].to(labels.device) for part in (drawn.anchors, drawn.positive, drawn.negative)
    )
    return TupleIndex(anchors, positive, negative)
