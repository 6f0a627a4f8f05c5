"""Distillation: a student learns from labels, and from what teachers make of the same images."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, with_config

from contracode.encoders.images import ImageEncoder
from contracode.training.images.learners.classification import ClassificationLearner
from contracode.training.images.learners.learning import ImageLearner


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class DistillationConfig:
    kind: Literal["distillation"] = "distillation"
    teachers: tuple[str, ...] = ()


class DistillationLearner(ImageLearner):
    def __init__(self, encoder: ImageEncoder, teachers: Sequence[ClassificationLearner], method: DistillationConfig, *, images: int, classes: int) -> None:
        raise NotImplementedError
