"""Methods over seeds as a table in Markdown, and as figures that can be quoted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracode.tasks.figures import FigureRow
from contracode.tasks.images.claims import (
    Better,
    BySeed,
    at_least_as_good,
    over_seeds,
)

Results = Mapping[str, Mapping[str, BySeed]]
"""Values by method, then measure, then seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One method with one seed."""

    method: str
    seed: int
    figures: Mapping[str, float]
    """By measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How a measure is shown."""

    measure: str
    title: str = ""
    """The measure itself if empty."""
    better: Better = "higher"
    factor: float = 100.0
    """What values are multiplied by; 100 shows shares in per cent."""
    digits: int = 2
    bold: bool = True
    """Whether the best is bold; not where more is neither good nor bad, as above a risk a bound."""

    @property
    def head(self) -> str:
        """Of the table's column."""
        return (self.title or self.measure) + (", %" if self.factor == 100 else "")

    def shown(self, value: float, *, signed: bool = False) -> str:
        """A value of the measure as the table shows it."""
        return f"{value * self.factor:{'+' if signed else ''}.{self.digits}f}"


def results_of(runs: Iterable[Result]) -> Results:
    """Runs by method, measure and seed; methods and measures in the order of the runs.

    Raises:
        ValueError: a method ran twice with one seed.
    """
    found: dict[str, dict[str, dict[int, float]]] = {}
    for run in runs:
        of_method = found.setdefault(run.method, {})
        for measure, value in run.figures.items():
            by_seed = of_method.setdefault(measure, {})
            if run.seed in by_seed:
                raise ValueError(f"{run.method} has two values of {measure} with seed {run.seed}")
            by_seed[run.seed] = value
    return found


def as_markdown(results: Results, columns: Sequence[Column]) -> str:
    """One row a method: mean over seeds, plus and minus half of the 95 % t-interval.

    The best of a column is bold only if it is ahead of the next by a paired interval above 0; if
    methods are equal under every seed, as a chosen one is to that which was chosen, all of them. A
    single run has no interval, and is never bold. Nor has a value that no seed changes, such as
    that of raw pixels. Where a method has no value, there is a dash; a column of nothing but
    dashes is told below.
    """
    bold = {
        column.measure: _shown_best(results, column) if column.bold else set() for column in columns
    }
    lines = [
        _row(["method", *(column.head for column in columns)]),
        "|" + " --- |" * (len(columns) + 1),
    ]
    for method, measures in results.items():
        cells = []
        for column in columns:
            text = _cell(measures.get(column.measure, {}), column)
            cells.append(f"**{text}**" if method in bold[column.measure] else text)
        lines.append(_row([method, *cells]))
    numbers = sorted({len(v) for measures in results.values() for v in measures.values()})
    seeds = "-".join(map(str, [numbers[0], numbers[-1]][: len(numbers)])) if numbers else "0"
    lines += [
        "",
        f"Mean over {seeds} seeds ± half of the 95 % t-interval. Bold: the best, where it is ahead "
        "of the next by an interval of paired differences that lies above 0.",
    ]
    measured = {name for measures in results.values() for name, v in measures.items() if v}
    if empty := [each.measure for each in columns if each.measure not in measured]:
        lines.append(f"\nNo run has a figure of: {'; '.join(empty)}.")
    return "\n".join(lines) + "\n"


def figures_of(results: Results, columns: Sequence[Column]) -> Iterator[FigureRow]:
    """The table as figures, in the measures' own units."""
    for method, measures in results.items():
        for column in columns:
            values = measures.get(column.measure, {})
            if not values:
                continue
            spread = None if _alike(values) else over_seeds(values)
            yield FigureRow(
                name=method,
                metric=column.measure,
                value=spread.mean if spread else next(iter(values.values())),
                low=spread.low if spread else None,
                high=spread.high if spread else None,
            )


def _shown_best(results: Results, column: Column) -> set[str]:
    """The methods that are shown to be ahead of the next one; more than one if they are equal."""
    sign = 1 if column.better == "higher" else -1
    means = {
        method: sign * sum(values.values()) / len(values)
        for method, measures in results.items()
        if (values := measures.get(column.measure))
    }
    ranked = [results[name][column.measure] for name in sorted(means, key=lambda m: -means[m])]
    following = next((values for values in ranked if values != ranked[0]), None)
    if following is None or len(ranked[0].keys() & following.keys()) < 2:
        return set()
    if not at_least_as_good(ranked[0], following, better=column.better).strict:
        return set()
    return {name for name in means if results[name][column.measure] == ranked[0]}


def _cell(values: BySeed, column: Column) -> str:
    if not values:
        return "-"
    if _alike(values):
        return column.shown(next(iter(values.values())))
    found = over_seeds(values)
    return f"{column.shown(found.mean)} ± {column.shown(found.half_width)}"


def _alike(values: BySeed) -> bool:
    """Whether no seed changes the value, or there is but one: then it has no interval."""
    return len(set(values.values())) == 1


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
