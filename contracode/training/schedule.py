"""How far a run has come, and the learning rate there."""

import math

from contracode.training.config import ScheduleConfig


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
