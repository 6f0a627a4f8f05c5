"""What the core refuses, and how; a program of its own, for the tests' checks of types come first.

Prints each message.
"""

import torch

from contracode.losses import FeatureQueue, Keys, Rows, cosine, lse, terms
from contracode.methods.cacr import cacr

IDS = torch.arange(2)
ROWS = Rows(torch.randn(2, 3), IDS, IDS)
KEYS = Keys.of(ROWS)

REFUSED = [
    lambda: terms.log_sum_exp("pos"),
    lambda: terms.Term("log_sum_exp", offset=torch.zeros(2)),
    lambda: lse(ROWS, KEYS, cosine(0.1), backend="triton"),
    lambda: cacr(ROWS, KEYS, detach_weights=True, cost="sqeuclidean"),
    lambda: Rows(torch.randn(3, 3), IDS, IDS),
    lambda: Keys(torch.randn(2, 3), IDS.bool(), IDS),
    lambda: FeatureQueue(4, 3).push(torch.randn(2, 3), IDS[:1]),
]

for refused in REFUSED:
    try:
        refused()
    except ValueError as error:
        print(error)  # noqa: T201
