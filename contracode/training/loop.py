"""The steps of a run, one after the other."""

import time
from dataclasses import dataclass
from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor

from compiler_aug import Augmenter
from contracode.encoders import PaddedBatch, padded_batches
from contracode.methods.contracode import ContraCode, Report
from contracode.training.config import PretrainConfig
from contracode.training.device import mixed_precision
from contracode.training.log import RunLog
from contracode.training.meter import Meter
from contracode.training.schedule import learning_rate, share_done
from contracode.training.state import Place, save_state
from contracode.views import Pairs, Prefetcher


@dataclass(frozen=True, slots=True)
class Loop:
    """What the steps of a run work on."""

    config: PretrainConfig
    method: ContraCode
    optimizer: torch.optim.Optimizer
    prefetched: Prefetcher[Pairs]
    augmenter: Augmenter
    log: RunLog
    folder: Path
    """Where states are saved."""

    def run(self, place: Place, started: float) -> Place:
        """Take steps until the schedule ends.

        Args:
            place: where to go on.
            started: when the clock would have stood at zero, had the run never been interrupted.
        """
        config, failures, meter = self.config, place.failures, Meter()
        for pairs in self.prefetched:
            share = share_done(config.schedule, pairs.step, time.perf_counter() - started)
            if share >= 1:
                break
            rate = learning_rate(config.schedule, share)
            report, gradient_norm = self._step(pairs, rate)

            step, elapsed_s = pairs.step + 1, time.perf_counter() - started
            failures += pairs.failures
            place = Place(step=step, elapsed_s=elapsed_s, failures=failures)
            meter.count(len(pairs.records), pairs.tokens)
            self.log.step()
            if step == 1 or step % config.log_every == 0:
                figures = {
                    "loss": report.loss.item(),
                    **{name: term.item() for name, term in report.terms.items()},
                    "learning_rate": rate,
                    "gradient_norm": gradient_norm.item(),
                    **meter.read(self.prefetched.waited_s),
                    "elapsed_s": elapsed_s,
                    "augment_failures": failures,
                    "workers_restarted": self.augmenter.restarts,
                }
                self.log.write(step, figures)
            if step % config.save_every == 0:
                save_state(self.folder, place, self.method, self.optimizer)
        return place

    def _step(self, pairs: Pairs, rate: float) -> tuple[Report, Float[Tensor, ""]]:
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        records = torch.tensor(pairs.records, device=self.method.device)
        with mixed_precision(self.method.device):
            report = self.method(self._pad(pairs.queries), self._pad(pairs.keys), records)
        self.optimizer.zero_grad()
        report.loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.method.tower.parameters(), self.config.max_norm)
        self.optimizer.step()
        self.method.after_step(report)
        return report, norm

    def _pad(self, programs: list[list[int]]) -> list[PaddedBatch]:
        batches = padded_batches(programs, token_budget=self.config.token_budget)
        return [batch.to(self.method.device) for batch in batches]
