"""What all learners of images are."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

import torch
from jaxtyping import Float
from torch import Tensor, nn

from contracode.encoders.images import ImageEncoder
from contracode.losses import Loss


class ImageLearner(nn.Module, ABC):
    """A learner as the loop wants it, with an image encoder that is kept at the end."""

    @abstractmethod
    def learn(self, seen: Any) -> Mapping[str, Tensor]:  # noqa: ANN401 - images or tuples
        """Add one step's gradients; gives detached figures, ``loss`` among them."""

    def after_step(self) -> None:
        """Change what follows the weights; by default nothing does."""

    def trained(self) -> list[nn.Parameter]:
        """What the optimizer moves; by default every parameter that takes a gradient."""
        return [parameter for parameter in self.parameters() if parameter.requires_grad]

    @abstractmethod
    def kept(self) -> ImageEncoder:
        """The encoder that the checkpoint holds."""

    def vectors(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch dim"]:
        """Vectors of normalised pixels, as the encoder that is kept makes them."""
        found: Tensor = self.kept()(images)
        return found


@runtime_checkable
class Classifies(Protocol):
    """A learner that names classes by itself."""

    def logits(
        self, images: Float[Tensor, "batch channels height width"]
    ) -> Float[Tensor, "batch classes"]:
        """Scores of the classes, for normalised pixels."""


def learnt(loss: Loss) -> dict[str, Tensor]:
    """Add a loss's gradients to the parameters'; gives it and its terms for the log."""
    torch.autograd.backward(loss.total)
    return {
        "loss": loss.total.detach(),
        **{name: term.detach() for name, term in loss.terms.items()},
    }


def refuse_unless_positive(**settings: float) -> None:
    """Check settings of a method.

    Raises:
        ValueError: one of them is not above 0.
    """
    for name, value in settings.items():
        if not value > 0:
            raise ValueError(f"method.{name} must be > 0, got {value}")
