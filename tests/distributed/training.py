"""Two steps of training one case, the same code in one process and in many."""

from typing import NamedTuple

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from contracode.distributed import average, rank, world_size
from contracode.losses import MomentumCopy

SAMPLES, VIEWS, WIDTH, DIM, STEPS = 8, 2, 5, 4, 2
LABELS = torch.tensor([0, 0, 1, 1, 0, 2, 3, 4])
"""Of one view, the first half has a positive each; of the second half, one sample of four."""


class Step(NamedTuple):
    """What an objective sees of one step: this process's samples only."""

    views: Tensor
    """[views batch dim], with gradient."""
    slow: Tensor
    """The same of the slow encoder, without."""
    labels: Tensor
    records: Tensor
    """Number of each sample, known to all processes."""
    number: int


class Case:
    """An objective, what it trains beside the encoder, and its state, which it alone writes."""

    trained: nn.Module = nn.Identity()

    def loss(self, step: Step) -> Tensor:
        raise NotImplementedError

    def after(self, step: Step) -> None:
        """Write the state, after the backward."""

    def state(self) -> dict[str, Tensor]:
        return {}


class Trained(nn.Module):
    """What ``DistributedDataParallel`` wraps: parameters only, as it would copy state about."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(7)
        self.encoder = nn.Sequential(nn.Linear(WIDTH, 6), nn.Tanh(), nn.Linear(6, DIM)).double()
        for parameter in self.encoder.parameters():
            parameter.data.normal_(generator=generator)
        self.more = case.trained
        self.case = case

    def forward(
        self, images: Tensor, slow: nn.Module, labels: Tensor, records: Tensor, number: int
    ) -> tuple[Tensor, Step]:
        with torch.no_grad():
            keys = slow(images)
        step = Step(self.encoder(images), keys, labels, records, number)
        return self.case.loss(step), step


def train(case: Case) -> dict[str, Tensor]:
    """Losses and parameter gradients of every step, and the state in the end."""
    model = Trained(case)
    slow = MomentumCopy(model.encoder)
    wrapped = DistributedDataParallel(model) if distributed.is_initialized() else model
    found = {}
    for number in range(STEPS):
        images, own = _images(number), _own_samples()
        loss, step = wrapped(
            images[:, own], slow.module, LABELS[own], torch.arange(SAMPLES)[own], number
        )
        loss.backward()
        found[f"loss {number}"] = average(loss)
        with torch.no_grad():
            trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
            for name, parameter in trained.items():
                found[f"gradient {number} {name}"] = parameter.grad.clone()
                parameter -= 0.5 * parameter.grad
        model.zero_grad()
        case.after(step)
        slow.follow(model.encoder, 0.5)
    return found | {f"state {name}": value for name, value in case.state().items()}


def _images(number: int) -> Tensor:
    generator = torch.Generator().manual_seed(number)
    return torch.randn(VIEWS, SAMPLES, WIDTH, generator=generator, dtype=torch.float64)


def _own_samples() -> slice:
    share = SAMPLES // world_size()
    return slice(rank() * share, (rank() + 1) * share)
