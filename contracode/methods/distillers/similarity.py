"""SP: which samples of a batch are alike in the student's last map is as in the teacher's."""

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from contracode.losses import Loss
from contracode.methods.distillers.distiller import Distiller
from contracode.methods.distillers.traces import Traces


class SimilarityPreserving(Distiller):
    """Squared difference of both matrices of dot products, each row of unit length, over B^2.

    The matrices are written out, beside the loss core: one is compared with the other number by
    number, and no reduction over the scores of one of them says that. A batch of 64 makes 4,096.

    Source: Tung and Mori 2019, arXiv 1907.09682; weight of RepDistiller (Tian et al. 2020,
    arXiv 1910.10699).
    """

    def __init__(self, weight: float = 3000.0) -> None:
        super().__init__(weight)

    def compare(self, student: Traces, teacher: Traces) -> Loss:
        """The term ``similarity``."""
        difference = _alikeness(student.maps[-1]) - _alikeness(teacher.maps[-1])
        return Loss({"similarity": difference.square().mean()})


def _alikeness(maps: Float[Tensor, "batch _ _ _"]) -> Float[Tensor, "batch batch"]:
    flat = maps.flatten(1)
    return functional.normalize(flat @ flat.T, dim=1)
