"""AT: where a student's maps are strong is where the teacher's are."""

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.paired_maps import abreast, pooled_alike
from contracode.methods.distillers.traces import Traces


class Attention(Distiller):
    """Mean squared difference of unit vectors of attention, summed over all stages.

    Source: Zagoruyko, Komodakis 2016, arXiv 1612.03928, with p = 2; weight of RepDistiller
    (Tian et al. 2020, arXiv 1910.10699).
    Differs: as released, the mean over places of the squared difference, not a norm.
    """

    def __init__(self, weight: float = 1000.0) -> None:
        super().__init__(weight)

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``attention``."""
        costs = []
        for ours, theirs in abreast(student.maps, teacher.maps):
            ours, theirs = (_attention(its) for its in pooled_alike(ours, theirs))
            costs.append((ours - theirs).square().mean())
        return Loss({"attention": torch.stack(costs).sum()})


def _attention(maps: Float[Tensor, "batch _ height width"]) -> Float[Tensor, "batch places"]:
    """The channels' mean square at each place, of unit length over places."""
    return functional.normalize(maps.square().mean(1).flatten(1), dim=1)
