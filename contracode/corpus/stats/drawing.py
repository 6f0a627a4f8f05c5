"""Statistics as plots, one PNG a spread, ranking or table. Shell."""

import re
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from contracode.corpus.stats.results import (
    SHARES,
    CrossTable,
    Facts,
    Ranking,
    Section,
    Spread,
    Statistics,
)
from contracode.errors import CorpusError
from contracode.files import write_whole

_BLUE, _GREY, _PALE = "#33658a", "#5c6670", "#d8dee4"
_SHADES = ("#33658a", "#86bbd8", "#f6ae2d", "#c6ccd2")
_LONGEST = 40
_BARS = 20
_COLUMNS = 40


def draw(statistics: Statistics, folder: Path) -> list[Path]:
    """Draw all sections but the facts, which are single numbers, into a folder.

    Returns:
        The files, in the sections' order.

    Raises:
        CorpusError: a file can't be written.
    """
    paths = []
    for section in statistics.sections:
        figure = _figure(section, statistics.name)
        if figure is None:
            continue
        path = folder / f"{_file_name(section.title)}.png"
        # Without the program's name the same figures give the same bytes in every version.
        save = partial(figure.savefig, format="png", dpi=144, metadata={"Software": None})
        try:
            write_whole(path, save)
        except OSError as error:
            raise CorpusError(
                f"can't write {path}: {error.strerror or error}; choose another folder"
            ) from error
        paths.append(path)
    return paths


def _figure(section: Section, name: str) -> Figure | None:
    match section:
        case Facts():
            return None
        case Spread():
            few = section.largest - min(section.counts) < _COLUMNS
            return _columns(section, name) if few else _cumulative(section, name)
        case Ranking():
            return _bars(section, name)
        case CrossTable():
            return _stacked(section, name)


def _columns(spread: Spread, name: str) -> Figure:
    """A column a number, for numbers that lie close together."""
    figure, axes = _canvas(3.2)
    axes.bar(list(spread.counts), list(spread.counts.values()), width=0.85, color=_BLUE)
    axes.set_xlabel(spread.unit)
    axes.set_ylabel(spread.of)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _finish(axes, f"{spread.title}, {name}", axes.yaxis, _thousands)
    return figure


def _cumulative(spread: Spread, name: str) -> Figure:
    """Share of the rows up to each number: exact, where the look of bins hangs on their widths."""
    figure, axes = _canvas(3.2)
    # Zero has no logarithm; it is drawn at one half.
    values = [value or 0.5 for value in spread.counts]
    shares = [rows / spread.rows for rows in accumulate(spread.counts.values())]
    axes.step([values[0], *values], [0.0, *shares], where="post", color=_BLUE)
    for share in SHARES:
        value = spread.quantile(share)
        axes.plot(value or 0.5, share, "o", color=_BLUE, markersize=4)
        axes.annotate(
            f"{share:.0%}: {value:,}",
            (value or 0.5, share),
            xytext=(7, -9),
            textcoords="offset points",
            color=_GREY,
            fontsize=8,
        )
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(_thousands))
    axes.set_xlabel(f"{spread.unit}, at most (logarithmic)")
    axes.set_ylabel(f"share of {spread.of}")
    _finish(axes, f"{spread.title}, {name}", axes.yaxis, _per_cent)
    return figure


def _bars(ranking: Ranking, name: str) -> Figure:
    counts = ranking.counts[:_BARS]
    figure, axes = _canvas(1.2 + 0.24 * len(counts))
    labels = [_cut(label) for label, _ in counts]
    bars = axes.barh(range(len(counts)), [count for _, count in counts], color=_BLUE)
    axes.bar_label(
        bars,
        [f"{count / ranking.total:.1%}" for _, count in counts],
        padding=3,
        color=_GREY,
        fontsize=8,
    )
    _name_bars(axes, labels)
    axes.set_xlabel(ranking.of)
    axes.margins(x=0.1)
    some = f", first {len(counts)} of {ranking.distinct:,}" if ranking.distinct > _BARS else ""
    _finish(axes, f"{ranking.title}{some}, {name}", axes.xaxis, _thousands)
    return figure


def _stacked(table: CrossTable, name: str) -> Figure:
    rows = table.rows[:_BARS]
    figure, axes = _canvas(1.5 + 0.24 * len(rows))
    starts = [list(accumulate(counts, initial=0)) for _, counts in rows]
    for place, column in enumerate(table.columns):
        axes.barh(
            range(len(rows)),
            [counts[place] for _, counts in rows],
            left=[start[place] for start in starts],
            color=_SHADES[place % len(_SHADES)],
            label=column,
        )
    _name_bars(axes, [_cut(label) for label, _ in rows])
    axes.set_xlabel(table.of)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    _finish(axes, f"{table.title}, {name}", axes.xaxis, _thousands)
    return figure


def _canvas(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(7.0, height), layout="constrained")
    return figure, figure.add_subplot()


def _name_bars(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)


def _finish(axes: Axes, title: str, counts: Axis, number: Callable[..., str]) -> None:
    """Title, readable numbers, a grid along the counts only, no frame."""
    axes.set_title(title, loc="left", fontsize=10)
    counts.set_major_formatter(FuncFormatter(number))
    counts.grid(visible=True, color=_PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)


def _thousands(value: float, _position: int | None) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def _per_cent(value: float, _position: int | None) -> str:
    return f"{value:.0%}"


def _cut(label: str) -> str:
    text = " ".join(label.split())
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
    # A bare dollar sign would begin a formula.
    return text.replace("$", r"\$")


def _file_name(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
