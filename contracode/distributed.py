"""What crosses processes: the one module that speaks ``torch.distributed``. Alone, all is identity.

**The contract.** Every process has its own rows and everybody's keys; its loss is the mean over its
own rows. Keys come through :func:`gather`, whose backward *sums* over processes, and
``DistributedDataParallel`` *averages* the gradients of parameters. Then these are the gradients of
one process that holds the whole batch. Where rows without positives are spread unevenly, "mean" has
to be :func:`mean_valid` of this module.

A loss that is no mean over rows, such as a log of a mean over all pairs or a matrix of
correlations, takes gathered rows or views too, and so may every loss of the views of a batch: every
process then computes the whole loss, the backward sums as many equal gradients as there are
processes, and the average is one of them. It costs each process the work of all.

State is written by all processes with the same gathered vectors, in the order of ranks, so queues
and banks stay equal. They need not be broadcast: keep them out of what DDP wraps, or their buffers
are copied from rank 0 at every step.

Collective calls must be made by all processes in the same order, forward and backward.
"""

from typing import Any

import torch
from jaxtyping import Bool, Float, Int, Shaped
from torch import Tensor, distributed
from torch.autograd.function import once_differentiable

from contracode.losses import NOBODY, Keys, Rows, sum_valid


def rank() -> int:
    """Number of this process, from 0; 0 without a process group."""
    return distributed.get_rank() if _many() else 0


def world_size() -> int:
    """Number of processes; 1 without a process group."""
    return distributed.get_world_size() if _many() else 1


def gather(values: Shaped[Tensor, "rows ..."]) -> Shaped[Tensor, "keys ..."]:
    """The rows of all processes, by rank: ``world_size() * rows`` of them, the same everywhere.

    Gradient: each process gets, for its own rows, the **sum** of the gradients that all processes
    have for them, in the type of the values. Integers and booleans have none. Without a process
    group the values themselves come back.

    Sizes are compared first, which is one more small exchange and, on a GPU, a wait for it.

    Raises:
        ValueError: the processes have different numbers of rows. All of them raise it, so none is
            left waiting.

    Source: Chen et al. 2023, arXiv 2304.08480 (DisCo-CLIP): local rows, gathered keys, gradients of
    keys summed where they come from.
    Differs: ``torch.distributed.all_gather`` stops the gradient; to put the own rows back in leaves
    out what other processes' rows say about them.
    """
    if world_size() == 1:
        return values
    _demand_equal_sizes(values)
    return _gathered(values)


def gather_keys(keys: Keys) -> Keys:
    """The keys of all processes, features with gradient as :func:`gather` says.

    Groups and uids are compared across processes, so equal integers have to mean the same: see
    :func:`rows_of_views` and :func:`distinct`. For a queue, push what this returns: the order is
    the same everywhere.

    Raises:
        ValueError: the processes have different numbers of keys.
    """
    if world_size() == 1:
        return keys
    _demand_equal_sizes(keys.uid)
    return Keys(*(_gathered(part) for part in (keys.features, keys.group, keys.uid)))


def gather_rows(rows: Rows) -> Rows:
    """The rows of all processes, for a loss that is no mean over rows.

    Gradient as :func:`gather` says. With ``Keys.of`` of them every score is still computed once
    only. Every process then does the whole work; a mean over rows needs :func:`gather_keys` alone.

    Raises:
        ValueError: the processes have different numbers of rows.
    """
    if world_size() == 1:
        return rows
    everybody = gather_keys(Keys.of(rows))
    return Rows(everybody.features, everybody.group, everybody.uid)


def gather_views(
    features: Float[Tensor, "views batch dim"],
) -> Float[Tensor, "views candidates dim"]:
    """Every view of all processes' samples, ordered by rank within each view, for a whole loss.

    Gradient as :func:`gather` says. Labels of the samples come by :func:`gather`.

    Raises:
        ValueError: the processes have different numbers of samples.
    """
    return gather(features.transpose(0, 1)).transpose(0, 1)


def rows_of_views(
    features: Float[Tensor, "views batch dim"], labels: Int[Tensor, " batch"] | None = None
) -> Rows:
    """``Rows.of_views`` of this process's samples, told apart from those of other processes.

    Without labels, groups differ between processes too; labels are taken to mean the same
    everywhere. No communication.
    """
    rows = Rows.of_views(features, labels)
    group = distinct(rows.group) if labels is None else rows.group
    return Rows(rows.features, group, distinct(rows.uid))


def distinct(ids: Int[Tensor, " rows"]) -> Int[Tensor, " rows"]:
    """Integers that differ from those of all other processes; equal ones stay equal, -1 stays -1.

    For ids that count a process's own samples. What names the same thing everywhere, such as a
    record's number or a class, must be left alone. No communication. Ids have to be smaller than
    the largest integer of their type divided by ``world_size()``.
    """
    return torch.where(ids == NOBODY, ids, ids * world_size() + rank())


def mean_valid(values: Float[Tensor, " rows"], valid: Bool[Tensor, " rows"]) -> Float[Tensor, ""]:
    """Sum over this process's valid rows, divided by the *mean over processes* of their number.

    Takes the place of ``contracode.losses.mean_valid``, and equals it without a process group: with
    gradients averaged, every valid row of all processes then counts the same, also where one
    process has few of them or none. The loss of the whole batch, for a log, is :func:`average` of
    what processes get. 0 if there are no valid rows anywhere.

    Gradient: to this process's values only; the number takes none.
    """
    number = valid.sum()
    if world_size() > 1:
        distributed.all_reduce(number)
    return sum_valid(values, valid) / (number.clamp(min=1).to(values.dtype) / world_size())


def average(value: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
    """Mean over processes, the same everywhere, **without gradient**; a new tensor.

    For figures of the log, and for an estimate that all processes have to share, such as a
    partition set from the first batch.
    """
    mean = value.detach().clone(memory_format=torch.contiguous_format)
    if world_size() > 1:
        distributed.all_reduce(mean)
        mean /= world_size()
    return mean


def _many() -> bool:
    return distributed.is_available() and distributed.is_initialized()


def _gathered(values: Tensor) -> Tensor:
    everybody: Tensor = _Gather.apply(values)  # type: ignore[no-untyped-call]
    return everybody


class _Gather(torch.autograd.Function):
    """All-gather, and backward its transpose: reduce-scatter with a sum."""

    @staticmethod
    def forward(ctx: Any, values: Tensor) -> Tensor:  # noqa: ANN401, ARG004
        everybody = values.new_empty(world_size(), *values.shape)
        # NCCL, unlike Gloo, refuses values that are not contiguous.
        distributed.all_gather(list(everybody.unbind(0)), values.contiguous())
        return everybody.flatten(0, 1)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> Tensor:  # noqa: ANN401, ARG004
        rows = len(grad) // world_size()
        parts = grad.contiguous().view(world_size(), rows, *grad.shape[1:])
        own = torch.empty_like(parts[0])
        distributed.reduce_scatter(own, list(parts.unbind(0)))
        return own


def _demand_equal_sizes(values: Tensor) -> None:
    own = torch.tensor([len(values)], device=values.device)
    sizes = _gathered(own).tolist()
    if len(set(sizes)) > 1:
        raise ValueError(
            f"every process must bring equally many rows, got {sizes} by rank; "
            "drop the last, smaller batch"
        )
