"""Which keys are a row's positives if only so many of its class may be."""

import torch
from jaxtyping import Int
from torch import Tensor

from contracode.losses import NOBODY

PADDING = -1
"""In a list of positives, the place of none."""


def first_positives(
    labels: Int[Tensor, " batch"], *, views: int, cap: int
) -> Int[Tensor, "rows picked"]:
    """For each view of each sample, its positives among all views, as indices padded with -1.

    They are all other views of the sample, and all views of the first ``cap / views`` other samples
    of its class, in the batch's order. Rows and keys are ordered by view, then by sample, as
    ``Rows.of_views`` does. A sample labelled -1 has no positives. Memory grows with rows times cap;
    no value is read on the host.

    With the labels of all processes' samples, each process takes the lines of its own rows.

    Raises:
        ValueError: ``cap`` is negative or no multiple of ``views``.

    Source: the parameter ``positives_cap`` of the TensorFlow code of Khosla et al. 2020, arXiv
    2004.11362.
    Differs: a list instead of a mask of rows by keys; no cap is None, not a negative number.
    """
    if cap < 0 or cap % views:
        raise ValueError(
            f"positives_cap must be a multiple, 0 or more, of the {views} views, got {cap}"
        )
    batch = len(labels)
    of_class = _others_of_class(labels, min(cap // views, max(batch - 1, 0)))
    all_views = torch.arange(views, device=labels.device)
    # (1, batch, views, samples): the same for each view of a sample.
    others = of_class[None, :, None, :] + all_views[None, None, :, None] * batch
    others = others.masked_fill(of_class[None, :, None, :] == PADDING, PADDING)
    samples = torch.arange(batch, device=labels.device)
    turned = (all_views[:, None] + all_views[None, 1:]) % views  # (views, views - 1)
    own = turned[:, None, :] * batch + samples[None, :, None]  # (views, batch, views - 1)
    own = own.masked_fill((labels == NOBODY)[None, :, None], PADDING)
    listed = torch.cat([own, others.flatten(2).expand(views, -1, -1)], dim=2)
    return listed.flatten(0, 1)


def _others_of_class(labels: Tensor, most: int) -> Tensor:
    """The first other samples of each sample's class, [batch most], padded."""
    labels = labels.contiguous()  # As searchsorted wants it.
    ordered, order = labels.sort(stable=True)
    start = torch.searchsorted(ordered, labels)
    end = torch.searchsorted(ordered, labels, right=True)
    place = torch.empty_like(order)
    place[order] = torch.arange(len(order), device=order.device)
    nth = start[:, None] + torch.arange(most, device=labels.device)
    nth = nth + (nth >= place[:, None]).to(nth.dtype)  # A sample is no positive of itself.
    missing = (nth >= end[:, None]) | (labels == NOBODY)[:, None]
    return order[nth.masked_fill(missing, 0)].masked_fill(missing, PADDING)
