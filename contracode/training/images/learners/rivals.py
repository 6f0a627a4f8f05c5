"""What CACR is compared with, as settings of a contrastive learner."""

from dataclasses import dataclass, field
from typing import Literal

from jaxtyping import Float
from pydantic import ConfigDict, with_config
from torch import Tensor

from contracode.losses import Keys, Loss, Rows
from contracode.methods.rivals import align_uniform, cmc, hard_negatives
from contracode.training.images.learners.heads import HeadConfig
from contracode.training.images.learners.learning import refuse_unless_positive
from contracode.training.images.steps import ImageStep


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AlignUniformConfig:
    """Alignment and uniformity (AU-CL in CACR's tables)."""

    kind: Literal["align-uniform"] = "align-uniform"
    sharpness: float = 2.0
    """Of the kernel between different images."""
    uniform_weight: float = 1.0
    """Of the uniformity beside the alignment."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        refuse_unless_positive(sharpness=self.sharpness)
        if self.uniform_weight < 0:
            raise ValueError(f"method.uniform_weight must be >= 0, got {self.uniform_weight}")

    def loss(self, views: Float[Tensor, "views batch dim"], _: ImageStep) -> Loss:
        """Of the projected views."""
        return align_uniform(views, sharpness=self.sharpness, uniform_weight=self.uniform_weight)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HardNegativesConfig:
    """Contrast with negatives weighted by their hardness (HN-CL in CACR's tables)."""

    kind: Literal["hard-negatives"] = "hard-negatives"
    temperature: float = 0.5
    """Cosines are divided by it."""
    hardness: float = 1.0
    """Sharpness of the negatives' weights."""
    tau_plus: float = 0.1
    """Chance that a negative is of the same class."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        refuse_unless_positive(temperature=self.temperature)
        if not (self.hardness >= 0 and 0 <= self.tau_plus < 1):
            raise ValueError(
                "method.hardness must be >= 0 and method.tau_plus in [0, 1), "
                f"got {self.hardness} and {self.tau_plus}"
            )

    def loss(self, views: Float[Tensor, "views batch dim"], _: ImageStep) -> Loss:
        """Of the projected views."""
        rows = Rows.of_views(views)
        return hard_negatives(
            rows,
            Keys.of(rows),
            temperature=self.temperature,
            hardness=self.hardness,
            tau_plus=self.tau_plus,
        )


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CMCConfig:
    """InfoNCE of every view with every other, one pair of views at a time."""

    kind: Literal["cmc"] = "cmc"
    temperature: float = 0.1
    """Cosines are divided by it."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        refuse_unless_positive(temperature=self.temperature)

    def loss(self, views: Float[Tensor, "views batch dim"], _: ImageStep) -> Loss:
        """Of the projected views."""
        return cmc(views, self.temperature)
