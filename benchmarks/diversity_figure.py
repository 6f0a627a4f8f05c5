"""The histogram of token differences: pairs of variants beside pairs of two programs. Shell."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
from jaxtyping import Float64
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from contracode.files import write_whole

BINS = np.linspace(0, 1, 41)
OURS, RIVAL, GREY = "#33658a", "#f6ae2d", "#5c6670"

PairDifferences = tuple[Float64[np.ndarray, " positives"], Float64[np.ndarray, " negatives"]]


def draw_differences(
    path: Path, ours: PairDifferences, released: PairDifferences, paper: Mapping[str, float]
) -> None:
    """Write a PNG of two panels: pairs of one program, pairs of two programs."""
    figure = Figure(figsize=(8, 5.4), layout="constrained")
    panels = figure.subplots(2, 1, sharex=True)
    titles = (
        "positive pairs: two distinct texts of one program",
        "negative pairs: texts of two programs",
    )
    for axes, title, place, kind in zip(panels, titles, (0, 1), paper, strict=True):
        _draw_panel(axes, title, ours[place], released[place], paper[kind])
    panels[1].set_xlabel("difference in lexical tokens: edits over tokens of the longer text")
    panels[1].xaxis.set_major_formatter(PercentFormatter(1.0))
    # Without the program's name the same figures give the same bytes in every version.
    save = partial(figure.savefig, format="png", dpi=144, metadata={"Software": None})
    write_whole(path, save)


def _draw_panel(
    axes: Axes,
    title: str,
    ours: Float64[np.ndarray, " pairs"],
    released: Float64[np.ndarray, " pairs"],
    paper_mean: float,
) -> None:
    for values, colour, label in ((ours, OURS, "default plan"), (released, RIVAL, "released code")):
        weights = np.full(len(values), 1 / len(values))
        mean = values.mean()
        axes.hist(
            values,
            BINS,
            weights=weights,
            color=colour,
            alpha=0.6,
            label=f"{label}, mean {mean:.1%}",
        )
        axes.axvline(mean, color=colour, linewidth=1.5)
    axes.axvline(
        paper_mean,
        color=GREY,
        linestyle="--",
        label=f"the paper's mean, {paper_mean:.1%}, over sampled subwords",
    )
    axes.set_title(title, fontsize=10, loc="left")
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_ylabel("pairs")
    axes.legend(frameon=False, fontsize=8, loc="upper left")
    axes.spines[["top", "right"]].set_visible(False)
