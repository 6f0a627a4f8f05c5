"""How long a run is, how far it has come, and the learning rate there."""

import math
from dataclasses import dataclass

from pydantic import ConfigDict, with_config


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleConfig:
    """Length of a run, and its learning rate: linear warm-up, then a cosine to zero."""

    steps: int
    """Optimizer steps of the run."""
    max_minutes: float | None = None
    """The run ends after this time even if steps are left; None is no limit.

    The learning rate follows the larger of the two shares gone: it ends near zero either way.
    """
    peak: float = 1e-3
    """Learning rate at the end of the warm-up."""
    warmup_share: float = 0.05
    """Part of the run spent warming up."""

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise ValueError(f"schedule.steps must be at least 1, got {self.steps}")
        if self.max_minutes is not None and not self.max_minutes > 0:
            raise ValueError(f"schedule.max_minutes must be > 0, got {self.max_minutes}")
        if not self.peak > 0:
            raise ValueError(f"schedule.peak must be > 0, got {self.peak}")
        if not 0 <= self.warmup_share < 1:
            raise ValueError(f"schedule.warmup_share must be in [0, 1), got {self.warmup_share}")


def share_done(schedule: ScheduleConfig, step: int, elapsed_s: float) -> float:
    """Share of a run that is over: of its steps or of its time, whichever is further; 1 ends it."""
    of_steps = step / schedule.steps
    of_time = elapsed_s / (60 * schedule.max_minutes) if schedule.max_minutes else 0.0
    return min(max(of_steps, of_time), 1.0)


def learning_rate(schedule: ScheduleConfig, share: float) -> float:
    """Learning rate where this share of the run is over."""
    if share < schedule.warmup_share:
        # Never zero: the first step is to move something.
        return schedule.peak * max(share / schedule.warmup_share, 0.01)
    rest = (share - schedule.warmup_share) / (1 - schedule.warmup_share)
    return schedule.peak * 0.5 * (1 + math.cos(math.pi * rest))
