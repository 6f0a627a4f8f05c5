"""Pairs told apart, as plots: ROC, precision and recall, distributions of scores. Shell."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float64
from matplotlib.figure import Figure

from contracode.tasks.clones.measurement import ScorerFigures
from contracode.tasks.clones.metrics import Sweep
from contracode.tasks.clones.protocols import PairCases
from contracode.tasks.clones.report.results import PartReport
from contracode.tasks.drawing import PALE, canvas, finish, look, plain, save_png

_CLONES, _OTHERS = "#33658a", "#f6ae2d"
_ACROSS = 3
_BINS = 40


def draw_plots(report: PartReport, folder: Path) -> list[Path]:
    """Draw everyone's scores of functions as written; nothing where there are no negatives.

    Returns:
        The files: ROC, precision and recall, distributions.

    Raises:
        ContracodeError: a file can't be written.
    """
    if not report.cases.can_be_told_apart:
        return []
    title = f"clones by {report.part}, {report.split}, {report.protocol}"
    figures = {
        "roc": _roc(report.natural, report.cases, title),
        "precision-recall": _precision_recall(report.natural, report.cases, title),
        "scores": _distributions(report.natural, report.cases, title),
    }
    paths = []
    for name, figure in figures.items():
        path = folder / f"{name}-{report.part}-{report.split}-{report.protocol}.png"
        save_png(figure, path)
        paths.append(path)
    return paths


def _roc(found: Sequence[ScorerFigures], cases: PairCases, title: str) -> Figure:
    figure, axes = canvas()
    for number, each in enumerate(found):
        sweep = _sweep(each, cases)
        caught, alarms = sweep.caught[0], sweep.alarms[0]
        label = f"{each.scorer}, {each.values['AUROC'].mean:.3f}"
        axes.plot(
            [0.0, *alarms / alarms[-1]],
            [0.0, *caught / caught[-1]],
            label=plain(label),
            **look(number),
        )
    axes.plot([0, 1], [0, 1], color=PALE, linewidth=1)
    axes.set_xlabel("false alarms, share of the others")
    axes.set_ylabel("recall")
    finish(axes, f"ROC and its area, {title}")
    axes.legend(frameon=False, fontsize=7, loc="lower right")
    return figure


def _precision_recall(found: Sequence[ScorerFigures], cases: PairCases, title: str) -> Figure:
    figure, axes = canvas()
    for number, each in enumerate(found):
        sweep = _sweep(each, cases)
        caught, named = sweep.caught[0], sweep.caught[0] + sweep.alarms[0]
        drawn = named > 0
        label = f"{each.scorer}, {each.values['AP'].mean:.3f}"
        axes.step(
            caught[drawn] / caught[-1],
            caught[drawn] / named[drawn],
            where="pre",
            label=plain(label),
            **look(number),
        )
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    axes.set_ylim(0, 1.02)
    finish(axes, f"Precision and recall, average precision, {title}")
    axes.legend(frameon=False, fontsize=7, loc="upper right")
    return figure


def _distributions(found: Sequence[ScorerFigures], cases: PairCases, title: str) -> Figure:
    down = -(-len(found) // _ACROSS)
    figure = Figure(figsize=(9.0, 0.6 + 1.9 * down), layout="constrained")
    figure.suptitle(plain(f"Scores of clones and of others, {title}"), fontsize=10)
    for number, each in enumerate(found):
        axes = figure.add_subplot(down, _ACROSS, number + 1)
        scores = _scores(each)
        told = np.isfinite(scores)
        edges = np.histogram_bin_edges(scores[told], bins=_BINS)
        for positive, colour, label in ((False, _OTHERS, "others"), (True, _CLONES, "clones")):
            some = told & (cases.positive == positive)
            weights = cases.weights[some] / cases.weights[cases.positive == positive].sum()
            axes.hist(
                scores[some],
                bins=edges.tolist(),
                weights=weights,
                color=colour,
                alpha=0.6,
                label=label,
            )
        axes.set_yticks([])
        finish(axes, each.scorer)
        if number == 0:
            axes.legend(frameon=False, fontsize=7)
    return figure


def _sweep(found: ScorerFigures, cases: PairCases) -> Sweep:
    return Sweep.of(_scores(found), cases.positive, cases.weights[None])


def _scores(found: ScorerFigures) -> Float64[np.ndarray, " cases"]:
    assert found.scores is not None
    return found.scores
