"""What single calls give in each process; every job runs in all of them, and the tests compare."""

from collections.abc import Callable

import torch
from torch import Tensor

from contracode.distributed import (
    average,
    distinct,
    gather,
    gather_keys,
    gather_rows,
    gather_views,
    mean_valid,
    rank,
    rows_of_views,
    world_size,
)
from contracode.losses import Keys, Rows

Fact = Callable[[], dict[str, Tensor]]

TYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16, torch.int64, torch.bool)


def numbers() -> dict[str, Tensor]:
    return {"rank": torch.tensor(rank()), "world": torch.tensor(world_size())}


def gathered_types() -> dict[str, Tensor]:
    return {str(kind): gather(torch.tensor([rank(), 1]).to(kind)) for kind in TYPES}


def gathered_shapes() -> dict[str, Tensor]:
    return {
        "none": gather(torch.zeros(0, 3)),
        "cube": gather(torch.full((1, 2, 3), float(rank()))),
        "transposed": gather((torch.arange(6.0).view(2, 3) + 10 * rank()).T),
    }


def summed_gradients() -> dict[str, Tensor]:
    """Process r weighs row j of everybody by (r + 1) * (j + 1)."""
    own = torch.ones(2, 1, requires_grad=True)
    weights = (rank() + 1.0) * torch.arange(1.0, 2 * world_size() + 1)
    (weights[:, None] * gather(own)).sum().backward()
    empty = torch.ones(0, 3, requires_grad=True)
    gather(empty).sum().backward()
    return {"own": own.grad, "empty": empty.grad}


def gathered_ids() -> dict[str, Tensor]:
    ids = torch.tensor([0, 1, -1, 1])
    rows = Rows(torch.full((4, 2), float(rank()), requires_grad=True), ids + 5 * rank(), ids)
    keys, everybody = gather_keys(Keys.of(rows)), gather_rows(rows)
    return {
        "group": keys.group,
        "uid": keys.uid,
        "features": keys.features.detach(),
        "has gradient": torch.tensor(keys.features.requires_grad),
        "same rows": torch.tensor(
            torch.equal(everybody.features, keys.features)
            and torch.equal(everybody.group, keys.group)
            and torch.equal(everybody.uid, keys.uid)
        ),
        "symmetric": torch.tensor(Keys.of(everybody).are(everybody)),
        "distinct": gather(distinct(ids)),
    }


def views_told_apart() -> dict[str, Tensor]:
    views, labels = torch.zeros(2, 3, 1), torch.tensor([4, 4, -1])
    return {
        "uid": gather(rows_of_views(views).uid),
        "group": gather(rows_of_views(views).group),
        "labelled uid": gather(rows_of_views(views, labels).uid),
        "labelled group": gather(rows_of_views(views, labels).group),
    }


def views_in_order() -> dict[str, Tensor]:
    own = torch.arange(4.0).view(2, 2, 1) + 10 * rank()
    return {"views": gather_views(own).squeeze(-1)}


def averages() -> dict[str, Tensor]:
    value = torch.tensor(rank() + 1.0, requires_grad=True)
    mean = average(value)
    return {"mean": mean, "value": value.detach(), "has gradient": torch.tensor(mean.requires_grad)}


def means_without_valid_rows() -> dict[str, Tensor]:
    values = torch.full((3,), torch.nan, requires_grad=True)
    some = torch.tensor([True, False, False]) & (rank() == 0)
    nobody = mean_valid(values, torch.zeros(3, dtype=torch.bool))
    return {
        "nobody": nobody.detach(),
        "rank 0 has one": mean_valid(values.nan_to_num(6.0), some).detach(),
        "gradient": torch.autograd.grad(nobody, values)[0],
    }


def unequal_sizes() -> dict[str, Tensor]:
    values = torch.zeros(2 + rank(), 3)
    ids = torch.zeros(2 + rank(), dtype=torch.int64)
    calls = {"gather": lambda: gather(values), "keys": lambda: gather_keys(Keys(values, ids, ids))}
    found = {}
    for name, call in calls.items():
        try:
            call()
        except ValueError as error:
            found[f"{name}: {error}"] = torch.tensor(True)
    return found | {"afterwards": gather(torch.tensor([rank()]))}


FACTS: dict[str, Fact] = {
    job.__name__: job
    for job in (
        numbers,
        gathered_types,
        gathered_shapes,
        summed_gradients,
        gathered_ids,
        views_told_apart,
        views_in_order,
        averages,
        means_without_valid_rows,
        unequal_sizes,
    )
}
