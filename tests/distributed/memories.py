"""Objectives with a queue or banks of their own, written by every process alike."""

import torch
from distributed.objectives import SCORE
from distributed.sources import Queue, to_be_found, to_be_queued
from distributed.training import DIM, SAMPLES, Case, Step
from torch import Tensor, nn

from contracode.distributed import average, gather, gather_keys, mean_valid
from contracode.losses import Keys, Rows
from contracode.methods.crd import CRD, CRDConfig
from contracode.methods.infonce import info_nce


class SymmetricQueue(Case):
    """Each view is found among the other's keys and a queue, which is written after both halves."""

    def __init__(self) -> None:
        self.queue = Queue().queue

    def loss(self, step: Step) -> Tensor:
        return self.half(step, 0, 1) + self.half(step, 1, 0)

    def half(self, step: Step, query: int, key: int) -> Tensor:
        rows = Rows(step.views[query], step.records, step.records)
        keys = Keys.cat(to_be_found(step.slow[key], step.records), self.queue.keys())
        return info_nce(rows, keys, SCORE, reduce=mean_valid).total

    def after(self, step: Step) -> None:
        for view in step.slow:
            everybody = gather_keys(to_be_queued(step, view))
            self.queue.push(everybody.features, everybody.uid)

    def state(self) -> dict[str, Tensor]:
        return dict(self.queue.named_buffers())


class Distilled(Case):
    """CRD: banks and partitions are everybody's, the teacher is the slow encoder."""

    def __init__(self) -> None:
        generator = torch.Generator().manual_seed(8)
        config = CRDConfig(projected=3, temperature=0.5)
        self.crd = CRD(SAMPLES + 2, DIM, DIM, config, generator=generator).double()
        self.trained = nn.ModuleList([self.crd.project_student, self.crd.project_teacher])
        for parameter in self.trained.parameters():
            parameter.data.normal_(generator=generator)

    def loss(self, step: Step) -> Tensor:
        # One table of draws, so that a sample's negatives do not depend on its process.
        draws = torch.Generator().manual_seed(step.number)
        negatives = torch.randint(SAMPLES + 2, (SAMPLES, 5), generator=draws)[step.records]
        picks = torch.cat([step.records[:, None], negatives], dim=1)
        self.sides = self.crd(step.views[0], step.slow[1], picks)
        if not self.crd.calibrated:
            logs = self.sides.log_partitions()
            self.crd.calibrate(*(average(log.exp()).log() for log in logs))
        return self.crd.loss(self.sides, reduce=mean_valid).total

    def after(self, step: Step) -> None:
        ours, theirs = (gather(side.detach()) for side in (self.sides.student, self.sides.teacher))
        self.crd.update(gather(step.records), ours, theirs)

    def state(self) -> dict[str, Tensor]:
        return dict(self.crd.named_buffers())
