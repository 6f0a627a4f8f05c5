"""Projection used in training only; vectors are taken before it."""

from jaxtyping import Float
from torch import Tensor, nn


class ProjectionHead(nn.Module):
    """Two linear layers with a ReLU between them.

    Source: Chen et al. 2020, arXiv 2002.05709, section 4.2.
    """

    def __init__(self, width: int, projected: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, projected))

    def forward(self, vectors: Float[Tensor, "batch dim"]) -> Float[Tensor, "batch projected"]:
        """Project each vector."""
        projected: Tensor = self.layers(vectors)
        return projected
