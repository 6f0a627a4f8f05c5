"""How much memory a training step takes under each of LoCo's schedules, measured.

What is measured is the **peak of what a step allocates**: maps kept for the backward pass, their
gradients, what operators need meanwhile, decoders and losses. Weights, their gradients and the
optimizer's state are there before and don't count: no schedule changes them.

With few images a step's peak is where the largest weight's new gradient is, which is the same under
all schedules; what a large batch saves is told by :func:`memory_per_image`. On the CPU a
convolution's backward pass copies maps into oneDNN's layout and back, which counts, and costs LoCo
more than end-to-end training: its peak is in such a pass, the other's is before all of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.profiler import ProfilerActivity, profile

from contracode.encoders.images.staged import ImageEncoder
from contracode.methods.loco import (
    SCHEDULES,
    DecoderConfig,
    decoders_for,
    named_schedule,
    stacked_nt_xent,
)

VIEWS = 2


@dataclass(frozen=True, slots=True)
class ScheduleMemory:
    """A schedule's peak, at one size of batch."""

    schedule: str
    images: int
    """Views of one step."""
    peak_bytes: int
    """The most bytes allocated at once by the step."""
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
) -> list[ScheduleMemory]:
    """Each schedule's peak and saving with the same decoder; the encoder's device is measured.

    Gradients of the encoder are gone afterwards; its weights aren't changed, but its batch
    statistics are updated once a schedule.

    Args:
        encoder: any in stages.
        images: the two views of a batch, one after the other, on the encoder's device.
        schedules: names, see ``named_schedule``.
        config: the decoder of every unit; LoCo's, if not given.

    Source: Xiong, Ren, Urtasun 2020, arXiv 2008.01342, table 7, whose savings are 1.28 (LoCo) and
    1.81 (GIM) for ResNet-50, and 2.76 and 4.56 for Progressive ResNet-50, at 224 px.
    Differs: its loss holds all scores of a batch, ours tiles of them.
    """
    config = config or DecoderConfig()
    peaks = {
        name: _peak_of_step(encoder, images, name, config)
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


def peak_allocated(step: Callable[[], object], device: torch.device) -> int:
    """The most bytes that the step has allocated at once, beyond what was there before it.

    On a GPU the caching allocator counts; on the CPU the profiler's record of every allocation, in
    the order in which they happened, temporaries of operators among them. Memory that a library
    takes from elsewhere isn't seen.

    Raises:
        ValueError: the device is neither a CPU nor a CUDA device.
    """
    if device.type == "cuda":
        torch.cuda.synchronize(device)
        before = torch.cuda.memory_allocated(device)
        torch.cuda.reset_peak_memory_stats(device)
        step()
        torch.cuda.synchronize(device)
        return torch.cuda.max_memory_allocated(device) - before
    if device.type != "cpu":
        raise ValueError(f"memory is measured on cpu or cuda, got {device.type}")
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as recorded:
        step()
    changes = [
        (event.start_ns(), event.nbytes())
        for event in recorded.profiler.kineto_results.events()
        if event.name() == "[memory]"
    ]
    held, peak = 0, 0
    for _, change in sorted(changes, key=lambda each: each[0]):
        held += change
        peak = max(peak, held)
    return peak


def _peak_of_step(encoder: ImageEncoder, images: Tensor, name: str, config: DecoderConfig) -> int:
    schedule = named_schedule(name)
    decoders = decoders_for(encoder, schedule, config).to(images.device)
    objective = stacked_nt_xent(VIEWS)
    parameters = [*encoder.parameters(), *decoders.parameters()]
    for parameter in parameters:
        # Held before the step, or they would count. New ones then exist one at a time.
        parameter.grad = torch.zeros_like(parameter)
    peak = peak_allocated(
        lambda: schedule.step(encoder, decoders, images, objective), images.device
    )
    encoder.zero_grad(set_to_none=True)
    return peak
