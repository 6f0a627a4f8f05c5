"""RKD: distances and angles between a student's vectors are those between the teacher's."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.traces import Traces


class Relational(Distiller):
    """Huber loss of distances, in units of their mean, and of the cosines of all angles.

    Takes all pairs of the batch and all triples, B^2 D + B^3 numbers, beside the loss core: figures
    of the student are compared with figures of the teacher, which no reduction over one matrix of
    scores says, and angles are of three vectors. For a batch of 64 and D = 256 it is 5 MB.

    Args:
        weight: of both terms.
        distances: of the term ``distances``.
        angles: of the term ``angles``.

    Source: Park et al. 2019, arXiv 1904.05068; weights 25 and 50 of RepDistiller
    (Tian et al. 2020, arXiv 1910.10699).
    """

    def __init__(
        self, weight: float = 1.0, *, distances: float = 25.0, angles: float = 50.0
    ) -> None:
        super().__init__(weight)
        if min(distances, angles) < 0:
            raise ValueError(f"distances and angles must be >= 0, got {distances} and {angles}")
        self.distances, self.angles = distances, angles

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The terms ``distances`` and ``angles``."""
        ours, theirs = _differences(student.vectors), _differences(teacher.vectors)
        distances = functional.smooth_l1_loss(_distances(ours), _distances(theirs))
        angles = functional.smooth_l1_loss(_cosines(ours), _cosines(theirs))
        return Loss({"distances": distances * self.distances, "angles": angles * self.angles})


def _differences(vectors: Float[Tensor, "batch dim"]) -> Float[Tensor, "batch batch dim"]:
    """From sample i, all others: ``[i, j] = v_j - v_i``."""
    return vectors[None] - vectors[:, None]


def _distances(differences: Float[Tensor, "batch batch dim"]) -> Float[Tensor, "batch batch"]:
    """Divided by the mean of those that aren't 0; all 0 where all vectors are one."""
    distances: Tensor = torch.linalg.vector_norm(differences, dim=2)
    apart = (distances > 0).sum().clamp(min=1).to(distances.dtype)
    mean = distances.sum() / apart
    return distances / mean.masked_fill(mean == 0, 1.0)


def _cosines(differences: Float[Tensor, "batch batch dim"]) -> Float[Tensor, "batch batch batch"]:
    """Of the angle at the first sample between the ways to the two others."""
    ways = functional.normalize(differences, dim=2)
    return ways @ ways.transpose(1, 2)
