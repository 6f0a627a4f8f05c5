"""Plots of image methods: a table as points, curves of the training, reliability. Shell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Float64, Int64
from matplotlib.figure import Figure

from contracode.tasks.drawing import COLOURS, GREY, canvas, finish, look, plain, save_png
from contracode.tasks.images.calibration import Reliability
from contracode.tasks.images.claims import over_seeds
from contracode.tasks.images.report import Column, Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One series of one run: a value at each of its steps."""

    steps: Int64[np.ndarray, " points"]
    values: Float64[np.ndarray, " points"]


Curves = Mapping[str, Mapping[str, Sequence[Curve]]]
"""By stage (or term), then by series; one curve a seed."""

_ACROSS = 4
"""Panels beside each other; wider pictures can't be read on a page."""


def draw_points(results: Results, columns: Sequence[Column], path: Path, *, title: str) -> None:
    """A table as points: a panel a measure, a line a method; the mean with its 95 % t-interval.

    Pale points below it are the seeds; a single run is a point without interval.

    Raises:
        ContracodeError: the file can't be written.
    """
    methods = list(results)
    across = min(len(columns), _ACROSS)
    down = -(-len(columns) // across)
    size = (2.2 + 2.4 * across, 0.3 + down * (0.9 + 0.3 * len(methods)))
    figure = Figure(figsize=size, layout="constrained")
    figure.suptitle(plain(title), fontsize=10)
    grid = figure.subplots(down, across, sharey=True, squeeze=False)
    for axes in grid.flat[len(columns) :]:
        axes.set_visible(False)
    for axes, column in zip(grid.flat, columns, strict=False):
        for place, method in enumerate(methods):
            values = results[method].get(column.measure, {})
            if not values:
                continue
            seeds = [value * column.factor for value in values.values()]
            colour = COLOURS[place % len(COLOURS)]
            axes.plot(
                seeds, [place + 0.25] * len(seeds), "o", color=colour, alpha=0.4, markersize=3
            )
            if len(values) == 1:
                axes.plot(seeds, [place], "o", color=colour, markersize=5)
                continue
            found = over_seeds(values)
            axes.errorbar(
                [found.mean * column.factor],
                [place],
                xerr=[found.half_width * column.factor],
                fmt="o",
                color=colour,
                markersize=5,
                capsize=3,
            )
        finish(axes, column.head)
    grid[0, 0].set_yticks(range(len(methods)), [plain(method) for method in methods])
    grid[0, 0].set_ylim(len(methods) - 0.5, -0.5)
    save_png(figure, path)


def draw_curves(curves: Curves, path: Path, *, title: str, measure: str) -> None:
    """Curves over steps, a panel a stage; seeds thin, and their mean thick where steps agree.

    A series looks the same in every panel, whichever others are in it; a single point is a dot.

    Raises:
        ContracodeError: the file can't be written.
    """
    figure = Figure(figsize=(7.0, 0.6 + 2.4 * len(curves)), layout="constrained")
    figure.suptitle(plain(title), fontsize=10)
    panels = figure.subplots(len(curves), 1, squeeze=False)[:, 0]
    names = dict.fromkeys(name for series in curves.values() for name in series)
    looks = {name: look(number) for number, name in enumerate(names)}
    for axes, (stage, series) in zip(panels, curves.items(), strict=True):
        for name, runs in series.items():
            style = looks[name]
            for run in runs:
                thin = {**style, "linewidth": 0.5, "alpha": 0.6, "marker": _marker(run)}
                axes.plot(run.steps, run.values, markersize=3, **thin)
            first = runs[0]
            same = all(np.array_equal(run.steps, first.steps) for run in runs)
            mean = np.mean([run.values for run in runs], axis=0) if same else first.values
            axes.plot(first.steps, mean, label=plain(name), marker=_marker(first), **style)
        axes.set_xlabel("step")
        axes.set_ylabel(plain(measure))
        finish(axes, stage)
        axes.legend(frameon=False, fontsize=7)
    save_png(figure, path)


def draw_reliability(found: Mapping[str, Reliability], path: Path, *, title: str) -> None:
    """Accuracy over confidence, bin by bin, one line a method; a larger point has more images.

    Raises:
        ContracodeError: the file can't be written.
    """
    figure, axes = canvas(5.0, 5.0)
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.8)
    for number, (name, each) in enumerate(found.items()):
        full = each.counts > 0
        axes.plot(
            each.confidences[full],
            each.accuracies[full],
            label=plain(f"{name}, ECE {100 * each.error:.1f} %"),
            **look(number),
        )
        sizes = 120 * each.counts[full] / each.counts.sum()
        axes.scatter(
            each.confidences[full], each.accuracies[full], s=sizes, color=look(number)["color"]
        )
    axes.set_xlabel("confidence")
    axes.set_ylabel("share that is right")
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    finish(axes, title)
    axes.legend(frameon=False, fontsize=7, loc="upper left")
    save_png(figure, path)


def _marker(curve: Curve) -> str:
    """A line of one point would not be seen."""
    return "o" if len(curve.steps) == 1 else ""
