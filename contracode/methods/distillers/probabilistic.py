"""PKT: how probable a sample's neighbours are is as the teacher has it."""

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.traces import Traces

_TINY = 1e-7
"""Added inside the logarithm, as released: opposite vectors have probability 0."""


class ProbabilisticTransfer(Distiller):
    """Divergence of the student's probabilities of neighbours from the teacher's, over B^2.

    A sample's neighbours, itself among them, have probabilities in proportion to ``(1 + cos) / 2``.
    The mean over B^2 of a sum over B is why the weight is so large. Both matrices are written out,
    beside the loss core: the cost is of one against the other, and each is B x B.

    Source: Passalis, Tefas 2018, arXiv 1803.10837; mean and weight of RepDistiller
    (Tian et al. 2020, arXiv 1910.10699).
    """

    def __init__(self, weight: float = 30_000.0) -> None:
        super().__init__(weight)

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``neighbours``."""
        ours, theirs = _neighbours(student.vectors), _neighbours(teacher.vectors)
        ratio = ((theirs + _TINY) / (ours + _TINY)).log()
        return Loss({"neighbours": (theirs * ratio).mean()})


def _neighbours(vectors: Float[Tensor, "batch dim"]) -> Float[Tensor, "batch batch"]:
    """Each row sums to 1."""
    unit = functional.normalize(vectors, dim=1, eps=_TINY)
    alike = (unit @ unit.T + 1) / 2
    return alike / alike.sum(1, keepdim=True)
