"""Traces of two networks that were never run, in float64, with gradient."""

import torch

from contracode.methods.distillers import Traces

STUDENT = ((2, 6), (3, 4), (4, 2))
TEACHER = ((3, 8), (5, 4), (4, 3))


def traces(stages, width, seed, batch=4, classes=5, dtype=torch.float64):
    generator = torch.Generator().manual_seed(seed)

    def drawn(*shape):
        made = torch.randn(batch, *shape, generator=generator, dtype=dtype)
        return made.requires_grad_()

    return Traces(
        [drawn(channels, side, side) for channels, side in stages], drawn(width), drawn(classes)
    )


def both(batch=4, seed=0, dtype=torch.float64):
    """A student and a teacher of other widths and sizes."""
    return (
        traces(STUDENT, 6, seed, batch, dtype=dtype),
        traces(TEACHER, 7, seed + 1, batch, dtype=dtype),
    )


def leaves(its):
    return [*its.maps, its.vectors, its.logits]


def slow_pool(maps, side):
    """Means of the places that each new place covers, as adaptive pooling shares them out."""
    before = maps.shape[2]
    rows = []
    for i in range(side):
        top, bottom = i * before // side, -(-(i + 1) * before // side)
        row = []
        for j in range(side):
            left, right = j * before // side, -(-(j + 1) * before // side)
            row.append(maps[:, :, top:bottom, left:right].mean((2, 3)))
        rows.append(torch.stack(row, 2))
    return torch.stack(rows, 2)


def assert_same_slopes(ours, theirs, inputs):
    torch.testing.assert_close(ours, theirs)
    slopes = torch.autograd.grad(ours, inputs, allow_unused=True, materialize_grads=True)
    wanted = torch.autograd.grad(theirs, inputs, allow_unused=True, materialize_grads=True)
    assert any(slope.any() for slope in slopes)
    torch.testing.assert_close(slopes, wanted)
