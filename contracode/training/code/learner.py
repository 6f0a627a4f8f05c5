"""ContraCode as the loop trains it, and its steps: variants that the compiler makes meanwhile."""

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn

from compiler_aug import Augmenter
from contracode.encoders.code import PaddedBatch, padded_batches
from contracode.methods.contracode import ContraCode, Report
from contracode.training.device import mixed_precision
from contracode.training.meter import Meter
from contracode.views import Pairs, Prefetcher


class CodeLearner(nn.Module):
    """ContraCode on pairs of variants, cut into parts of equal length."""

    method: ContraCode

    def __init__(self, method: ContraCode, token_budget: int) -> None:
        super().__init__()
        self.method = method
        self._token_budget = token_budget
        self._report: Report | None = None

    def learn(self, seen: Pairs) -> Mapping[str, Tensor]:
        """Gradients of one step of pairs."""
        device = self.method.device
        records = torch.tensor(seen.records, device=device)
        with mixed_precision(device):
            report = self.method(self._pad(seen.queries), self._pad(seen.keys), records)
        report.loss.backward()
        self._report = report
        return {"loss": report.loss.detach(), **report.terms}

    def after_step(self) -> None:
        """Let the slow tower follow, and queue the step's keys."""
        assert self._report is not None
        self.method.after_step(self._report)
        self._report = None

    def trained(self) -> list[nn.Parameter]:
        """Encoder and head."""
        return list(self.method.tower.parameters())

    def _pad(self, programs: list[list[int]]) -> list[PaddedBatch]:
        batches = padded_batches(programs, token_budget=self._token_budget)
        return [batch.to(self.method.device) for batch in batches]


class CodeSteps:
    """Prefetched pairs, counted."""

    def __init__(self, prefetched: Prefetcher[Pairs], augmenter: Augmenter) -> None:
        self.failures = 0
        self._prefetched = prefetched
        self._augmenter = augmenter
        self._meter = Meter(counted=("pairs", "tokens"))

    def __iter__(self) -> Iterator[Pairs]:
        for pairs in self._prefetched:
            self.failures += pairs.failures
            self._meter.count(pairs=len(pairs.records), tokens=pairs.tokens)
            yield pairs

    def figures(self) -> Mapping[str, float]:
        """Speeds, waits for the compiler, and how often it was replaced."""
        return {
            **self._meter.read_with_waits(self._prefetched.waited_s),
            "workers_restarted": self._augmenter.restarts,
        }
