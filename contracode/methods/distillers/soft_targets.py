"""KD as a distiller: the student's logits are the teacher's."""

from contracode.losses import Loss
from contracode.methods.distillation import kd
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.traces import Traces


class SoftTargets(Distiller):
    """:func:`contracode.methods.distillation.kd` of both logits.

    Source: Hinton, Vinyals, Dean 2015, arXiv 1503.02531; weight 0.9 beside 0.1 of the labels, of
    RepDistiller (Tian et al. 2020, arXiv 1910.10699).
    """

    def __init__(self, weight: float = 0.9, *, temperature: float = 4.0) -> None:
        super().__init__(weight)
        if not temperature > 0:
            raise ValueError(f"temperature must be > 0, got {temperature}")
        self.temperature = temperature

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``imitation``."""
        return kd(student.logits, teacher.logits, self.temperature)
