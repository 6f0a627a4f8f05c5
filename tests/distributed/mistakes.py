"""Known ways to get it wrong, each right in one process; the tests must notice every one."""

from collections.abc import Callable

import torch
from distributed.objectives import SCORE
from distributed.sources import Labelled, Queue, Views, to_be_queued
from distributed.training import Case, Step
from torch import Tensor, distributed

from contracode import losses
from contracode.distributed import gather_keys, mean_valid, rank, world_size
from contracode.losses import Keys, Rows
from contracode.methods.infonce import info_nce


class NoGradientThroughGather(Case):
    def loss(self, step: Step) -> Tensor:
        rows, keys = Views().pair(step)
        stopped = Keys(keys.features.detach(), keys.group, keys.uid)
        # In one process every key is an own row.
        keys = keys if world_size() == 1 else stopped
        return info_nce(rows, keys, SCORE, reduce=mean_valid).total


class OwnRowsPutBack(Case):
    """What an all-gather without gradient is often mended with."""

    def loss(self, step: Step) -> Tensor:
        rows, keys = Views().pair(step)
        parts = list(keys.features.detach().chunk(world_size()))
        parts[rank()] = rows.features
        keys = Keys(torch.cat(parts), keys.group, keys.uid)
        return info_nce(rows, keys, SCORE, reduce=mean_valid).total


class SameIntegersEverywhere(Case):
    """The label offset of ranks above 0 is forgotten."""

    def loss(self, step: Step) -> Tensor:
        rows = Rows.of_views(step.views)
        return info_nce(rows, gather_keys(Keys.of(rows)), SCORE, reduce=mean_valid).total


class MeanOfMeans(Case):
    """Rows count more where few are valid."""

    def loss(self, step: Step) -> Tensor:
        rows, keys = Labelled().pair(step)
        return info_nce(rows, keys, SCORE, reduce=losses.mean_valid).total


class GradientDividedByWorld(Case):
    """Correlations are summed over processes without a gradient through the sum."""

    def loss(self, step: Step) -> Tensor:
        first, second = step.views
        own = first.T @ second
        everybody = own.detach().clone()
        if world_size() > 1:
            distributed.all_reduce(everybody)
        correlations = (own + everybody - own.detach()) / (len(first) * world_size())
        return (correlations - torch.eye(len(own))).square().sum()


class QueueOfOwnKeys(Case):
    """The queue holds only what its own process has seen."""

    def __init__(self) -> None:
        self.source = Queue()

    def loss(self, step: Step) -> Tensor:
        return info_nce(*self.source.pair(step), SCORE, reduce=mean_valid).total

    def after(self, step: Step) -> None:
        own = to_be_queued(step, step.slow[1])
        self.source.queue.push(own.features, own.uid)

    def state(self) -> dict[str, Tensor]:
        return self.source.state()


class OwnKeysFirst(QueueOfOwnKeys):
    """Everybody's keys are queued, but each process begins with its own."""

    def after(self, step: Step) -> None:
        everybody = gather_keys(to_be_queued(step, step.slow[1]))
        before = rank() * len(step.records)
        features, uid = (part.roll(-before, 0) for part in (everybody.features, everybody.uid))
        self.source.queue.push(features, uid)


MISTAKES: dict[str, Callable[[], Case]] = {
    kind.__name__: kind
    for kind in (
        NoGradientThroughGather,
        OwnRowsPutBack,
        SameIntegersEverywhere,
        MeanOfMeans,
        GradientDividedByWorld,
        QueueOfOwnKeys,
        OwnKeysFirst,
    )
}
