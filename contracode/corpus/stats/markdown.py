"""Statistics as Markdown that also reads well as plain text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from contracode.corpus.stats.results import (
    NO_LABEL,
    SHARES,
    CrossTable,
    Fact,
    Facts,
    Ranking,
    Section,
    Spread,
    Statistics,
)

_LONGEST = 60


def as_markdown(statistics: Statistics) -> str:
    """All sections as tables; spreads that follow each other share one."""
    parts = [
        f"# {statistics.name}",
        f"{statistics.rows:,} rows of {statistics.kind}; manifest {statistics.digest[:16]}",
    ]
    for kind, run in groupby(statistics.sections, key=type):
        if kind is Spread:
            parts += ["## Lengths and numbers", _spreads(_only_spreads(run))]
        else:
            for section in run:
                parts += [f"## {section.title}", _one(section)]
    return "\n\n".join(parts) + "\n"


def _one(section: Section) -> str:
    match section:
        case Facts():
            return _table(["", ""], [[fact.name, _number(fact)] for fact in section.rows])
        case Ranking():
            return _ranking(section)
        case CrossTable():
            return _cross(section)
        case Spread():
            return _spreads([section])


def _only_spreads(sections: Iterable[Section]) -> Iterator[Spread]:
    return (section for section in sections if isinstance(section, Spread))


def _spreads(spreads: Iterable[Spread]) -> str:
    head = ["", "rows", "mean", *(f"{share:.0%}" for share in SHARES), "largest"]
    return _table(
        head,
        [
            [
                spread.title,
                f"{spread.rows:,}",
                f"{spread.mean:,.1f}",
                *(f"{spread.quantile(share):,}" for share in SHARES),
                f"{spread.largest:,}",
            ]
            for spread in spreads
        ],
    )


def _ranking(ranking: Ranking) -> str:
    rows = [
        [_label(label, ranking.is_code), f"{count:,}", f"{count / ranking.total:.1%}"]
        for label, count in ranking.counts
    ]
    left = ranking.distinct - len(ranking.counts)
    if left > 0:
        count = ranking.total - sum(count for _, count in ranking.counts)
        rows.append([f"{left:,} others", f"{count:,}", f"{count / ranking.total:.1%}"])
    return _table(["", ranking.of, "share"], rows)


def _cross(table: CrossTable) -> str:
    rows = [
        [_label(label), *(f"{count:,}" for count in counts), f"{sum(counts):,}"]
        for label, counts in table.rows
    ]
    return _table([table.of, *table.columns, "all"], rows)


def _number(fact: Fact) -> str:
    return f"{fact.value:.1%}" if fact.unit == "share" else f"{fact.value:,}"


def _label(label: str, is_code: bool = False) -> str:
    text = " ".join(label.split())
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 3]}..."
    if is_code and label != NO_LABEL:
        # A longer fence holds code that has a backtick itself, such as a template literal type.
        text = f"`` {text} ``" if "`" in text else f"`{text}`"
    return text


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned, numbers to the right; the first column holds the labels."""
    # A bar ends a cell even inside code.
    cells = [[cell.replace("|", "\\|") for cell in row] for row in [head, *rows]]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_row(cells[0], widths), f"| {' | '.join(rule)} |"]
    return "\n".join([*lines, *(_row(row, widths) for row in cells[1:])])


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join([first, *others])} |"
