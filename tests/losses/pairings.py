"""Random rows and keys of every shape, with few different integers so that all cases occur."""

import torch
from hypothesis import strategies as st

from contracode.losses import NOBODY, Keys, Rows

WIDTH = 3


@st.composite
def pairings(draw, max_rows=9, max_keys=11, dtype=torch.float64):
    """Rows and keys that take gradients; now and then the keys are the rows."""
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))

    def part(number):
        # Away from 0, where a direction is not defined.
        features = torch.randn(number, WIDTH, generator=generator, dtype=torch.float64) + 0.01
        group, uid = (torch.randint(-1, 4, (number,), generator=generator) for _ in range(2))
        return features.to(dtype).requires_grad_(), group, uid

    rows = Rows(*part(draw(st.integers(0, max_rows))))
    if draw(st.booleans()):
        return rows, Keys.of(rows)
    return rows, Keys(*part(draw(st.integers(0, max_keys))))


def unit_pairs(rows, keys, i):
    """Row i with each of its positives and with each of its negatives, all of unit length."""
    positive, negative = [], []
    for j in range(len(keys.features)):
        if rows.uid[i] == keys.uid[j] != NOBODY:
            continue
        row = rows.features[i] / rows.features[i].norm()
        key = keys.features[j] / keys.features[j].norm()
        same = rows.group[i] == keys.group[j] != NOBODY
        (positive if same else negative).append((row, key))
    return positive, negative


def gradients(value, *inputs):
    """Of each input, zeros for one that has no influence; the graph is kept."""
    return torch.autograd.grad(
        value, inputs, allow_unused=True, materialize_grads=True, retain_graph=True
    )
