"""Cross-entropy with the labels: what SupCon is held against, and how teachers are trained."""

from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float, Int
from pydantic import ConfigDict, with_config
from torch import Tensor, nn
from torch.nn import functional

from contracode.corpus.images.image_set import NO_LABEL
from contracode.encoders.images import ImageEncoder
from contracode.losses import Loss
from contracode.training.device import mixed_precision
from contracode.training.images.learners.learning import ImageLearner, learnt
from contracode.training.images.steps import ImageStep


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CrossEntropyConfig:
    """A linear classifier on the encoder's vectors; images without a label teach nothing."""

    kind: Literal["cross-entropy"] = "cross-entropy"


class ClassificationLearner(ImageLearner):
    """Encoder and linear classifier."""

    encoder: ImageEncoder

    def __init__(self, encoder: ImageEncoder, classes: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.classifier = nn.Linear(encoder.width, classes)

    def learn(self, seen: ImageStep) -> dict[str, Tensor]:
        """Gradients of one step; every view counts as an image."""
        labels = seen.labels.repeat(len(seen.views))
        with mixed_precision(seen.views.device):
            logits = self.logits(seen.flat)
        cost = labelled_cross_entropy(logits, labels)
        return {**learnt(Loss({"labels": cost})), "accuracy": hits(logits, labels)}

    def logits(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch classes"]:
        """Scores of the classes, in float32."""
        scores: Tensor = self.classifier(self.encoder(images))
        return scores.float()

    def kept(self) -> ImageEncoder:
        """The encoder without its head."""
        return self.encoder


def labelled_cross_entropy(
    logits: Float[Tensor, "rows classes"], labels: Int[Tensor, " rows"]
) -> Float[Tensor, ""]:
    """Mean cross-entropy of the labelled rows, in nats; 0 without any."""
    total = functional.cross_entropy(logits, labels, ignore_index=NO_LABEL, reduction="sum")
    return total / (labels != NO_LABEL).sum().clamp(min=1)


def hits(logits: Float[Tensor, "rows classes"], labels: Int[Tensor, " rows"]) -> Float[Tensor, ""]:
    """Share of the labelled rows whose class has the largest score."""
    known = labels != NO_LABEL
    right = (logits.detach().argmax(1) == labels) & known
    return right.sum() / known.sum().clamp(min=1).to(torch.float32)
