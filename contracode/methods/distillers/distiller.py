"""What every distiller is: a module from two networks' traces to a loss."""

from abc import ABC, abstractmethod

import torch
from torch import nn

from contracode.losses import Loss
from contracode.methods.distillers.traces import Traces


class Distiller(nn.Module, ABC):
    """A loss that draws a student's traces to its teacher's.

    Some have trained parts, such as regressors: give their parameters to the student's optimizer.
    They are thrown away after training.

    Args:
        weight: >= 0; every term is multiplied by it.

    Raises:
        ValueError: ``weight`` is negative.
    """

    def __init__(self, weight: float = 1.0) -> None:
        super().__init__()
        if not weight >= 0:
            raise ValueError(f"weight must be >= 0, got {weight}")
        self.weight = weight

    def forward(self, student: Traces, teacher: Traces) -> Loss:
        """The weighted loss. No gradient reaches the teacher.

        Computed in float32 at least, whatever autocast says: kernels of differences of squares
        lose their digits in half precision.
        """
        with torch.autocast(student.vectors.device.type, enabled=False):
            loss = self.compare(student.accurate(), teacher.detached().accurate())
        return loss.scaled(self.weight)

    @abstractmethod
    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The loss before its weight."""
