"""The steps of a run, one after the other; the same for code and for images."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

import torch
from torch import Tensor

from contracode.errors import DivergedError
from contracode.training.learner import Learner, Seen, Steps
from contracode.training.log import RunLog
from contracode.training.schedule import ScheduleConfig, learning_rate, share_done
from contracode.training.state import Place, save_state


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Generic[Seen]):
    """What the steps of a run work on."""

    schedule: ScheduleConfig
    """Length and learning rate."""
    max_norm: float
    """Longest gradient; longer ones are scaled down."""
    log_every: int
    """Steps between two lines of the log."""
    save_every: int
    """Steps between two saved states."""
    learner: Learner[Seen]
    optimizer: torch.optim.Optimizer
    steps: Steps[Seen]
    log: RunLog
    folder: Path
    """Where states are saved."""

    def run(self, place: Place, started: float) -> Place:
        """Take steps until the schedule ends.

        Args:
            place: where to go on.
            started: when the clock would have stood at zero, had the run never been interrupted.

        Raises:
            DivergedError: the loss is not finite any more, as is seen when it is logged, when a
                state is saved, and at the end.
        """
        earlier_failures = place.failures
        figures: Mapping[str, Tensor] = {}
        for seen in self.steps:
            share = share_done(self.schedule, seen.step, time.perf_counter() - started)
            if share >= 1:
                break
            rate = learning_rate(self.schedule, share)
            figures, gradient_norm = self._step(seen, rate)

            step, elapsed_s = seen.step + 1, time.perf_counter() - started
            failures = earlier_failures + self.steps.failures
            place = Place(step=step, elapsed_s=elapsed_s, failures=failures)
            self.log.step()
            if step == 1 or step % self.log_every == 0:
                told = {
                    **{name: figure.item() for name, figure in figures.items()},
                    "learning_rate": rate,
                    "gradient_norm": gradient_norm.item(),
                    **self.steps.figures(),
                    "elapsed_s": elapsed_s,
                    "augment_failures": failures,
                }
                self.log.write(step, told)
                self._refuse_diverged(told["loss"], step)
            if step % self.save_every == 0:
                self._refuse_diverged(figures["loss"].item(), step)
                save_state(self.folder, place, self.learner, self.optimizer)
        if figures:
            self._refuse_diverged(figures["loss"].item(), place.step)
        return place

    def _refuse_diverged(self, loss: float, step: int) -> None:
        if not math.isfinite(loss):
            raise DivergedError(
                f"the loss is {loss} after step {step}; lower schedule.peak (here "
                f"{self.schedule.peak:g}) or max_norm, and remove {self.folder.parent} to start "
                "anew"
            )

    def _step(self, seen: Seen, rate: float) -> tuple[Mapping[str, Tensor], Tensor]:
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad()
        figures = self.learner.learn(seen)
        norm = torch.nn.utils.clip_grad_norm_(self.learner.trained(), self.max_norm)
        self.optimizer.step()
        self.learner.after_step()
        return figures, norm
