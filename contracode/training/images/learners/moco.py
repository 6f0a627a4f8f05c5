"""MoCo on images: keys of a slow copy, and a queue of earlier ones as negatives."""

from dataclasses import dataclass, field
from typing import Literal

import torch
from pydantic import ConfigDict, with_config
from torch import Tensor, nn

from contracode.encoders.images import ImageEncoder
from contracode.losses import NOBODY, FeatureQueue, Keys, MomentumCopy, Rows, cosine
from contracode.methods.infonce import info_nce
from contracode.training.device import mixed_precision
from contracode.training.images.learners.heads import HeadConfig, build_head
from contracode.training.images.learners.learning import ImageLearner, learnt
from contracode.training.images.steps import ImageStep


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MoCoConfig:
    """MoCo: the first view names the second among the slow copy's keys and the queue."""

    kind: Literal["moco"] = "moco"
    temperature: float = 0.1
    """Cosines are divided by it."""
    momentum: float = 0.99
    """Part of its weights that the slow encoder keeps at every step."""
    queue: int = 4096
    """Keys of earlier steps kept as negatives."""
    head: HeadConfig = field(default_factory=HeadConfig)

    def __post_init__(self) -> None:
        if not self.temperature > 0:
            raise ValueError(f"method.temperature must be > 0, got {self.temperature}")
        if not 0 <= self.momentum <= 1:
            raise ValueError(f"method.momentum must be in [0, 1], got {self.momentum}")
        if self.queue < 0:
            raise ValueError(f"method.queue must be >= 0, got {self.queue}")


class MoCoLearner(ImageLearner):
    """Encoder and head, their slow copy, and the queue.

    Source: He et al. 2020, arXiv 1911.05722; the two-layer head of Chen et al. 2020, arXiv
    2003.04297.
    Differs: one process needs no shuffled BatchNorm; the other keys of the batch are negatives too,
    and an image's earlier keys in the queue are ignored, not pushed away.
    """

    encoder: ImageEncoder

    def __init__(self, encoder: ImageEncoder, config: MoCoConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder
        self.head = build_head(config.head, encoder.width)
        self.slow = MomentumCopy(self._tower())
        self.queue = FeatureQueue(config.queue, config.head.projected)
        self._fresh: tuple[Tensor, Tensor] | None = None

    def learn(self, seen: ImageStep) -> dict[str, Tensor]:
        """Gradients of one step; needs two views."""
        queries, others = seen.views
        with mixed_precision(seen.views.device):
            projected = self.head(self.encoder(queries)).float()
            with torch.no_grad():
                fresh = self.slow.module(others).float()
        rows = Rows(projected, group=seen.index, uid=seen.index)
        # The second view is to be found, so its uid must not be the image's.
        found = Keys(fresh, group=seen.index, uid=torch.full_like(seen.index, NOBODY))
        keys = Keys.cat(found, self.queue.keys())
        loss = info_nce(rows, keys, cosine(self.config.temperature))
        self._fresh = fresh, seen.index
        return learnt(loss)

    def after_step(self) -> None:
        """Let the slow copy follow, and queue the step's keys."""
        assert self._fresh is not None
        self.slow.follow(self._tower(), self.config.momentum)
        self.queue.push(*self._fresh)
        self._fresh = None

    def kept(self) -> ImageEncoder:
        """The encoder, not its slow copy."""
        return self.encoder

    def _tower(self) -> nn.Module:
        return nn.Sequential(self.encoder, self.head)
