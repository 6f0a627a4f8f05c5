"""Distillation by soft targets (KD), summed with the loss of the labels and with CRD."""

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional

from contracode.losses import Loss, Reduce, accurate, mean_valid


@dataclass(frozen=True, slots=True, kw_only=True)
class DistillationWeights:
    """How much each part of the total counts; a part of weight 0 is left out.

    The defaults are CRD's; see also :data:`CRD_AND_KD` and :data:`KD_ALONE`.
    """

    labels: float = 1.0
    """Of the cross-entropy with the labels: the paper's gamma."""
    imitation: float = 0.0
    """Of the divergence from the teacher's soft targets: alpha."""
    contrast: float = 0.8
    """Of CRD: beta."""
    temperature: float = 4.0
    """Logits are divided by it in the imitation."""

    def __post_init__(self) -> None:
        parts = (self.labels, self.imitation, self.contrast)
        if min(parts) < 0 or not sum(parts) > 0:
            raise ValueError(f"weights must be >= 0 and one of them > 0, got {parts}")
        if not self.temperature > 0:
            raise ValueError(f"temperature must be > 0, got {self.temperature}")


CRD_ALONE = DistillationWeights()
"""CRD as published: labels and contrast."""
CRD_AND_KD = DistillationWeights(imitation=1.0)
"""CRD+KD as published."""
KD_ALONE = DistillationWeights(labels=0.1, imitation=0.9, contrast=0.0)
"""KD as published beside CRD."""


def kd(
    student: Float[Tensor, "batch candidates"],
    teacher: Float[Tensor, "batch candidates"],
    temperature: float = 4.0,
    *,
    reduce: Reduce = mean_valid,
) -> Loss:
    """``T^2 KL(softmax(teacher / T) || softmax(student / T))`` of logits over classes, in nats.

    The term ``imitation``; 0 where both agree, or without samples. ``T^2`` keeps the gradient's
    size: for large T it is that of half the mean squared difference of centred logits. A teacher
    sure of the right class, at T = 1, makes it the cross-entropy with the labels. No gradient
    reaches the teacher.

    Raises:
        ValueError: ``temperature`` is not positive.

    Source: Hinton, Vinyals, Dean 2015, arXiv 1503.02531, section 2.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be > 0, got {temperature}")
    ours = _log_softmax(student, temperature)
    theirs = _log_softmax(teacher.detach(), temperature)
    divergence = temperature**2 * (theirs.exp() * (theirs - ours)).sum(1)
    return Loss({"imitation": reduce(divergence, _everyone(student))})


def distillation(
    student: Float[Tensor, "batch candidates"],
    teacher: Float[Tensor, "batch candidates"],
    labels: Int[Tensor, " batch"],
    weights: DistillationWeights,
    *,
    contrast: Loss | None = None,
    reduce: Reduce = mean_valid,
) -> Loss:
    """Labels' cross-entropy, KD and a contrast such as ``CRD.loss``, each times its weight.

    Terms: ``labels``, ``imitation``, and the contrast's with ``contrast_`` before their names;
    those of weight 0 are left out. Student and teacher are logits over classes.

    Raises:
        ValueError: a contrast has a weight and is not given.

    Source: Tian, Krishnan, Isola 2020, arXiv 1910.10699, eq. 20, and its released code's weights.
    """
    parts = []
    if weights.labels > 0:
        costs = functional.nll_loss(_log_softmax(student, 1.0), labels, reduction="none")
        parts.append(Loss({"labels": reduce(costs, _everyone(student))}).scaled(weights.labels))
    if weights.imitation > 0:
        imitation = kd(student, teacher, weights.temperature, reduce=reduce)
        parts.append(imitation.scaled(weights.imitation))
    if weights.contrast > 0:
        if contrast is None:
            raise ValueError(
                f"the contrast has weight {weights.contrast} and is not given; pass contrast="
            )
        parts.append(contrast.scaled(weights.contrast).named("contrast"))
    first, *others = parts
    for other in others:
        first = first + other
    return first


def _log_softmax(
    logits: Float[Tensor, "batch candidates"], temperature: float
) -> Float[Tensor, "batch candidates"]:
    return functional.log_softmax(accurate(logits) / temperature, dim=1)


def _everyone(logits: Tensor) -> Tensor:
    return torch.ones(len(logits), dtype=torch.bool, device=logits.device)
