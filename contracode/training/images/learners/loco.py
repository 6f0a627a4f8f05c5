"""LoCo, greedy (GIM), end-to-end and deeply supervised training with the same decoders."""

from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict, with_config
from torch import Tensor

from contracode.encoders.images import ImageEncoder
from contracode.methods.loco import (
    DecoderConfig,
    decoders_for,
    named_schedule,
    stacked_nt_xent,
)
from contracode.training.device import mixed_precision
from contracode.training.images.learners.learning import ImageLearner
from contracode.training.images.steps import ImageStep


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class LoCoConfig:
    """NT-Xent of one unit or of several, whose gradients reach one stage, two, or all."""

    kind: Literal["loco"] = "loco"
    schedule: Literal["loco", "greedy", "end-to-end", "deep-supervision"] = "loco"
    """Units of two overlapping stages; of one stage (GIM); one loss; losses everywhere."""
    temperature: float = 0.1
    """Cosines are divided by it."""
    first_stage_loss: bool = False
    """LoCo's first stage has a loss of its own too, as in the appendix of its paper."""
    decoder_blocks: int = 1
    """Residual blocks of every unit's decoder, thrown away after training."""

    def __post_init__(self) -> None:
        if not self.temperature > 0:
            raise ValueError(f"method.temperature must be > 0, got {self.temperature}")
        if self.first_stage_loss and self.schedule != "loco":
            raise ValueError(
                f"method.first_stage_loss is a choice of loco, {self.schedule} leaves none"
            )
        if self.decoder_blocks < 0:
            raise ValueError(f"method.decoder_blocks must be >= 0, got {self.decoder_blocks}")


class LoCoLearner(ImageLearner):
    """A staged encoder, a decoder for every unit, and the schedule that routes gradients."""

    encoder: ImageEncoder

    def __init__(self, encoder: ImageEncoder, config: LoCoConfig) -> None:
        super().__init__()
        if any(parameter.requires_grad for parameter in encoder.tail.parameters()):
            raise ValueError(
                "LoCo trains stages only, and this encoder has weights behind them that would "
                "stay random; take a ResNet"
            )
        self.encoder = encoder
        self._schedule = named_schedule(config.schedule, first_stage_loss=config.first_stage_loss)
        decoder = DecoderConfig(blocks=config.decoder_blocks)
        self.decoders = decoders_for(encoder, self._schedule, decoder)
        self._temperature = config.temperature

    def learn(self, seen: ImageStep) -> dict[str, Tensor]:
        """Gradients of one step, stage by stage; the loss is the sum over units."""
        objective = stacked_nt_xent(len(seen.views), self._temperature)
        with mixed_precision(seen.views.device):
            terms = self._schedule.step(self.encoder, self.decoders, seen.flat, objective)
        return {"loss": sum(terms.values(), start=seen.views.new_zeros(())), **terms}

    def kept(self) -> ImageEncoder:
        """The encoder without its head."""
        return self.encoder
