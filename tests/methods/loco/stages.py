"""Small encoders in stages, and decoders, losses and gradients of them."""

import itertools

import torch
from torch import nn

from contracode.encoders.images.staged import ImageEncoder
from contracode.methods.loco import DecoderConfig, decoders_for

CHANNELS = (3, 5, 4, 6)


def small_encoder(stages=4, dtype=torch.float64, seed=0):
    """Each stage: convolution, batch statistics, ReLU in place, and a stride in the second."""
    widths = (2, *CHANNELS[:stages])
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made = [
            nn.Sequential(
                nn.Conv2d(before, after, 3, 2 if place == 1 else 1, padding=1, bias=False),
                nn.BatchNorm2d(after),
                nn.ReLU(inplace=True),
                nn.Conv2d(after, after, 1),
            )
            for place, (before, after) in enumerate(itertools.pairwise(widths))
        ]
        tail = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        encoder = ImageEncoder(made, CHANNELS[:stages], tail, CHANNELS[stages - 1])
    return encoder.to(dtype)


def small_decoders(encoder, schedule, **settings):
    with torch.random.fork_rng():
        torch.manual_seed(1)
        made = decoders_for(encoder, schedule, DecoderConfig(**{"projected": 7, **settings}))
    return made.to(next(encoder.parameters()).dtype)


def some_images(views=2, batch=3, side=8, dtype=torch.float64):
    generator = torch.Generator().manual_seed(3)
    return torch.randn(views * batch, 2, side, side, generator=generator, dtype=dtype)


def gradients(*modules):
    """Every parameter's gradient; 0 where it has none."""
    return [
        torch.zeros_like(parameter) if parameter.grad is None else parameter.grad.clone()
        for module in modules
        for parameter in module.parameters()
    ]
