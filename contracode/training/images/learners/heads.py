"""Projections used in training only; vectors are taken before them."""

from dataclasses import dataclass

from pydantic import ConfigDict, with_config
from torch import nn

from contracode.encoders.heads import ProjectionHead


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HeadConfig:
    """From the encoder's vectors to those that a loss compares."""

    layers: int = 2
    """2 have a ReLU between them, as in SimCLR; 1 is linear, as in SmallAlexNet."""
    projected: int = 128
    """Length of the vectors compared."""

    def __post_init__(self) -> None:
        if self.layers not in (1, 2):
            raise ValueError(f"method.head.layers must be 1 or 2, got {self.layers}")
        if self.projected < 1:
            raise ValueError(f"method.head.projected must be at least 1, got {self.projected}")


def build_head(config: HeadConfig, width: int) -> nn.Module:
    """A head on vectors of this length; weights come from torch's global state."""
    if config.layers == 1:
        return nn.Linear(width, config.projected)
    return ProjectionHead(width, config.projected)
