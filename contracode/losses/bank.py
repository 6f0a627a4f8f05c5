"""One slowly moving vector for every sample of a data set, as positives and negatives."""

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional

from contracode.losses.pairing import NOBODY, Keys

TINY = 1e-12
"""A shorter vector has no direction."""


class FeatureBank(nn.Module):
    """A unit vector a sample, at the sample's position in the data set; holds no gradient.

    It starts with random directions, never with zeros, whose scores say nothing. The training step
    calls :meth:`update` after the backward pass, in plain sight. In many processes each must
    update with the features and positions of all, gathered; the banks then stay equal.

    Args:
        size: samples of the data set.
        dim: length of the vectors.
        momentum: part of its vector that a sample keeps in an update, in [0, 1].
        generator: draws the directions; its device is the bank's.

    Raises:
        ValueError: ``size`` is negative, ``dim`` is not positive, or ``momentum`` is outside
            [0, 1].

    Source: Wu et al. 2018, arXiv 1805.01978, section 3.2.1; as CRD's memory Tian et al. 2020, arXiv
    1910.10699.
    Differs: the released codes of both start with entries uniform in +-1/sqrt(dim/3), which is of
    length 1 in the mean only and denser towards the cube's corners; here every vector is of
    length 1 from the start, in a uniform direction. A sample twice in a batch, for which the
    released codes keep whichever copy is written last, moves towards the mean of its copies.
    """

    features: Tensor

    def __init__(
        self, size: int, dim: int, momentum: float = 0.5, *, generator: torch.Generator
    ) -> None:
        super().__init__()
        if size < 0 or dim < 1:
            raise ValueError(f"bank size must be >= 0 and dim >= 1, got {size} and {dim}")
        if not 0 <= momentum <= 1:
            raise ValueError(f"momentum must be in [0, 1], got {momentum}")
        self.momentum = momentum
        directions = torch.randn(size, dim, generator=generator, device=generator.device)
        self.register_buffer("features", functional.normalize(directions, dim=1))

    def __len__(self) -> int:
        return len(self.features)

    def take(self, index: Int[Tensor, " picked"]) -> Float[Tensor, "picked dim"]:
        """Copies of the samples' vectors."""
        return self.features[index]

    def keys(self, index: Int[Tensor, " keys"] | None = None) -> Keys:
        """Copies of the samples' vectors, or of all, as keys whose group is the position.

        A row with the sample's position as its group finds the sample's own vector as its positive
        and all others as negatives; nobody ignores any.
        """
        if index is None:
            index = torch.arange(len(self), device=self.features.device)
        # A copy: whoever holds it, autograd for one, must not see the next update.
        return Keys(self.take(index), index, torch.full_like(index, NOBODY))

    @torch.no_grad()
    def update(self, index: Int[Tensor, " batch"], features: Float[Tensor, "batch dim"]) -> None:
        """Move the samples' vectors towards their features; no other vector changes.

        ``vector <- unit(momentum * vector + (1 - momentum) * unit(feature))``. Features of the same
        sample are averaged first, in float64, so that their order doesn't matter. A vector that
        would get length 0 stays what it was.
        """
        old = self.take(index)
        fresh = _mean_of_same(index, functional.normalize(features.double(), dim=1))
        moved = torch.lerp(fresh, old.double(), self.momentum)
        length = moved.norm(dim=1, keepdim=True)
        # Copies of a sample write the same numbers, so it doesn't matter which is written last.
        self.features[index] = torch.where(length > TINY, moved / length, old.double()).to(old)


def _mean_of_same(
    index: Int[Tensor, " batch"], features: Float[Tensor, "batch dim"]
) -> Float[Tensor, "batch dim"]:
    """For each sample the mean of all features with its index; shapes don't depend on values."""
    place = torch.searchsorted(index.sort().values, index)
    count = features.new_zeros(len(index)).index_add(0, place, features.new_ones(len(index)))
    total = torch.zeros_like(features).index_add(0, place, features)
    return total[place] / count[place][:, None]
