"""Print what image encoders cost, beside the published figures."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracode.encoders.images import Cost

_HEAD = (
    "architecture",
    "images",
    "encoder",
    "compared",
    "published",
    "differ",
    "MACs",
    "published",
    "differ",
)
_NOTES = """\
encoder: trained parameters; compared: with the classifier that the published figure includes.
MACs: multiply-accumulates of one image's forward pass, in convolutions and linear layers, with that
classifier. -: no published figure known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagesEncoders:
    """List the image encoders: parameters and multiply-accumulates, ours and published."""

    json: Path | None = None
    """Also write the figures and their sources to this file."""

    def run(self) -> None:
        """Print the table."""
        from contracode.encoders.images import costs
        from contracode.tasks.figures import write_told

        found = costs()
        print("\n".join(_as_table(found)))
        print(f"\n{_NOTES}\n")
        print("\n".join(_as_sources(found)))
        if self.json is not None:
            write_told(self.json, {"encoders": [_as_object(each) for each in found]})


def _as_table(found: "Iterable[Cost]") -> Iterator[str]:
    rows = [_HEAD, *(_row(each) for each in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    for row in rows:
        cells = [
            text.ljust(width) if column < 2 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _row(each: "Cost") -> tuple[str, ...]:
    reference = each.reference
    return (
        reference.architecture,
        f"{reference.channels} x {reference.size} px",
        f"{each.parameters:,}",
        f"{each.parameters_as_published:,}",
        _number(reference.parameters),
        _share(each.parameters_difference),
        _number(each.multiply_accumulates_as_published),
        _number(reference.multiply_accumulates),
        _share(each.multiply_accumulates_difference),
    )


def _as_sources(found: "Iterable[Cost]") -> Iterator[str]:
    by_source: dict[str, list[str]] = {}
    for each in found:
        published = (each.reference.parameters, each.reference.multiply_accumulates)
        if any(number is not None for number in published):
            names = by_source.setdefault(each.reference.source, [])
            names.append(each.reference.architecture)
    for source, names in by_source.items():
        yield f"{', '.join(names)}:\n  {source}"


def _as_object(each: "Cost") -> dict[str, Any]:
    return {
        **asdict(each),
        "parameters_difference": each.parameters_difference,
        "multiply_accumulates_difference": each.multiply_accumulates_difference,
    }


def _number(value: int | None) -> str:
    """Exact below a million, else in the unit that papers use."""
    if value is None:
        return "-"
    if value >= 1e9:
        return f"{value / 1e9:.2f} G"
    return f"{value / 1e6:.2f} M" if value >= 1e6 or value % 1000 == 0 else f"{value:,.0f}"


def _share(value: float | None) -> str:
    # Adding zero takes the sign from what rounds to zero.
    return "-" if value is None else f"{round(value, 3) + 0.0:+.1%}"
