"""CACR one number at a time, in float64, and small batches to try it on."""

import torch
from pairings import gradients, unit_pairs

from contracode.losses import NOBODY, Keys, Rows


def unit(number, width=4, seed=0):
    generator = torch.Generator().manual_seed(seed)
    features = torch.randn(number, width, generator=generator, dtype=torch.float64)
    return torch.nn.functional.normalize(features, dim=1)


def batch(number=6, width=4):
    """Two views of some samples: rows and keys whose positives stand on the diagonal."""
    group, uid = torch.arange(number), torch.full((number,), NOBODY)
    rows, keys = unit(number, width).requires_grad_(), unit(number, width, 1).requires_grad_()
    return Rows(rows, group, uid), Keys(keys, group, uid)


def cosines_of(rows, keys):
    normalize = torch.nn.functional.normalize
    return normalize(rows.features, dim=1) @ normalize(keys.features, dim=1).T


def slow_costs(rows, keys, i):
    """Squared distances of row i to its positives and to its negatives, one number at a time."""
    return tuple(
        [((row - key) ** 2).sum() for row, key in pairs] for pairs in unit_pairs(rows, keys, i)
    )


def slow_mean(costs, sharpness, detached):
    weights = [torch.exp(sharpness * (cost.detach() if detached else cost)) for cost in costs]
    return sum(w * cost for w, cost in zip(weights, costs, strict=True)) / sum(weights)


def slow_cacr(rows, keys, t_pull, t_push, detached, tau_plus=None, sign=1):
    """The definition: the mean over the rows that have positives, and over those with negatives."""
    attraction, repulsion = [], []
    for i in range(len(rows.features)):
        positive, negative = slow_costs(rows, keys, i)
        if positive:
            attraction.append(slow_mean(positive, t_pull, detached))
        if negative:
            mean = slow_mean(negative, -t_push, detached)
            if tau_plus is not None and positive:
                own = sum(positive) / len(positive)
                mean = (mean - sign * tau_plus * own) / (1 - tau_plus)
            repulsion.append(-mean)
    zero = [rows.features.sum() * 0]
    return [torch.stack(part or zero).mean() for part in (attraction, repulsion)]


def assert_same_gradients(ours, theirs, rows, keys):
    inputs = (rows.features, keys.features)
    for mine, other in zip(gradients(ours, *inputs), gradients(theirs, *inputs), strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-9, atol=1e-9)
