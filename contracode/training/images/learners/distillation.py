"""Distillation: a student learns from labels, and from what teachers make of the same images."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float, Int
from pydantic import ConfigDict, with_config
from torch import Tensor, nn

from contracode.encoders.images import ImageEncoder
from contracode.losses import Loss
from contracode.methods.crd import Classes, CRDConfig, EnsembleCRD, Sides, pick_unlabelled
from contracode.methods.distillers import DISTILLERS, Shapes, Traces, named_distiller
from contracode.seeds import seed_for
from contracode.training.device import mixed_precision
from contracode.training.images.learners.classification import (
    ClassificationLearner,
    hits,
    labelled_cross_entropy,
)
from contracode.training.images.learners.learning import ImageLearner, learnt
from contracode.training.images.steps import ImageStep


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DistillationConfig:
    """A student beside its teachers: labels, a distiller or none, and CRD or not."""

    kind: Literal["distillation"] = "distillation"
    teachers: tuple[str, ...] = ()
    """Folders of runs with ``method.kind = "cross-entropy"``; several are an ensemble."""
    distiller: str = "none"
    """What is compared beside the labels, as ``contracode.methods.distillers`` names it."""
    weight: float | None = None
    """Of the distiller; the released one if None."""
    labels: float | None = None
    """Of the cross-entropy with the labels; the one released with the distiller if None."""
    contrast: float = 0.0
    """Of CRD; the paper has 0.8."""
    negatives: int = 4096
    """CRD's stored features that an image is told from; the paper has 16,384 of 50,000."""
    negatives_of: Literal["other-classes", "anyone"] = "other-classes"
    """Whether labels choose the negatives, as released, or nothing does."""

    def __post_init__(self) -> None:
        if not self.teachers:
            raise ValueError("method.teachers needs the folder of a trained classifier, got none")
        if self.distiller != "none" and self.distiller not in DISTILLERS:
            known = ", ".join(("none", *DISTILLERS))
            raise ValueError(f"method.distiller must be one of {known}, got {self.distiller}")
        if self.contrast < 0 or self.negatives < 1:
            raise ValueError(
                "method.contrast must be >= 0 and method.negatives at least 1, "
                f"got {self.contrast} and {self.negatives}"
            )
        for name in ("weight", "labels"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ValueError(f"method.{name} must be >= 0, got {value}")
        if self.distiller == "none" and not self.contrast and not self.label_weight:
            raise ValueError(
                "a student without labels needs a distiller or method.contrast > 0, got neither"
            )

    @property
    def label_weight(self) -> float:
        """Weight of the labels' cross-entropy."""
        if self.labels is not None:
            return self.labels
        # With CRD beside it KD has no share of the labels' weight, as published.
        alone = self.distiller in DISTILLERS and not self.contrast
        return DISTILLERS[self.distiller].labels if alone else 1.0

    @property
    def distiller_weight(self) -> float | None:
        """Weight of the distiller; None is the released one."""
        beside_crd = self.distiller == "kd" and self.contrast > 0 and self.weight is None
        return 1.0 if beside_crd else self.weight


class DistillationLearner(ImageLearner):
    """A student with its classifier, and for every teacher a distiller and a CRD, where wanted.

    Source: Tian, Krishnan, Isola 2020, arXiv 1910.10699, section 3; an ensemble's losses are summed
    over teachers, as there.
    """

    encoder: ImageEncoder

    def __init__(
        self,
        encoder: ImageEncoder,
        teachers: Sequence[ClassificationLearner],
        config: DistillationConfig,
        *,
        labels: Int[Tensor, " pool"],
        classes: int,
        seed: int,
    ) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder
        self.classifier = nn.Linear(encoder.width, classes)
        own = Shapes(encoder.channels, encoder.width)
        theirs = [Shapes(one.encoder.channels, one.encoder.width) for one in teachers]
        self.distillers = nn.ModuleList(
            named_distiller(config.distiller, own, shapes, weight=config.distiller_weight)
            for shapes in theirs
            if config.distiller != "none"
        )
        self.crd: EnsembleCRD | None = None
        if config.contrast:
            generator = torch.Generator().manual_seed(seed_for(seed, "banks"))
            widths = [shapes.width for shapes in theirs]
            self.crd = EnsembleCRD(len(labels), own.width, widths, CRDConfig(), generator=generator)
        # Not a part of this module: teachers are neither trained nor saved with it.
        self._teachers = list(teachers)
        self._labels = labels
        self._classes = (
            Classes.of(labels)
            if config.contrast and config.negatives_of == "other-classes"
            else None
        )
        self._seed = seed
        self._compared: list[Sides] = []
        self._index = labels[:0]

    def learn(self, seen: ImageStep) -> dict[str, Tensor]:
        """Gradients of one step; the first one calibrates CRD."""
        images = seen.flat
        with mixed_precision(images.device):
            with torch.no_grad():
                taught = [Traces.of(one.encoder, one.classifier, images) for one in self._teachers]
            student = Traces.of(self.encoder, self.classifier, images)
        loss = Loss({})
        logits = student.logits.float()
        if self.config.label_weight:
            cost = labelled_cross_entropy(logits, seen.labels)
            loss += Loss({"labels": self.config.label_weight * cost})
        for number, (distiller, teacher) in enumerate(zip(self.distillers, taught, strict=False)):
            loss += self._numbered(distiller(student, teacher), number)
        if self.crd is not None:
            loss += self._contrast(self.crd, student, taught, seen)
        return {**learnt(loss), "accuracy": hits(logits, seen.labels)}

    def after_step(self) -> None:
        """Move the banks' vectors of the step's images."""
        if self.crd is not None:
            self.crd.update(self._index, self._compared)
            self._compared = []

    def logits(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch classes"]:
        """Scores of the classes, in float32, for normalised pixels."""
        scores: Tensor = self.classifier(self.vectors(images))
        return scores.float()

    def kept(self) -> ImageEncoder:
        """The student without its classifier."""
        return self.encoder

    def _contrast(
        self, crd: EnsembleCRD, student: Traces, taught: Sequence[Traces], seen: ImageStep
    ) -> Loss:
        vectors = [teacher.vectors.float() for teacher in taught]
        sides = crd(student.vectors.float(), vectors, self._picks(seen))
        crd.calibrate_once(sides)
        self._index, self._compared = seen.index, sides
        return crd.loss(sides).scaled(self.config.contrast).named("contrast")

    def _picks(self, seen: ImageStep) -> Int[Tensor, "batch picked"]:
        seed = seed_for(self._seed, f"negatives/{seen.step}")
        generator = torch.Generator(seen.index.device).manual_seed(seed)
        negatives = self.config.negatives
        if self._classes is None:
            return pick_unlabelled(seen.index, len(self._labels), generator, negatives=negatives)
        return self._classes.pick(seen.index, generator, negatives=negatives)

    def _numbered(self, loss: Loss, number: int) -> Loss:
        """Terms under names that say which teacher, where there are several."""
        return loss if len(self._teachers) == 1 else loss.named(f"teacher_{number + 1}")
