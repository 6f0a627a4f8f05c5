"""How much memory a training step takes under each of LoCo's schedules, measured.

What is measured is the **peak of what a step allocates**: maps kept for the backward pass, their
gradients, what operators need meanwhile, decoders and losses. Weights, their gradients and the
optimizer's state are there before and don't count: no schedule changes them.

With few images a step's peak is where the largest weight's new gradient is, which is the same under
all schedules; what a large batch saves is told by :func:`memory_per_image`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.encoders.images.staged import ImageEncoder
from contracode.methods.loco import (
    SCHEDULES,
    DecoderConfig,
    decoders_for,
    named_schedule,
    stacked_nt_xent,
)
from contracode.tasks.images.peak_bytes import Counted, peak_bytes

VIEWS = 2


@dataclass(frozen=True, slots=True)
class ScheduleMemory:
    """A schedule's peak, at one size of batch."""

    schedule: str
    images: int
    """Views of one step."""
    peak_bytes: int
    """The most bytes that the step holds at once."""
    saving: float
    """End-to-end training's peak divided by this one: above 1 where less is needed."""


@dataclass(frozen=True, slots=True)
class ImageMemory:
    """A schedule's peak for every further image."""

    schedule: str
    bytes_per_image: float
    """Bytes by which the peak grows with each view."""
    saving: float
    """End-to-end training's growth divided by this one."""


def schedule_memory(
    encoder: ImageEncoder,
    images: Float[Tensor, "batch channels height width"],
    *,
    schedules: Sequence[str] = tuple(SCHEDULES),
    config: DecoderConfig | None = None,
    counted: Counted = "tensors",
) -> list[ScheduleMemory]:
    """Each schedule's peak and saving with the same decoder; measured on the encoder's device.

    Gradients of the encoder are gone afterwards; its weights aren't changed, but its batch
    statistics are updated once a schedule.

    Args:
        encoder: any in stages.
        images: the two views of a batch, one after the other, on the encoder's device.
        schedules: names, see ``named_schedule``.
        config: the decoder of every unit; LoCo's, if not given.
        counted: ``tensors``, or all that the device has ``allocated``; see ``peak_bytes``.

    Source: Xiong, Ren, Urtasun 2020, arXiv 2008.01342, whose savings are 1.28 (LoCo) and
    1.81 (GIM) for ResNet-50, and 2.76 and 4.56 for Progressive ResNet-50, at 224 px.
    Differs: its loss holds all scores of a batch, ours tiles of them. Its shares of the stages
    count what blocks put out. Here the stem counts too, 7 MB an image at 224 px in float32, and so
    do gradients on their way: in the Progressive ResNet the two lowest stages are then the most
    that is held.
    """
    config = config or DecoderConfig()
    peaks = {
        name: _peak_of_step(encoder, images, name, config, counted)
        for name in dict.fromkeys(("end-to-end", *schedules))
    }
    whole = peaks["end-to-end"]
    return [
        ScheduleMemory(name, len(images), peaks[name], whole / peaks[name]) for name in schedules
    ]


def memory_per_image(
    few: Sequence[ScheduleMemory], many: Sequence[ScheduleMemory]
) -> list[ImageMemory]:
    """What :func:`schedule_memory` found with few and with many images, without what is constant.

    Raises:
        ValueError: the schedules aren't the same, end-to-end isn't one of them, or the images
            aren't more.
    """
    names = [each.schedule for each in few]
    if "end-to-end" not in names or names != [each.schedule for each in many]:
        raise ValueError(f"both need the same schedules, end-to-end one of them, got {names}")
    growth = {}
    for less, more in zip(few, many, strict=True):
        if more.images <= less.images:
            raise ValueError(f"many must be more images, got {less.images} and {more.images}")
        growth[less.schedule] = (more.peak_bytes - less.peak_bytes) / (more.images - less.images)
    whole = growth["end-to-end"]
    return [ImageMemory(name, each, whole / each) for name, each in growth.items()]


def _peak_of_step(
    encoder: ImageEncoder, images: Tensor, name: str, config: DecoderConfig, counted: Counted
) -> int:
    schedule = named_schedule(name)
    decoders = decoders_for(encoder, schedule, config).to(images.device)
    objective = stacked_nt_xent(VIEWS)
    parameters = [*encoder.parameters(), *decoders.parameters()]
    for parameter in parameters:
        # Held before the step, or they would count. New ones then exist one at a time.
        parameter.grad = torch.zeros_like(parameter)

    def step() -> None:
        schedule.step(encoder, decoders, images, objective)

    peak = peak_bytes(step, images.device, counted)
    encoder.zero_grad(set_to_none=True)
    return peak
