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
    """Vectors for which a loss is computed, one term each.

    Raises:
        ValueError: the three have different lengths, or groups or uids are no integers.
    """

    features: Float[Tensor, "rows dim"]
    """In float32 at least: what comes in half precision is cast, once (:func:`accurate`)."""
    group: Int[Tensor, " rows"]
    uid: Int[Tensor, " rows"]

    def __post_init__(self) -> None:
        _settle(self)

    @classmethod
    def of_views(
        cls, features: Float[Tensor, "views batch dim"], labels: Int[Tensor, " batch"] | None = None
    ) -> "Rows":
        """Every view of a batch as a row, ordered by view, then by sample; ignores only itself.

        Without labels, the views of one sample are each other's positives; with labels, all views
        of samples with the same label. The integers count from 0, so in several processes they
        collide: use ``contracode.distributed.rows_of_views`` there.
        """
        views, batch, _ = features.shape
        group = torch.arange(batch, device=features.device) if labels is None else labels
        uid = torch.arange(views * batch, device=features.device)
        return cls(features.flatten(0, 1), group.repeat(views), uid)


@dataclass(frozen=True, slots=True)
class Keys:
    """Vectors that rows are compared with.

    Raises:
        ValueError: as ``Rows``.
    """

    features: Float[Tensor, "keys dim"]
    """In float32 at least, as those of rows."""
    group: Int[Tensor, " keys"]
    uid: Int[Tensor, " keys"]

    def __post_init__(self) -> None:
        _settle(self)

    @classmethod
    def of(cls, rows: Rows) -> "Keys":
        """The rows themselves, as keys of each other: every score is computed only once."""
        return cls(rows.features, rows.group, rows.uid)

    @classmethod
    def cat(cls, *parts: "Keys") -> "Keys":
        """All keys of several sources, such as a batch and a queue."""
        return cls(
            torch.cat([part.features for part in parts]),
            torch.cat([part.group for part in parts]),
            torch.cat([part.uid for part in parts]),
        )

    def are(self, rows: Rows) -> bool:
        """Whether these keys are the rows themselves, so that scores are symmetric."""
        return self.features is rows.features and self.group is rows.group and self.uid is rows.uid


def _settle(vectors: Rows | Keys) -> None:
    """Bring features and integers to the types that the core computes with."""
    group, uid = vectors.group, vectors.uid
    if not len(vectors.features) == len(group) == len(uid):
        raise ValueError(
            "features, group and uid must be equally many, "
            f"got {len(vectors.features)}, {len(group)} and {len(uid)}"
        )
    for name, ids in (("group", group), ("uid", uid)):
        if ids.is_floating_point() or ids.dtype == torch.bool:
            raise ValueError(f"{name} must be integers, got {ids.dtype}")
        object.__setattr__(vectors, name, ids.long())
    object.__setattr__(vectors, "features", accurate(vectors.features))


def accurate(features: Float[Tensor, "..."]) -> Float[Tensor, "..."]:
    """The features in float32 at least.

    A loss that cast them anew for every reduction would round each reduction's gradient to half
    precision before they are added; where they cancel, nothing but rounding would be left.
    """
    return features.to(torch.promote_types(features.dtype, torch.float32))
