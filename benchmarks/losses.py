"""Time and memory of NT-Xent, forward and backward, for growing batches: ours beside its rivals.

    python benchmarks/losses.py [--quick] [--json FILE] [--device cuda]

Prints one table. Every figure comes from a process of its own.
"""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import tyro
from tqdm import tqdm

from contracode.tasks.figures import DataUsed, FigureRow, write_figures

CONTESTANTS = ("dense", "chunked", "plain PyTorch", "torch.compile", "pytorch-metric-learning")
RIVAL = "dense"
SAME_LOSS = 1e-4
"""Relative difference up to which two contestants computed the same loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which sizes to measure, and how often."""

    quick: bool = False
    """One size, once, without the compiler: under 45 s on two cores."""
    json: Path | None = None
    """Also write the figures here."""
    device: str = "cpu"
    """cpu, with float32 features, or cuda, with bfloat16 features."""
    repeats: int = 3
    """Timed steps up to 16,384 rows; a larger batch is timed once."""
    limit_s: float = 900.0
    """A contestant that takes longer at one size is given up there."""

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Rows and dimensions."""
        if self.quick:
            return [(4096, 128)]
        return [(rows, dim) for dim in (128, 768) for rows in (1024, 4096, 16_384, 65_536)]

    @property
    def contestants(self) -> list[str]:
        """Who is measured; compiling alone takes longer than the whole of a quick run."""
        return [name for name in CONTESTANTS if not (self.quick and name == "torch.compile")]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One contestant at one size: figures, or why there are none."""

    rows: int
    dim: int
    name: str
    seconds: float = 0.0
    low: float = 0.0
    high: float = 0.0
    extra_bytes: int = 0
    loss: float = 0.0
    failure: str = ""


def run(settings: Settings, name: str, rows: int, dim: int) -> Outcome:
    """Measure one contestant at one size."""
    repeats = 1 if settings.quick or rows > 16_384 else settings.repeats
    arguments = [name, str(rows), str(dim), str(repeats), settings.device]
    program = Path(__file__).with_name("one_loss.py")
    try:
        done = subprocess.run(
            [sys.executable, str(program), *arguments],
            capture_output=True,
            text=True,
            timeout=settings.limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(rows, dim, name, failure=f"over {settings.limit_s:.0f} s")
    if done.returncode == 0:
        return Outcome(rows, dim, name, **json.loads(done.stdout.splitlines()[-1]))
    if done.returncode == -signal.SIGKILL:
        return Outcome(rows, dim, name, failure="killed by the system, for memory")
    raise SystemExit(f"{name} failed at {rows} rows of {dim}:\n{done.stderr}")


def check_same_loss(outcomes: list[Outcome]) -> None:
    """Refuse to compare contestants that did not compute the same."""
    losses = {outcome.name: outcome.loss for outcome in outcomes if not outcome.failure}
    if losses and max(losses.values()) - min(losses.values()) > SAME_LOSS * max(losses.values()):
        raise SystemExit(f"the contestants computed different losses: {losses}")


def line(outcome: Outcome, rival: Outcome | None) -> str:
    """A row of the table."""
    start = f"| {outcome.rows:,} | {outcome.dim} | {outcome.name} | "
    if outcome.failure:
        return start + f"{outcome.failure} | | |"
    ratio = f"{outcome.seconds / rival.seconds:.2f}" if rival and not rival.failure else ""
    spread = f"{outcome.seconds:.3f} [{outcome.low:.3f}, {outcome.high:.3f}]"
    return start + f"{spread} | {ratio} | {outcome.extra_bytes / 1e6:,.0f} |"


def figures(outcome: Outcome, rival: Outcome | None) -> list[FigureRow]:
    """The same as figures to quote."""
    if outcome.failure:
        return []
    name = f"{outcome.name}, {outcome.rows} rows of {outcome.dim}"
    compared = rival is not None and not rival.failure
    return [
        FigureRow(
            name=name,
            metric="time of one step",
            value=outcome.seconds,
            unit="s",
            low=outcome.low,
            high=outcome.high,
            rival=RIVAL if compared else None,
            ratio=outcome.seconds / rival.seconds if rival and compared else None,
        ),
        FigureRow(name=name, metric="peak extra memory", value=outcome.extra_bytes, unit="bytes"),
    ]


def main(settings: Settings) -> None:
    """Measure, and print each size's part of the table as soon as it is known."""
    rows: list[FigureRow] = []
    print(f"NT-Xent of random vectors, two views, one forward and backward pass, {settings.device}")
    print("| rows | dim | loss | median s [min, max] | ratio to dense | extra MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tqdm(total=len(settings.sizes) * len(settings.contestants), unit="run") as progress:
        for number, dim in settings.sizes:
            outcomes = []
            for name in settings.contestants:
                progress.set_description(f"{name}, {number:,} x {dim}")
                outcomes.append(run(settings, name, number, dim))
                progress.update()
            check_same_loss(outcomes)
            rival = next((one for one in outcomes if one.name == RIVAL), None)
            for outcome in outcomes:
                tqdm.write(line(outcome, rival))
                rows += figures(outcome, rival)
            if settings.json:
                drawn = DataUsed(name="standard normal vectors", hash="seed 0", size=number)
                write_figures(settings.json, drawn, [0], rows)


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
