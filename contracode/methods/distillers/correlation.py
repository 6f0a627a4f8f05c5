"""CC: samples' distances from student to teacher, in a common space, are small together."""

from torch import nn

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.traces import Shapes, Traces


class Correlation(Distiller):
    """Products of the absolute differences of each sample and the next one of the batch.

    Of a batch of one there is no next, and nothing to learn.

    Source: the code that its authors gave to RepDistiller (Tian et al. 2020, arXiv 1910.10699) for
    Peng et al. 2019, arXiv 1904.01802, and its weight.
    Differs: the paper compares kernels between samples; the code, and this, does not.
    """

    def __init__(
        self, student: Shapes, teacher: Shapes, weight: float = 0.02, *, projected: int = 128
    ) -> None:
        super().__init__(weight)
        if projected < 1:
            raise ValueError(f"projected must be >= 1, got {projected}")
        self.project_student = nn.Linear(student.width, projected)
        self.project_teacher = nn.Linear(teacher.width, projected)

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``correlation``."""
        ours = self.project_student(student.vectors)
        apart = (ours - self.project_teacher(teacher.vectors)).abs()
        products = (apart[:-1] * apart[1:]).sum(1)
        return Loss({"correlation": products.sum() / max(len(products), 1)})
