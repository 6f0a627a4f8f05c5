"""One step of each of LoCo's schedules with this process's samples, gradients averaged by hand."""

from functools import partial

import torch
from torch import Tensor, nn

from contracode.distributed import average, gather_keys, mean_valid, rank, rows_of_views, world_size
from contracode.encoders.images.staged import ImageEncoder
from contracode.losses import Keys, Loss, cosine
from contracode.methods.infonce import info_nce
from contracode.methods.loco import SCHEDULES, DecoderConfig, decoders_for, named_schedule

VIEWS, SAMPLES, SIDE = 2, 4, 4


def one_step(name: str) -> dict[str, Tensor]:
    """The averaged gradients; no batch statistics, which differ between processes anyway."""
    stages = [
        nn.Sequential(nn.Conv2d(2 if place == 0 else 6, 6, 3, padding=1), nn.Tanh())
        for place in range(4)
    ]
    encoder = ImageEncoder(stages, [6] * 4, nn.Flatten(), 6 * SIDE**2)
    schedule = named_schedule(name)
    decoders = decoders_for(encoder, schedule, DecoderConfig(blocks=0, projected=3))
    generator = torch.Generator().manual_seed(2)
    both = nn.ModuleList([encoder, decoders]).double()
    for parameter in both.parameters():
        parameter.data.normal_(generator=generator)
    images = torch.randn(VIEWS, SAMPLES, 2, SIDE, SIDE, generator=generator, dtype=torch.float64)
    share = SAMPLES // world_size()
    own = images[:, rank() * share :][:, :share].flatten(0, 1)
    schedule.step(encoder, decoders, own, _among_all)
    return {
        name: average(parameter.grad)
        for name, parameter in both.named_parameters()
        if parameter.grad is not None
    }


def _among_all(projected: Tensor) -> Loss:
    rows = rows_of_views(projected.view(VIEWS, -1, projected.shape[1]))
    return info_nce(rows, gather_keys(Keys.of(rows)), cosine(0.5), reduce=mean_valid)


STEPS = {f"{name} schedule": partial(one_step, name) for name in SCHEDULES}
