"""A report as figures that can be quoted."""

from collections.abc import Iterator, Sequence

from contracode.tasks.clones.measurement import ScorerFigures
from contracode.tasks.clones.report.results import PartReport
from contracode.tasks.figures import FigureRow
from contracode.tasks.intervals import Interval


def figures_of(report: PartReport) -> list[FigureRow]:
    """All figures of a report.

    A figure's name is the scorer's, or what was counted: ``variants``, ``pairs``, ``overlap``. Its
    metric says five things, divided by ", ": the measure, the part, the split, the protocol, and
    how the functions that ask are written: ``AUROC, behaviour, test, clean, renamed``; the last is
    ``worst of 4 of full`` for adversarial variants and ``not overlapping`` for what shares nothing
    with the training corpus.
    """
    return [*_scores(report), *_attacks(report), *_counts(report)]


def _scores(report: PartReport) -> Iterator[FigureRow]:
    for asked, found in report.scores.items():
        yield from _of_scorers(report, found, asked)
    yield from _of_scorers(report, report.apart, "not overlapping")


def _of_scorers(
    report: PartReport, found: Sequence[ScorerFigures], asked: str
) -> Iterator[FigureRow]:
    for each in found:
        for measure, value in each.values.items():
            yield _figure(report, each.scorer, measure, asked, value)
        if each.threshold is not None:
            metric = _metric(report, "threshold of F1", asked)
            yield FigureRow(name=each.scorer, metric=metric, value=each.threshold)


def _attacks(report: PartReport) -> Iterator[FigureRow]:
    for attack in report.attacks:
        for figures in attack.figures:
            for count, values in figures.values.items():
                asked = f"worst of {count} of {figures.plan}"
                for measure, value in values.items():
                    yield _figure(report, figures.scorer, measure, asked, value)


def _counts(report: PartReport) -> Iterator[FigureRow]:
    varied = {**report.asked, **{attack.name: attack.varied for attack in report.attacks}}
    for asked, made in varied.items():
        yield _count(report, "variants", "made", asked, made.count, "variants")
        yield _count(report, "variants", "unchanged", asked, made.unchanged, "variants")
        failed = sum(made.failed.values())
        yield _count(report, "variants", "not varied", asked, failed, "functions")
    for attack in report.attacks:
        yield _count(report, "pairs", "clones", attack.name, attack.clones, "pairs")
        yield _count(report, "pairs", "negatives", attack.name, attack.negatives, "pairs")
    for written, cut in report.cut.items():
        for scorer, count in cut.items():
            yield _count(report, scorer, "cut at the window", written, count, "texts")
    natural = "as written"
    positive = int(report.cases.positive.sum())
    negative = len(report.cases.positive) - positive
    yield _count(report, "pairs", "clones", natural, positive, "pairs")
    yield _count(report, "pairs", "negatives", natural, negative, "pairs")
    if report.faults is not None:
        for name, count in report.faults.as_counts().items():
            yield _count(report, "pairs", name, natural, count, "pairs")
    if report.overlap is not None:
        for likeness, ids in report.overlap.like.items():
            yield _count(report, "overlap", likeness, natural, len(ids), "functions")
        any_of_these = len(report.overlap.ids)
        yield _count(report, "overlap", "any", natural, any_of_these, "functions")
        for unit, count in report.apart_size.items():
            yield _count(report, "overlap", f"{unit} left", natural, count, unit)


def _figure(report: PartReport, name: str, measure: str, asked: str, value: Interval) -> FigureRow:
    return FigureRow(
        name=name,
        metric=_metric(report, measure, asked),
        value=value.mean,
        low=value.low,
        high=value.high,
    )


def _count(
    report: PartReport, name: str, measure: str, asked: str, count: int, unit: str
) -> FigureRow:
    return FigureRow(
        name=name, metric=_metric(report, measure, asked), value=float(count), unit=unit
    )


def _metric(report: PartReport, measure: str, asked: str) -> str:
    return ", ".join((measure, report.part, report.split, report.protocol, asked))
