"""VID: how well a student's maps predict the teacher's, as normal distributions a channel."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.paired_maps import abreast, pooled_alike
from contracode.methods.distillers.traces import Shapes, Traces

_FIRST_VARIANCE = 5.0
_LEAST_VARIANCE = 1e-5


class Variational(Distiller):
    """Mean negative log probability of the teacher's maps, without its constant, over all stages.

    May be negative: a density is no probability.

    Source: Ahn et al. 2019, arXiv 1904.05835; regressors of three 1 x 1 convolutions,
    first variance and weight of RepDistiller (Tian et al. 2020, arXiv 1910.10699).
    """

    def __init__(self, student: Shapes, teacher: Shapes, weight: float = 1.0) -> None:
        super().__init__(weight)
        self.predictors = nn.ModuleList(
            _Predictor(ours, theirs) for ours, theirs in abreast(student.channels, teacher.channels)
        )

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``surprise``."""
        costs = [
            predictor(*pooled_alike(*pair))
            for predictor, pair in zip(
                self.predictors, abreast(student.maps, teacher.maps), strict=True
            )
        ]
        return Loss({"surprise": torch.stack(costs).sum()})


class _Predictor(nn.Module):
    """A mean at each place from the student's map, and a variance a channel."""

    def __init__(self, ours: int, theirs: int) -> None:
        super().__init__()
        self.mean = nn.Sequential(
            nn.Conv2d(ours, theirs, 1, bias=False),
            nn.ReLU(),
            nn.Conv2d(theirs, theirs, 1, bias=False),
            nn.ReLU(),
            nn.Conv2d(theirs, theirs, 1, bias=False),
        )
        first = math.log(math.expm1(_FIRST_VARIANCE - _LEAST_VARIANCE))  # softplus's inverse
        self.scale = nn.Parameter(torch.full((theirs,), first))

    def forward(self, ours: Tensor, theirs: Tensor) -> Tensor:
        variance = (functional.softplus(self.scale) + _LEAST_VARIANCE)[:, None, None]
        cost: Tensor = (self.mean(ours) - theirs).square() / variance + variance.log()
        return 0.5 * cost.mean()
