"""Peak memory of a training step under each of LoCo's schedules, beside the published savings.

    python benchmarks/loco_memory.py [--quick] [--device cuda] [--json FILE]

Prints one table: what a step adds to what was there before it, at two sizes of batch, and what
every further image adds. What is counted, and how, stands in
``contracode/tasks/images/loco_memory.py`` and ``peak_bytes.py``. Savings are end-to-end training's
bytes over the schedule's own.

What a further image adds is the difference of both sizes. With few images the peak may stand where
weights' gradients are, not where maps are: then a further image seems cheaper than it is among
many, and its saving better; ``--few 8 --many 14`` tells whether that is so.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import torch
import tyro
from tqdm import tqdm

from contracode.encoders.images import Architecture, ImageEncoderConfig, build_image_encoder
from contracode.tasks.figures import DataUsed, FigureRow, write_figures
from contracode.tasks.images.loco_memory import (
    ImageMemory,
    ScheduleMemory,
    memory_per_image,
    schedule_memory,
)
from contracode.tasks.images.peak_bytes import Counted

PUBLISHED: dict[Architecture, dict[str, float]] = {
    "resnet50_imagenet": {"loco": 1.28, "greedy": 1.81},
    "progressive_resnet50_imagenet": {"loco": 2.76, "greedy": 4.56},
}
"""Savings of Xiong, Ren, Urtasun 2020, arXiv 2008.01342, at 224 px."""
SCHEDULES = ("end-to-end", "loco", "greedy", "deep-supervision")
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which sizes to measure."""

    quick: bool = False
    """Images of 64 px, tensors alone: under 45 s on two cores. Savings differ from those at 224."""
    device: Literal["cpu", "cuda"] = "cpu"
    """Where the step is taken. Tensors alone are counted the same on both."""
    json: Path | None = None
    """Also write the figures here."""
    few: int = 2
    """Images of the smaller batch: two views of half as many pictures."""
    many: int = 8
    """Images of the larger batch; from 16 on oneDNN's copies on the CPU change the figures."""

    def __post_init__(self) -> None:
        if not 2 <= self.few < self.many or self.few % 2 or self.many % 2:
            raise ValueError(
                f"few and many must be even, few at least 2 and below many, got {self.few} and "
                f"{self.many}"
            )

    @property
    def size(self) -> int:
        """Height and width of the images, in pixels."""
        return 64 if self.quick else 224

    @property
    def counters(self) -> tuple[Counted, ...]:
        """In which ways bytes are counted."""
        return ("tensors",) if self.quick else get_args(Counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One schedule of one encoder, counted in one way."""

    architecture: Architecture
    counted: Counted
    few: ScheduleMemory
    many: ScheduleMemory
    further: ImageMemory

    @property
    def published(self) -> float | None:
        """The paper's saving; None where it tells of none."""
        return PUBLISHED[self.architecture].get(self.few.schedule)


def measure(settings: Settings, architecture: Architecture, counted: Counted) -> list[Outcome]:
    """All schedules of one encoder, with both sizes of batch."""
    encoder = build_image_encoder(
        ImageEncoderConfig(architecture=architecture), 3, settings.size, SEED
    )
    generator = torch.Generator().manual_seed(SEED)
    device = torch.device(settings.device)
    encoder.to(device)
    few, many = (
        schedule_memory(
            encoder,
            torch.randn(images, 3, settings.size, settings.size, generator=generator).to(device),
            schedules=SCHEDULES,
            counted=counted,
        )
        for images in (settings.few, settings.many)
    )
    return [
        Outcome(architecture=architecture, counted=counted, few=less, many=more, further=further)
        for less, more, further in zip(few, many, memory_per_image(few, many), strict=True)
    ]


def line(outcome: Outcome) -> str:
    """A row of the table."""
    few, many, further = outcome.few, outcome.many, outcome.further
    cells = [
        outcome.architecture,
        outcome.counted,
        few.schedule,
        *(f"{each.peak_bytes / 1e6:,.0f} | {each.saving:.2f}" for each in (few, many)),
        f"{further.bytes_per_image / 1e6:,.1f} | {further.saving:.2f}",
        "-" if outcome.published is None else f"{outcome.published:.2f}",
    ]
    return f"| {' | '.join(cells)} |"


def figures(outcome: Outcome) -> list[FigureRow]:
    """The same as figures to quote."""
    name = f"{outcome.few.schedule}, {outcome.architecture}, {outcome.counted}"
    sizes = [
        (f"peak of {each.images} images", float(each.peak_bytes), each.saving)
        for each in (outcome.few, outcome.many)
    ]
    sizes.append(("a further image", outcome.further.bytes_per_image, outcome.further.saving))
    return [
        row
        for metric, value, saving in sizes
        for row in (
            FigureRow(name=name, metric=metric, value=value, unit="bytes"),
            FigureRow(name=name, metric=f"saving, {metric}", value=saving, rival="end-to-end"),
        )
    ]


def main(settings: Settings) -> None:
    """Measure, print every encoder's rows as soon as they are known, and write."""
    few, many = settings.few, settings.many
    pairs = [(each, counted) for each in PUBLISHED for counted in settings.counters]
    rows: list[FigureRow] = []
    print(f"Peak bytes of a training step, {settings.size} px; savings over end-to-end training")
    if settings.quick:
        print("Quick: the published savings are of 224 px, and are not to be compared with these.")
    print(
        f"| encoder | counted | schedule | {few} images, MB | saving | {many} images, MB | saving "
        "| a further image, MB | saving | published |"
    )
    print("| --- " * 10 + "|")
    for architecture, counted in tqdm(pairs, unit="encoder"):
        for outcome in measure(settings, architecture, counted):
            tqdm.write(line(outcome))
            rows += figures(outcome)
    if settings.json:
        drawn = DataUsed(name="standard normal images", hash=f"seed {SEED}", size=many)
        write_figures(settings.json, drawn, [SEED], rows)


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
