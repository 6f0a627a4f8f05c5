"""Where rows and keys come from: the batch, a queue, a bank. Rows are local, keys everybody's."""

from collections.abc import Callable

import torch
from distributed.training import DIM, SAMPLES, Step
from torch import Tensor

from contracode.distributed import gather, gather_keys, rows_of_views
from contracode.losses import NOBODY, FeatureQueue, Keys, Rows
from contracode.losses.bank import FeatureBank


class Source:
    """Rows and keys of a step, and what is remembered of it."""

    def pair(self, step: Step) -> tuple[Rows, Keys]:
        raise NotImplementedError

    def remember(self, step: Step) -> None:
        """Write, after the backward."""

    def state(self) -> dict[str, Tensor]:
        return {}


class Views(Source):
    """All views against all; a sample's views are positives."""

    def pair(self, step: Step) -> tuple[Rows, Keys]:
        rows = rows_of_views(step.views)
        return rows, gather_keys(Keys.of(rows))


class Labelled(Source):
    """One view a sample; some processes have few rows with positives."""

    def pair(self, step: Step) -> tuple[Rows, Keys]:
        rows = rows_of_views(step.views[:1], step.labels)
        return rows, gather_keys(Keys.of(rows))


class Queue(Source):
    """Second views of the slow encoder, and those of earlier steps."""

    def __init__(self) -> None:
        # Not a multiple of the batch, so that pushes wrap around.
        self.queue = FeatureQueue(SAMPLES + 3, DIM).double()
        first = torch.randn(SAMPLES, DIM, generator=torch.Generator().manual_seed(3))
        self.queue.push(first, torch.arange(SAMPLES) + 100)

    def pair(self, step: Step) -> tuple[Rows, Keys]:
        rows = Rows(step.views[0], step.labels, step.records)
        return rows, Keys.cat(to_be_found(step.slow[1], step.labels), self.queue.keys())

    def remember(self, step: Step) -> None:
        everybody = gather_keys(to_be_queued(step, step.slow[1]))
        self.queue.push(everybody.features, everybody.uid, everybody.group)

    def state(self) -> dict[str, Tensor]:
        return dict(self.queue.named_buffers())


class Bank(Source):
    """Second views with gradient, and a slow vector of every sample, the row's own included."""

    def __init__(self) -> None:
        generator = torch.Generator().manual_seed(4)
        self.bank = FeatureBank(SAMPLES + 3, DIM, generator=generator).double()

    def pair(self, step: Step) -> tuple[Rows, Keys]:
        nobody = torch.full_like(step.records, NOBODY)
        rows = Rows(step.views[0], step.records, nobody)
        return rows, Keys.cat(to_be_found(step.views[1], step.records), self.bank.keys())

    def remember(self, step: Step) -> None:
        self.bank.update(gather(step.records), gather(step.views[0].detach()))

    def state(self) -> dict[str, Tensor]:
        return dict(self.bank.named_buffers())


def to_be_found(features: Tensor, group: Tensor) -> Keys:
    """Everybody's keys, ignored by none."""
    return gather_keys(Keys(features, group, torch.full_like(group, NOBODY)))


def to_be_queued(step: Step, features: Tensor) -> Keys:
    """This process's keys, with their labels and the records they come from."""
    return Keys(features, step.labels, step.records)


SOURCES: dict[str, Callable[[], Source]] = {
    "views of the batch": Views,
    "labels of the batch": Labelled,
    "queue": Queue,
    "bank": Bank,
}
