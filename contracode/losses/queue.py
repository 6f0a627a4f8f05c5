"""The newest keys of earlier steps, as further negatives."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from contracode.losses.pairing import NOBODY, Keys


class FeatureQueue(nn.Module):
    """A ring buffer of vectors, with the group and the uid of what they come from.

    It starts empty, and holds no gradient. A row with the same uid ignores the vector, so that an
    earlier variant of a program is never its negative.

    Raises:
        ValueError: ``size`` is negative.

    Source: He et al. 2020, arXiv 1911.05722, section 3.2.
    Differs: filled with real keys only, not with random vectors at the start.
    """

    features: Tensor
    group: Tensor
    uid: Tensor
    pushed: Tensor

    def __init__(self, size: int, dim: int) -> None:
        super().__init__()
        if size < 0:
            raise ValueError(f"queue size must be >= 0, got {size}")
        self.size = size
        self.register_buffer("features", torch.zeros(size, dim))
        self.register_buffer("group", torch.full((size,), NOBODY))
        self.register_buffer("uid", torch.full((size,), NOBODY))
        self.register_buffer("pushed", torch.zeros((), dtype=torch.int64))

    def keys(self) -> Keys:
        """Copies of what is held: negatives of all but their own group, ignored by their uid."""
        held = min(int(self.pushed), self.size)
        # A copy: whoever holds it, autograd for one, must not see the next push.
        return Keys(*(part[:held].clone() for part in (self.features, self.group, self.uid)))

    @torch.no_grad()
    def push(
        self,
        features: Float[Tensor, "batch dim"],
        uid: Int[Tensor, " batch"],
        group: Int[Tensor, " batch"] | None = None,
    ) -> None:
        """Replace the oldest vectors; of more than the queue holds, the last ones stay.

        ``group`` makes them positives of later rows with it, such as labels do; without, they are
        negatives of everybody.

        Raises:
            ValueError: there are not as many integers as vectors.
        """
        group = torch.full_like(uid, NOBODY) if group is None else group
        if not len(features) == len(uid) == len(group):
            raise ValueError(
                "features, uid and group must be equally many, "
                f"got {len(features)}, {len(uid)} and {len(group)}"
            )
        start = int(self.pushed) + max(len(features) - self.size, 0)
        self.pushed += len(features)
        if self.size == 0:
            return
        features, uid, group = (part[-self.size :] for part in (features, uid, group))
        places = torch.arange(start, start + len(features), device=self.uid.device) % self.size
        self.features[places] = features.to(self.features.dtype)
        self.group[places] = group
        self.uid[places] = uid
