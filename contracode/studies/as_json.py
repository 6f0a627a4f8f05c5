"""A study's figures as JSON, with all that its verdicts are made of. Shell."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contracode.studies.claim import Claim
from contracode.studies.study import Study
from contracode.studies.table import Judged, Table
from contracode.tasks.figures import DataUsed, FigureRow, write_figures
from contracode.tasks.images.claims import BySeed
from contracode.tasks.images.report import figures_of
from contracode.training.images.data import data_digest, data_folder, training_images


def write_json(table: Table, path: Path) -> None:
    """Write a study's settings, figures, chosen rows and claims.

    Verdicts can be made again from them: ``by_seed`` has the value of every row, measure and seed,
    of all columns and of what rows are chosen by; ``chosen`` the row that was, by chosen row and
    seed; ``own_settings`` what a row's differ in from ``settings``; ``claims`` the sides of each,
    which figures are the good ones, and how far the first is ahead.

    Raises:
        ContracodeError: the file can't be written.
        CorpusError: the images are missing or can't be read.
    """
    study = table.study
    config = next(study.runs(Path())).config.data
    folder = data_folder(config.place)
    size = len(training_images(config, folder))
    about = {
        "study": study.name,
        "title": study.title,
        "settings": study.settings,
        "own_settings": {row.name: row.settings for row in study.rows},
        "chosen": table.chosen,
        "claims": [_told(study, each) for each in table.judged],
        "by_seed": _by_seed(table),
    }
    write_figures(
        path,
        DataUsed(name=config.place, hash=data_digest(folder), size=size),
        list(study.seeds),
        [*figures_of(table.results, study.columns), *_leads(table)],
        about=about,
    )


def _told(study: Study, judged: Judged) -> dict[str, Any]:
    """A claim as the study has it, with its name, verdict and interval."""
    claim, finding = judged.claim, judged.finding
    column = study.column(claim.measure)
    told: dict[str, Any] = {"claim": claim.said(column), "verdict": judged.verdict}
    if finding is not None:
        ahead = finding.ahead
        told["ahead"] = {"mean": ahead.mean, "low": ahead.low, "high": ahead.high}
        told["seeds"] = finding.seeds
    said = {key: value for key, value in asdict(claim).items() if value is not None}
    return {**told, "good_figures": column.better, **said}


def _by_seed(table: Table) -> dict[str, dict[str, BySeed]]:
    columns = [column.measure for column in table.study.columns]
    measures = dict.fromkeys([*columns, *(each.by for each in table.study.chosen)])
    return {
        row: {measure: found[measure] for measure in measures if measure in found}
        for row, found in table.results.items()
    }


def _leads(table: Table) -> Iterator[FigureRow]:
    """How far the claims' rows are ahead, as figures that can be quoted."""
    for each in table.judged:
        if each.finding is not None:
            ahead = each.finding.ahead
            yield FigureRow(
                name=each.claim.better,
                metric=f"{each.claim.measure} ahead",
                value=ahead.mean,
                low=ahead.low,
                high=ahead.high,
                rival=_rival(each.claim),
            )


def _rival(claim: Claim) -> str:
    """What a claim's row is set against."""
    if claim.worse is None:
        return str(claim.than)
    if claim.more_than is None:
        return claim.worse
    return f"{claim.worse}, more than {claim.more_than[0]} against {claim.more_than[1]}"
