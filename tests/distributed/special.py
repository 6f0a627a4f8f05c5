"""Objectives that need more than rows and keys: trained parts, lists of positives, tuples."""

import torch
from distributed.objectives import SCORE
from distributed.sources import Views
from distributed.training import DIM, LABELS, SAMPLES, Case, Step
from torch import Tensor, nn

from contracode.distributed import gather, gather_views, mean_valid, rank
from contracode.losses import Keys, Rows, cosine
from contracode.methods.distillation import CRD_AND_KD, distillation
from contracode.methods.infonce import info_nce
from contracode.methods.pac_bayes import (
    Stochastic,
    draw_tuples,
    iid_complexity,
    pac_bayes_loss,
)
from contracode.methods.supcon import first_positives, supcon


class LearntTemperature(Case):
    """NT-Xent whose temperature is one of the trained parameters."""

    def __init__(self) -> None:
        self.trained = nn.ParameterDict({"log": nn.Parameter(torch.tensor(-0.7))}).double()

    def loss(self, step: Step) -> Tensor:
        rows, keys = Views().pair(step)
        score = cosine(self.trained["log"].exp())
        return info_nce(rows, keys, score, reduce=mean_valid).total


class CappedPositives(Case):
    """SupCon of local rows with a list of positives, made from the labels of all samples."""

    def loss(self, step: Step) -> Tensor:
        views, batch, _ = step.views.shape
        everybody = Rows.of_views(gather_views(step.views), LABELS)
        own = torch.arange(views * SAMPLES).view(views, SAMPLES)[:, rank() * batch :][:, :batch]
        own = own.flatten()
        rows = Rows(step.views.flatten(0, 1), everybody.group[own], everybody.uid[own])
        listed = first_positives(LABELS, views=views, cap=2)[own]
        keys = Keys.of(everybody)
        return supcon(rows, keys, SCORE, positives=listed, reduce=mean_valid).total


class Correlations(Case):
    """A loss of the matrix of correlations between two views: no mean over rows."""

    def loss(self, step: Step) -> Tensor:
        first, second = gather_views(step.views)
        correlations = first.T @ second / len(first)
        return (correlations - torch.eye(len(correlations))).square().sum()


class SoftTargets(Case):
    """Labels' cross-entropy and KD: rows only, no keys."""

    def __init__(self) -> None:
        self.trained = nn.Linear(DIM, 5).double()
        _draw(self.trained, seed=5)

    def loss(self, step: Step) -> Tensor:
        student, teacher = self.trained(step.views[0]), step.slow[1] @ torch.ones(DIM, 5).double()
        nothing = info_nce(*Views().pair(step), SCORE, reduce=mean_valid)
        parts = distillation(
            student, teacher, step.labels, CRD_AND_KD, contrast=nothing, reduce=mean_valid
        )
        return parts.total


class RandomWeights(Case):
    """PAC-Bayes: all processes draw the same weights, and blocks come from all samples."""

    def __init__(self) -> None:
        head = nn.Linear(DIM, 3).double()
        _draw(head, seed=6)
        self.trained = Stochastic(head, log_prior_std=-2.0)

    def loss(self, step: Step) -> Tensor:
        hypothesis = self.trained.draw(torch.Generator().manual_seed(step.number))
        table = gather(hypothesis(step.views[0]))
        tuples = draw_tuples(LABELS, SAMPLES, generator=torch.Generator().manual_seed(step.number))
        batch = len(step.records)
        own = slice(rank() * batch, (rank() + 1) * batch)
        parts = (tuples.anchors[own], tuples.positive[own], tuples.negative[own])
        complexity = iid_complexity(self.trained.kl(), self.trained.log_prior_std, scale=10.0)
        blocks = (table[part] for part in parts)
        return pac_bayes_loss(*blocks, complexity, reduce=mean_valid).total


def _draw(module: nn.Module, *, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    for parameter in module.parameters():
        parameter.data.normal_(generator=generator)
