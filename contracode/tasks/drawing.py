"""How the plots of all tasks look, and how they are written. Shell."""

from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from contracode.errors import ContracodeError
from contracode.files import write_whole

GREY, PALE = "#5c6670", "#d8dee4"
# Okabe and Ito 2008, "Color Universal Design", told apart by the colour-blind too; without the
# yellow, which is too pale for a line.
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#000000")
_STYLES = ("-", "--", ":", "-.")


def canvas(width: float = 7.0, height: float = 5.0) -> tuple[Figure, Axes]:
    """A figure with one plot; sizes in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def look(number: int) -> dict[str, Any]:
    """Colour and style of the line of the series with this number."""
    return {
        "color": COLOURS[number % len(COLOURS)],
        "linestyle": _STYLES[number // len(COLOURS) % len(_STYLES)],
        "linewidth": 1.3,
    }


def finish(axes: Axes, title: str) -> None:
    """Title, a pale grid, no frame."""
    axes.set_title(plain(title), loc="left", fontsize=9, color=GREY)
    axes.grid(visible=True, color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)


def plain(text: str) -> str:
    """Text in which a dollar sign is one, and begins no formula."""
    return text.replace("$", r"\$")


def save_png(figure: Figure, path: Path) -> None:
    """Write a figure whole or not at all; the same figure gives the same bytes.

    Raises:
        ContracodeError: the file can't be written.
    """
    # Without the program's name the bytes don't hang on its version.
    save = partial(figure.savefig, format="png", dpi=144, metadata={"Software": None})
    try:
        write_whole(path, save)
    except OSError as error:
        raise ContracodeError(
            f"can't write {path}: {error.strerror or error}; choose another folder"
        ) from error
