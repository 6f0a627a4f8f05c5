"""ContraCode: name a program's other variant among the keys of many programs.

Source: Jain et al. 2021, arXiv 2007.04973, section 3; momentum and queue of
He et al. 2020, arXiv 1911.05722.
Differs: the other programs of the batch are negatives too; a program's earlier variants in the
queue are ignored, not pushed away; padding does not enter the mean over tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from pydantic import ConfigDict, with_config
from torch import Tensor, nn

from contracode.encoders.code import PaddedBatch, PooledEncoder, embed_all
from contracode.encoders.heads import ProjectionHead
from contracode.losses import (
    NOBODY,
    FeatureQueue,
    Keys,
    MomentumCopy,
    Rows,
    cosine,
    hit_rate,
    mean_valid,
    pos_mean,
)
from contracode.methods.infonce import info_nce


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContraCodeConfig:
    """Settings of the objective."""

    temperature: float = 0.07
    """Cosines are divided by it."""
    momentum: float = 0.999
    """Part of its weights that the slow encoder keeps at every step."""
    queue: int = 4096
    """Keys of earlier steps kept as negatives."""
    projected: int = 128
    """Length of the vectors compared in training; 0 compares the program vectors themselves."""

    def __post_init__(self) -> None:
        if not self.temperature > 0:
            raise ValueError(f"method.temperature must be > 0, got {self.temperature}")
        if not 0 <= self.momentum <= 1:
            raise ValueError(f"method.momentum must be in [0, 1], got {self.momentum}")
        if self.queue < 0 or self.projected < 0:
            raise ValueError(
                "method.queue and method.projected must be >= 0, "
                f"got {self.queue} and {self.projected}"
            )


@dataclass(frozen=True, slots=True)
class Report:
    """What one step found."""

    loss: Float[Tensor, ""]
    """To be made smaller."""
    terms: dict[str, Float[Tensor, ""]]
    """Named figures for the log, without gradient."""
    keys: Float[Tensor, "batch dim"]
    """Vectors for the queue."""
    records: Int[Tensor, " batch"]
    """The program of each key."""


class Tower(nn.Module):
    """Encoder and, in training only, projection head."""

    encoder: PooledEncoder

    def __init__(self, encoder: PooledEncoder, width: int, projected: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = ProjectionHead(width, projected) if projected else nn.Identity()

    def forward(self, batches: Sequence[PaddedBatch]) -> Float[Tensor, "programs dim"]:
        """Vectors to compare, in the order of the list that the batches were cut from."""
        vectors: Tensor = self.head(embed_all(self.encoder, batches))
        return vectors


class ContraCode(nn.Module):
    """The objective and its state: trained tower, slow tower, queue."""

    tower: Tower

    def __init__(self, encoder: PooledEncoder, width: int, config: ContraCodeConfig) -> None:
        super().__init__()
        self.config = config
        self.tower = Tower(encoder, width, config.projected)
        self.slow = MomentumCopy(self.tower)
        self.queue = FeatureQueue(config.queue, config.projected or width)

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self.queue.uid.device

    def forward(
        self,
        queries: Sequence[PaddedBatch],
        keys: Sequence[PaddedBatch],
        records: Int[Tensor, " batch"],
    ) -> Report:
        """Compare the first views of some programs with their second views and with the queue."""
        rows = Rows(self.tower(queries), group=records, uid=records)
        with torch.no_grad():
            fresh = self.slow.module(keys)
        # The second view is to be found, so its uid must not be the program's.
        found = Keys(fresh, group=records, uid=torch.full_like(records, NOBODY))
        candidates = Keys.cat(found, self.queue.keys())
        score = cosine(self.config.temperature)
        loss = info_nce(rows, candidates, score)
        with torch.no_grad():
            similarity, count = pos_mean(rows, found, cosine(1.0))
            terms = {
                **{name: term.detach() for name, term in loss.terms.items()},
                "positive_cosine": mean_valid(similarity, count > 0),
                "accuracy": hit_rate(rows, candidates, score),
                "queued": torch.tensor(float(len(candidates.uid) - len(records))),
            }
        return Report(loss.total, terms, fresh, records)

    def after_step(self, report: Report) -> None:
        """Let the slow tower follow, and queue the step's keys."""
        self.slow.follow(self.tower, self.config.momentum)
        self.queue.push(report.keys, report.records)
