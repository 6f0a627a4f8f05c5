"""FitNet: a student's map in the middle, through a regressor, is the teacher's."""

from torch import nn
from torch.nn import functional

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.paired_maps import pooled_alike
from contracode.methods.distillers.traces import Shapes, Traces


class Hint(Distiller):
    """Mean squared difference of the teacher's map and the student's regressed one.

    Args:
        student: its shapes.
        teacher: its shapes.
        weight: of the term ``hint``.
        stage: which map, counted from 0; the released code's block 2 is the second.

    Raises:
        ValueError: one of the networks has no such stage.

    Source: Romero et al. 2014, arXiv 1412.6550; regressor (1 x 1 convolution, BatchNorm,
    ReLU), block and weight of RepDistiller (Tian et al. 2020, arXiv 1910.10699).
    Differs: a hint beside the labels from the first step, as released there, not a stage of
    training before them. Maps of different sizes are pooled; there the regressor has a stride.
    """

    def __init__(
        self, student: Shapes, teacher: Shapes, weight: float = 100.0, *, stage: int = 1
    ) -> None:
        super().__init__(weight)
        stages = min(len(student.channels), len(teacher.channels))
        if not 0 <= stage < stages:
            raise ValueError(f"stage must be in [0, {stages}), got {stage}")
        self.stage = stage
        self.regressor = nn.Sequential(
            nn.Conv2d(student.channels[stage], teacher.channels[stage], 1),
            nn.BatchNorm2d(teacher.channels[stage]),
            nn.ReLU(inplace=True),
        )

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``hint``."""
        ours, theirs = pooled_alike(student.maps[self.stage], teacher.maps[self.stage])
        return Loss({"hint": functional.mse_loss(self.regressor(ours), theirs)})
