"""Who is what in a contrastive loss: two integers a vector say what masks would say.

A key is a row's **positive** if their groups are equal, and **ignored** if their uids are equal;
any other key is **negative**. A group or uid of -1 is equal to none.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

NOBODY = -1
"""A group without positives, or a uid that ignores nothing."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Vectors for which a loss is computed, one term each."""

    features: Float[Tensor, "rows dim"]
    group: Int[Tensor, " rows"]
    uid: Int[Tensor, " rows"]


@dataclass(frozen=True, slots=True)
class Keys:
    """Vectors that rows are compared with."""

    features: Float[Tensor, "keys dim"]
    group: Int[Tensor, " keys"]
    uid: Int[Tensor, " keys"]

    @classmethod
    def cat(cls, *parts: "Keys") -> "Keys":
        """All keys of several sources, such as a batch and a queue."""
        return cls(
            torch.cat([part.features for part in parts]),
            torch.cat([part.group for part in parts]),
            torch.cat([part.uid for part in parts]),
        )
