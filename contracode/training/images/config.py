"""Settings of a training run on images; a recipe is this, as TOML."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config

from contracode.corpus.images.reading.corpus import Labelling
from contracode.encoders.images import ImageEncoderConfig
from contracode.training.images.learners import MethodConfig
from contracode.training.schedule import ScheduleConfig
from contracode.views.images import ViewsConfig

Labels = Literal[Labelling, "coarse"]
"""What the label of an image tells."""

_MOMENTUM = 0.9


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ImageDataConfig:
    """Which images are trained on, and what is done to their labels."""

    place: str = "fashion-mnist"
    """A data set that `contracode corpus build` made, or the folder of CIFAR, STL-10 or classes; or
    STL-10's file of unlabelled images, to train on these, too. Of a folder of classes, what is
    transparent becomes white, and grey images among coloured ones get three channels."""
    labelled_by: Labels = "class"
    """The column of a built data set that labels come from; or CIFAR-100's coarse classes."""
    size: int | None = None
    """Height and width that images are brought to, their centre kept; None leaves them, if they are
    square."""
    per_class: int | None = None
    """So many training images of every class; None takes all."""
    imbalance: Literal["none", "linear", "exponential"] = "none"
    """Later classes keep more of their images."""
    label_noise: float = 0.0
    """Share of the training images whose label is another one."""
    labelled_per_class: int | None = None
    """Training images a class that keep their label; None keeps all."""
    seed: int = 0
    """Of these choices; the same for all seeds of a run, so that all see the same data."""

    def __post_init__(self) -> None:
        for name in ("size", "per_class", "labelled_per_class"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"data.{name} must be at least 1, got {value}")
        if not 0 <= self.label_noise < 1:
            raise ValueError(f"data.label_noise must be in [0, 1), got {self.label_noise}")


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizerConfig:
    """What moves the weights."""

    kind: Literal["sgd", "adam", "rmsprop"] = "sgd"
    momentum: float = _MOMENTUM
    """Of SGD."""
    weight_decay: float = 1e-4
    """Of matrices and kernels; vectors such as norms have none."""
    max_norm: float | None = None
    """Longest gradient; longer ones are scaled down. None has no limit."""

    def __post_init__(self) -> None:
        if not 0 <= self.momentum < 1:
            raise ValueError(f"optimizer.momentum must be in [0, 1), got {self.momentum}")
        if self.kind != "sgd" and self.momentum != _MOMENTUM:
            raise ValueError(
                f"optimizer.momentum is a choice of sgd, {self.kind} has none; leave it out, got "
                f"{self.momentum}"
            )
        if self.weight_decay < 0:
            raise ValueError(f"optimizer.weight_decay must be >= 0, got {self.weight_decay}")
        if self.max_norm is not None and not self.max_norm > 0:
            raise ValueError(f"optimizer.max_norm must be > 0, got {self.max_norm}")


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRunConfig:
    """One training run on images."""

    name: str
    """Name of the model that comes out."""
    schedule: ScheduleConfig
    """Length and learning rate."""
    method: Annotated[MethodConfig, Field(discriminator="kind")]
    """Objective, by its kind."""
    encoder: ImageEncoderConfig
    """Architecture."""
    data: ImageDataConfig = field(default_factory=ImageDataConfig)
    """Training images."""
    views: ViewsConfig = field(default_factory=ViewsConfig)
    """How they are seen."""
    optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    """What moves the weights."""
    batch: int = 128
    """Images a step, or tuples."""
    seed: int = 0
    """Seed of weights, order and views."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """``auto`` takes a GPU if there is one."""
    log_every: int = 10
    """Steps between two lines of the log."""
    save_every: int = 200
    """Steps between two saved states, from which a run can go on."""

    def __post_init__(self) -> None:
        for name in ("batch", "log_every", "save_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
