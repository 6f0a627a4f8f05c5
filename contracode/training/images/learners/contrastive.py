"""Methods that compare the views of a batch with each other: one encoder, one head, one loss."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from jaxtyping import Float
from pydantic import ConfigDict, with_config
from torch import Tensor

from contracode.encoders.images import ImageEncoder
from contracode.losses import Loss
from contracode.methods.cacr import cacr_views
from contracode.methods.infonce import nt_xent
from contracode.methods.supcon import supcon_views
from contracode.methods.supcon.costs import Summation
from contracode.training.device import mixed_precision
from contracode.training.images.learners.heads import HeadConfig, build_head
from contracode.training.images.learners.learning import (
    ImageLearner,
    learnt,
    refuse_unless_positive,
)
from contracode.training.images.learners.rivals import (
    AlignUniformConfig,
    CMCConfig,
    HardNegativesConfig,
)
from contracode.training.images.steps import ImageStep

ViewsLoss = Callable[[Float[Tensor, "views batch dim"], ImageStep], Loss]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SimCLRConfig:
    """NT-Xent: InfoNCE of every view against all others (CL in CACR's tables)."""

    kind: Literal["simclr"] = "simclr"
    temperature: float = 0.1
    """Cosines are divided by it."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        refuse_unless_positive(temperature=self.temperature)

    def loss(self, views: Float[Tensor, "views batch dim"], _: ImageStep) -> Loss:
        """Of the projected views."""
        return nt_xent(views, self.temperature)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SupConConfig:
    """SupCon: all images of a class are positives; those without a label have none."""

    kind: Literal["supcon"] = "supcon"
    temperature: float = 0.1
    """Cosines are divided by it."""
    summation: Summation = "out"
    """Positives are averaged outside of the logarithm, or inside."""
    positives: Literal["class", "concept"] = "class"
    """What positives share: their class, or what they show, such as one emoji by two vendors."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        refuse_unless_positive(temperature=self.temperature)

    def loss(self, views: Float[Tensor, "views batch dim"], seen: ImageStep) -> Loss:
        """Of the projected views."""
        group = seen.labels if self.positives == "class" else seen.concepts
        return supcon_views(views, group, self.temperature, summation=self.summation)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class CACRConfig:
    """CACR between views, as released for CIFAR: gradient flows through the weights."""

    kind: Literal["cacr"] = "cacr"
    attraction_sharpness: float = 1.0
    """t+; farther positives get more weight."""
    repulsion_sharpness: float = 1.0
    """t-; nearer negatives get more weight."""
    uniform_attraction: bool = False
    """The ablation without weights of the positives."""
    uniform_repulsion: bool = False
    """The ablation without weights of the negatives."""
    detach_weights: bool = False
    """No gradient through the weights, as in the code for ImageNet."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        if self.attraction_sharpness < 0 or self.repulsion_sharpness < 0:
            raise ValueError(
                "method.attraction_sharpness and method.repulsion_sharpness must be >= 0, "
                f"got {self.attraction_sharpness} and {self.repulsion_sharpness}"
            )

    def loss(self, views: Float[Tensor, "views batch dim"], _: ImageStep) -> Loss:
        """Of the projected views."""
        return cacr_views(
            views,
            detach_weights=self.detach_weights,
            attraction_sharpness=self.attraction_sharpness,
            repulsion_sharpness=self.repulsion_sharpness,
            uniform_attraction=self.uniform_attraction,
            uniform_repulsion=self.uniform_repulsion,
        )


ContrastiveConfig = (
    SimCLRConfig | SupConConfig | CACRConfig | AlignUniformConfig | HardNegativesConfig | CMCConfig
)


class ContrastiveLearner(ImageLearner):
    """Encoder and head, trained by a loss of the projected views."""

    encoder: ImageEncoder

    def __init__(self, encoder: ImageEncoder, config: ContrastiveConfig) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = build_head(config.head, encoder.width)
        self._loss: ViewsLoss = config.loss

    def learn(self, seen: ImageStep) -> dict[str, Tensor]:
        """Gradients of one step."""
        with mixed_precision(seen.views.device):
            projected = self.head(self.encoder(seen.flat))
        loss = self._loss(projected.float().unflatten(0, seen.views.shape[:2]), seen)
        return learnt(loss)

    def kept(self) -> ImageEncoder:
        """The encoder without its head."""
        return self.encoder
