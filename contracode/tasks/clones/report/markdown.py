"""A report as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contracode.tasks.clones.adversarial import MEASURES, AttackFigures
from contracode.tasks.clones.measurement import PAIRS, SEARCH, ScorerFigures
from contracode.tasks.clones.report.results import PartReport
from contracode.tasks.clones.training_overlap import as_lines
from contracode.tasks.clones.variants import Varied
from contracode.tasks.intervals import Interval

# By name in a metric; a table's column has less room.
_SHORT = {
    "recall at 1 % false alarms": "recall @ 1 % FA",
    "recall at 10 % false alarms": "recall @ 10 % FA",
}
# Below about so many draws of them a percentile bootstrap covers clearly less than it says.
_FEW_PROBLEMS = 20
_ASKED = ("AUROC", "hard AUROC", "AP", "MRR", "MAP@R")


def as_markdown(report: PartReport) -> str:
    """How much was measured, and a table each for pairs, search, variants, attacks and overlap."""
    sections = [
        _lines(_size(report)),
        _section("Pairs told apart, functions as written", _table(report.natural, PAIRS)),
        _section("Search, functions as written", _table(report.natural, SEARCH)),
        *(
            _section(
                f"Asked by functions {name}", [*_told(made), *_table(report.scores[name], _ASKED)]
            )
            for name, made in report.asked.items()
        ),
        _section("Under adversarial variants", _attacks(report)),
        _section("Cut at the window of the model", _cut(report)),
        _section("Overlap with the training corpus", _overlap(report)),
    ]
    return "\n\n".join(section for section in sections if section)


def _size(report: PartReport) -> Iterator[str]:
    positive = int(report.cases.positive.sum())
    negative = len(report.cases.positive) - positive
    yield f"## Clones by {report.part}, {report.split}, protocol {report.protocol}"
    yield ""
    yield (
        f"{report.pairs:,} pairs of {report.functions:,} functions, {report.problems:,} problems. "
        f"Told apart are {positive:,} clone pairs and {negative:,} others."
    )
    if report.problems < _FEW_PROBLEMS:
        yield (
            f"Of fewer than {_FEW_PROBLEMS} problems the intervals are too narrow: take them for a "
            "hint."
        )
    if report.same_texts:
        yield (
            f"{report.same_texts:,} functions have a text that stands under another problem too; "
            "they are no negatives of each other."
            if report.protocol == "clean"
            else f"{report.same_texts:,} functions have a text that stands under another problem."
        )
    if report.faults is not None:
        faults = report.faults
        yield (
            f"Of the {faults.clones:,} clone pairs {faults.clones_with_themselves:,} are a "
            f"function with itself. The others are drawn, with replacement, from "
            f"{faults.non_clones:,} pairs, of which {faults.non_clones_of_one_problem:,} share a "
            f"problem; {faults.non_clones_with_themselves:,} of these are a function with itself. "
            "Intervals of the AUROC: 1.96 standard errors by Hanley and McNeil."
        )


def _table(found: Sequence[ScorerFigures], measures: Sequence[str]) -> Iterator[str]:
    """A row for everyone; measures that no scorer has are left out, a single gap is a dash."""
    columns = [each for each in measures if any(each in figures.values for figures in found)]
    if not columns:
        return
    with_threshold = "F1" in columns
    heads = [_SHORT.get(each, each) for each in columns] + ["threshold"] * with_threshold
    yield from _header(["", *heads])
    for figures in found:
        cells = [_cell(figures.values.get(each)) for each in columns]
        if with_threshold:
            cells.append("-" if figures.threshold is None else f"{figures.threshold:.3f}")
        yield _row([figures.scorer, *cells])


def _attacks(report: PartReport) -> Iterator[str]:
    for attack in report.attacks:
        yield (
            f"Plan {attack.varied.plan}: {attack.clones:,} clone pairs and {attack.negatives:,} "
            f"others, {attack.functions:,} functions with {attack.most} variants each."
        )
        yield from _told(attack.varied)
    rows = [figures for together in _by_scorer(report) for figures in together]
    for measure in MEASURES:
        if not any(measure in figures.values[0] for figures in rows):
            continue
        counts = list(rows[0].values)
        heads = ["as written" if count == 0 else f"N = {count}" for count in counts]
        yield ""
        yield f"{measure}:"
        yield from _header(["", "plan", *heads])
        for figures in rows:
            cells = [_cell(figures.values[count].get(measure)) for count in counts]
            yield _row([figures.scorer, figures.plan, *cells])


def _by_scorer(report: PartReport) -> Iterator[tuple[AttackFigures, ...]]:
    """Figures of everyone, under each plan in turn."""
    return zip(*(attack.figures for attack in report.attacks), strict=True)


def _told(made: Varied) -> Iterator[str]:
    """What could not be varied, if anything."""
    if made.unchanged:
        yield (
            f"Of {made.count:,} variants {made.unchanged:,} are as written: nothing was drawn or "
            "could be changed."
        )
    if made.failed:
        kinds = ", ".join(f"{kind}: {count:,}" for kind, count in sorted(made.failed.items()))
        count = sum(made.failed.values())
        yield f"{count:,} functions can't be varied ({kinds}) and ask as written."


def _cut(report: PartReport) -> Iterator[str]:
    """Only what was cut: a row a scorer, a column a way of writing."""
    scorers = dict.fromkeys(scorer for cut in report.cut.values() for scorer in cut)
    if not any(count for cut in report.cut.values() for count in cut.values()):
        return
    yield "Texts of which a model read the beginning only."
    yield ""
    yield from _header(["", *report.cut])
    for scorer in scorers:
        yield _row([scorer, *(f"{cut.get(scorer, 0):,}" for cut in report.cut.values())])


def _overlap(report: PartReport) -> Iterator[str]:
    if report.overlap is None:
        return
    yield from as_lines(report.overlap, report.functions)
    yield ""
    if not report.apart_size:
        yield "Nothing overlaps: the scores above are those of the part that does not."
        return
    size: Mapping[str, int] = report.apart_size
    yield (
        f"Without them: {size['pairs']:,} pairs of {size['functions']:,} functions, "
        f"{size['problems']:,} problems."
    )
    if not report.apart:
        yield "That is too little to measure."
        return
    yield ""
    yield from _table(report.apart, (*PAIRS, "MRR", "MAP@R"))


def _section(title: str, lines: Iterable[str]) -> str:
    body = _lines(lines)
    return f"### {title}\n\n{body}" if body else ""


def _lines(lines: Iterable[str]) -> str:
    """Lines of text and, after an empty one, of tables."""
    made: list[str] = []
    for line in lines:
        if line.startswith("|") and made and made[-1] and not made[-1].startswith("|"):
            made.append("")
        made.append(line)
    return "\n".join(made)


def _header(heads: Sequence[str]) -> Iterator[str]:
    yield _row(heads)
    yield "|" + " --- |" * len(heads)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: Interval | None) -> str:
    return f"{value.mean:.3f} [{value.low:.3f}, {value.high:.3f}]" if value else "-"
