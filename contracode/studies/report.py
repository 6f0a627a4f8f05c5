"""A study's table as Markdown, as figures in JSON, and as plots."""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from contracode.measuring.certifying import SCOPE
from contracode.measuring.run import unit_losses
from contracode.studies.study import run_folder
from contracode.studies.table import Judged, Table
from contracode.tasks.figures import DataUsed, FigureRow, write_figures
from contracode.tasks.images import report
from contracode.tasks.images.plots import Curve, draw_curves, draw_points
from contracode.training.images.data import data_digest, data_folder, training_images


def as_markdown(table: Table) -> str:
    """Title, table, which rows were chosen, the claims with their verdicts, a bound's scope."""
    study = table.study
    lines = [f"### {study.title}", "", report.as_markdown(table.results, study.columns).rstrip()]
    if table.diverged:
        told = ", ".join(f"{row} (seed {seed})" for row, seed in table.diverged)
        lines.append(f"\nDiverged, and counted nowhere: {told}.")
    for name, by_seed in table.chosen.items():
        told = ", ".join(f"{row} (seed {seed})" for seed, row in by_seed.items())
        lines.append(f"\n{name} is, by what does not see the test images: {told}.")
    if table.judged:
        lines += [
            "",
            "| claim | by | ahead [95 % interval] | verdict | the paper |",
            "| --- | --- | --- | --- | --- |",
            *(_judged_row(table, each) for each in table.judged),
        ]
    if "certificate" in study.measures:
        lines.append(f"\nWhat the bound says: {SCOPE}")
    return "\n".join(lines) + "\n"


def write_report(table: Table, folder: Path, *, json: Path | None, plots: Path | None) -> None:
    """Write figures and plots where wanted.

    Args:
        table: what was found.
        folder: of the study's runs.
        json: file of the figures.
        plots: folder of the PNG files.
    """
    if json is not None:
        _write_json(table, json)
    if plots is not None:
        plots.mkdir(parents=True, exist_ok=True)
        study = table.study
        draw_points(table.results, study.columns, plots / f"{study.name}.png", title=study.title)
        curves = _unit_curves(table, folder)
        if curves:
            path = plots / f"{study.name}-losses.png"
            draw_curves(curves, path, title=f"{study.title}: losses", measure="NT-Xent, nats")


def _judged_row(table: Table, judged: Judged) -> str:
    claim, finding = judged.claim, judged.finding
    column = next(each for each in table.study.columns if each.measure == claim.measure)
    name = f"{claim.better} ≥ {claim.worse}"
    if finding is None:
        return f"| {name} | {column.head} | - | not run | {claim.paper} |"
    mean, low, high = (
        f"{column.factor * value:+.{column.digits}f}"
        for value in (finding.ahead.mean, finding.ahead.low, finding.ahead.high)
    )
    return (
        f"| {name} | {column.head} | {mean} [{low}, {high}] | {finding.verdict} | {claim.paper} |"
    )


def _write_json(table: Table, path: Path) -> None:
    study = table.study
    rows = list(report.figures_of(table.results, study.columns))
    rows += [
        FigureRow(
            name=each.claim.better,
            metric=f"{each.claim.measure} ahead",
            value=each.finding.ahead.mean,
            low=each.finding.ahead.low,
            high=each.finding.ahead.high,
            rival=each.claim.worse,
        )
        for each in table.judged
        if each.finding is not None
    ]
    config = next(study.runs(Path())).config.data
    folder = data_folder(config.place)
    size = len(training_images(config, folder))
    data = DataUsed(name=config.place, hash=data_digest(folder), size=size)
    about = {
        "study": study.name,
        "settings": study.settings,
        "verdicts": {
            f"{each.claim.better} >= {each.claim.worse}, {each.claim.measure}": each.finding.verdict
            for each in table.judged
            if each.finding is not None
        },
    }
    write_figures(path, data, list(study.seeds), rows, about=about)


def _unit_curves(table: Table, folder: Path) -> dict[str, dict[str, list[Curve]]]:
    """Losses of every unit over the steps, from the logs of runs that have units."""
    curves: dict[str, dict[str, list[Curve]]] = defaultdict(lambda: defaultdict(list))
    for row in table.study.rows:
        for seed in table.study.seeds:
            path = run_folder(folder, row.name, seed) / "run" / "log.jsonl"
            if not path.exists():
                continue
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            costs = [unit_losses(line) for line in lines]
            for place, unit in enumerate(reversed(costs[0])):
                values = [of_line[unit] for of_line in costs]
                stage = "last stage" if place == 0 else f"{place} below the last"
                curves[stage][row.name].append(
                    Curve(
                        steps=np.array([line["step"] for line in lines], np.int64),
                        values=np.array(values, np.float64),
                    )
                )
    return {stage: dict(series) for stage, series in curves.items()}
