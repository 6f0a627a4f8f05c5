"""Settings of a pre-training run on code; a recipe is this, as TOML."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict, with_config

from contracode.encoders.code import EncoderConfig
from contracode.methods.contracode import ContraCodeConfig
from contracode.training.schedule import ScheduleConfig


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class TokensConfig:
    """Vocabulary and segmentation."""

    vocabulary: int = 8192
    """Ids of the vocabulary; a small corpus gives fewer."""
    alpha: float | None = None
    """Sharpness of sampled segmentation; None always takes the most likely one.

    Sampling can't be seeded, so two runs with it differ.
    """
    nbest_size: int | None = None
    """Sampling draws among this many best segmentations; None draws among all."""
    read: int | None = None
    """Training reads at most this many tokens of a program; None reads as many as in use.

    In use a program beyond ``encoder.max_tokens`` is refused; in training a beginning is enough.
    """

    def __post_init__(self) -> None:
        if self.alpha is not None and not self.alpha > 0:
            raise ValueError(f"tokens.alpha must be > 0, got {self.alpha}")
        if self.nbest_size is not None and self.nbest_size < 1:
            raise ValueError(f"tokens.nbest_size must be at least 1, got {self.nbest_size}")
        if self.read is not None and self.read < 3:
            raise ValueError(f"tokens.read must be at least 3, got {self.read}")


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PretrainConfig:
    """One pre-training run."""

    name: str
    """Name of the model that comes out."""
    schedule: ScheduleConfig
    """Length and learning rate."""
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    """Sizes of the encoder."""
    method: ContraCodeConfig = field(default_factory=ContraCodeConfig)
    """Settings of the objective."""
    tokens: TokensConfig = field(default_factory=TokensConfig)
    """Vocabulary and segmentation."""
    plan: str = "default"
    """Plan of the variants, by name."""
    batch: int = 64
    """Programs a step."""
    token_budget: int = 8192
    """Padded tokens computed at once: a step's programs are sorted by length and cut into parts."""
    weight_decay: float = 0.01
    """Weight decay of matrices; vectors such as norms have none."""
    max_norm: float = 1.0
    """Longest gradient; longer ones are scaled down."""
    seed: int = 0
    """Seed of weights, order of records and variants."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """``auto`` takes a GPU if there is one."""
    augment_workers: int = 1
    """Compiler processes."""
    log_every: int = 10
    """Steps between two lines of the log."""
    save_every: int = 100
    """Steps between two saved states, from which a run can go on."""

    def __post_init__(self) -> None:
        for name in ("batch", "token_budget", "augment_workers", "log_every", "save_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if not self.max_norm > 0:
            raise ValueError(f"max_norm must be > 0, got {self.max_norm}")
