"""A study's table as Markdown and as plots, and the places that a report goes to."""

import json
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from contracode.errors import ContracodeError
from contracode.measuring.certifying import SCOPE
from contracode.measuring.run import unit_losses
from contracode.studies.as_json import write_json
from contracode.studies.rows import run_folder
from contracode.studies.table import Judged, Table
from contracode.tasks.images import report
from contracode.tasks.images.plots import Curve, draw_curves, draw_points


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


def check_places(*, json: Path | None, plots: Path | None) -> None:
    """Make the folders that a report is written into, and try whether files can be written there.

    Args:
        json: file of the figures.
        plots: folder of the PNG files.

    Raises:
        ContracodeError: one can't be written.
    """
    for option, folder in (("--plots", plots), ("--json", json and json.parent)):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise ContracodeError(
                f"can't write into {folder}: {error.strerror or error}; choose another {option}"
            ) from error
    if json is not None and json.is_dir():
        raise ContracodeError(f"can't write {json}: it is a folder; choose another --json")


def write_report(table: Table, folder: Path, *, json: Path | None, plots: Path | None) -> None:
    """Write figures and plots where wanted.

    Args:
        table: what was found.
        folder: of the study's runs.
        json: file of the figures.
        plots: folder of the PNG files.

    Raises:
        ContracodeError: a file can't be written.
    """
    if json is not None:
        write_json(table, json)
    if plots is not None:
        study = table.study
        draw_points(table.results, study.columns, plots / f"{study.name}.png", title=study.title)
        curves = _unit_curves(table, folder)
        if curves:
            path = plots / f"{study.name}-losses.png"
            draw_curves(curves, path, title=f"{study.title}: losses", measure="NT-Xent, nats")


def _judged_row(table: Table, judged: Judged) -> str:
    claim, finding = judged.claim, judged.finding
    column = table.study.column(claim.measure)
    name = claim.said(column)
    if finding is None:
        return f"| {name} | {column.head} | - | {judged.verdict} | {claim.paper} |"
    mean, low, high = (
        column.shown(value, signed=True)
        for value in (finding.ahead.mean, finding.ahead.low, finding.ahead.high)
    )
    ahead = f"{mean} [{low}, {high}]"
    return f"| {name} | {column.head} | {ahead} | {judged.verdict} | {claim.paper} |"


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
