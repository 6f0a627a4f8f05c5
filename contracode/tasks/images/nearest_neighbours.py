"""Weighted vote of the nearest neighbours, by cosine: an evaluation that learns nothing."""

import numpy as np
import torch
from jaxtyping import Float, Float32, Int64
from torch import Tensor
from torch.nn.functional import normalize

from contracode.tasks.images.accuracy import check_labels


def neighbour_votes(
    memory: Float[np.ndarray, "remembered dim"],
    labels: Int64[np.ndarray, " remembered"],
    queries: Float[np.ndarray, "images dim"],
    *,
    classes: int,
    neighbours: int = 200,
    temperature: float = 0.07,
    block: int = 1024,
) -> Float32[np.ndarray, "images classes"]:
    """Votes for every class; each neighbour votes for its own with ``exp(cos / temperature)``.

    Args:
        memory: vectors of the training images, of any length but 0.
        labels: their classes.
        queries: vectors of the images to name.
        classes: their number.
        neighbours: that vote; all there are if the memory holds fewer.
        temperature: > 0.
        block: queries compared at once; ``block * remembered`` floats are held.

    Returns:
        Votes; a query's nearest neighbour has one whole vote.

    Raises:
        ValueError: a number is not positive, or a label is no class.

    Source: Wu et al. 2018, arXiv 1805.01978, section 3.4: k = 200, temperature 0.07.
    Differs: a query's weights are divided by its largest, which changes no order of its classes
    and can't underflow.
    """
    check_labels(labels, classes)
    if not (neighbours > 0 and temperature > 0 and block > 0):
        raise ValueError(
            "neighbours, temperature and block must be > 0, got "
            f"{neighbours}, {temperature} and {block}"
        )
    known, own = _unit(memory), torch.tensor(labels)
    votes = torch.zeros(len(queries), classes)
    for start in range(0, len(queries), block):
        some = _unit(queries[start : start + block])
        near, places = (some @ known.T).topk(min(neighbours, len(known)), dim=1)
        weights = ((near - near[:, :1]) / temperature).exp()
        votes[start : start + block].scatter_add_(1, own[places], weights)
    return votes.numpy()


def _unit(vectors: Float[np.ndarray, "images dim"]) -> Float[Tensor, "images dim"]:
    return normalize(torch.tensor(vectors, dtype=torch.float32), dim=1)
