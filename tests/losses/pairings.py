"""Random rows and keys of every shape, with few different integers so that all cases occur."""

import torch
from hypothesis import strategies as st

from contracode.losses import Keys, Rows

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
