"""Pictures of images: strips with captions, weighted keys, all corruptions. Shell."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float64, UInt8
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from contracode.tasks.drawing import GREY, plain, save_png
from contracode.tasks.images.corruptions import CORRUPTIONS, SEVERITIES, corrupted
from contracode.tasks.images.weights import ConditionalWeights

_MARK = "#f26419"
# In inches.
_SIDE, _GAP, _CAPTION = 0.66, 0.06, 0.2
_LEFT, _ABOVE = 1.1, 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Images in a row."""

    title: str
    images: UInt8[np.ndarray, "images height width channels"]
    captions: tuple[str, ...] = ()
    """One below each; none if empty."""
    marked: tuple[bool, ...] = ()
    """Which captions are coloured; none if empty."""

    def __post_init__(self) -> None:
        for what, given in (("captions", self.captions), ("marks", self.marked)):
            if given and len(given) != len(self.images):
                raise ValueError(
                    f"{self.title}: {len(self.images)} images need as many {what}, got {len(given)}"
                )


def draw_strips(strips: Sequence[Strip], path: Path, *, title: str) -> None:
    """Strips below each other, images from the left.

    Raises:
        ValueError: there is no image.
        ContracodeError: the file can't be written.
    """
    longest = max((len(strip.images) for strip in strips), default=0)
    if not longest:
        raise ValueError("a picture needs at least one image, got none")
    down = _SIDE + (_CAPTION if any(strip.captions for strip in strips) else _GAP)
    width = _LEFT + longest * (_SIDE + _GAP)
    height = _ABOVE + len(strips) * down
    # Places are computed: a layout that is sought takes seconds for a hundred images.
    figure = Figure(figsize=(width, height))
    figure.text(_LEFT / width, 1 - 0.1 / height, plain(title), fontsize=9, color=GREY, va="top")
    for number, strip in enumerate(strips):
        bottom = height - _ABOVE - number * down - _SIDE
        figure.text(
            (_LEFT - 0.08) / width,
            (bottom + _SIDE / 2) / height,
            plain(strip.title),
            fontsize=7,
            ha="right",
            va="center",
        )
        for place, image in enumerate(strip.images):
            left = _LEFT + place * (_SIDE + _GAP)
            axes = figure.add_axes((left / width, bottom / height, _SIDE / width, _SIDE / height))
            _show(axes, image)
            if strip.captions:
                marked = bool(strip.marked) and strip.marked[place]
                _write_below(axes, strip.captions[place], _MARK if marked else GREY)
    save_png(figure, path)


def draw_corruptions(
    image: UInt8[np.ndarray, "height width channels"], path: Path, *, seed: int = 0
) -> None:
    """One image under all corruptions, a row each; as it is, then severities 1 to 5.

    Raises:
        ContracodeError: the file can't be written.
    """
    clean = image[None]
    strips = [
        Strip(
            title=name,
            images=np.concatenate(
                [clean, *(corrupted(clean, name, severity, seed) for severity in SEVERITIES)]
            ),
        )
        for name in CORRUPTIONS
    ]
    draw_strips(strips, path, title="as it is, then severities 1 to 5")


def draw_weights(
    weights: ConditionalWeights,
    query: UInt8[np.ndarray, "height width channels"],
    positives: UInt8[np.ndarray, "positives height width channels"],
    negatives: UInt8[np.ndarray, "negatives height width channels"],
    path: Path,
    *,
    title: str,
    same_class: Bool[np.ndarray, " negatives"] | None = None,
    most: int = 12,
) -> None:
    """A query, its positives and its negatives, each with its weight, the heaviest first.

    Args:
        weights: of the query.
        query: its view.
        positives: its other views, in the weights' order.
        negatives: views of other images, in the weights' order.
        path: of the file.
        title: above the picture.
        same_class: negatives of the query's class; their weights are coloured.
        most: positives and negatives shown; of more negatives the lightest ones stand in a further
            strip.

    Raises:
        ValueError: ``most`` is below 1.
        ContracodeError: the file can't be written.
    """
    if most < 1:
        raise ValueError(f"most must be at least 1, got {most}")
    same = np.zeros(len(negatives), bool) if same_class is None else same_class
    of_positives = _heaviest(weights.attraction, weights.positive_distances, 1)
    of_negatives = _heaviest(weights.repulsion, weights.negative_distances, -1)

    none = np.zeros(len(positives), bool)
    strips = [
        Strip(title="query", images=query[None], captions=("",)),
        _weighted("attract", positives, weights.attraction, of_positives[:most], none),
        _weighted("repel most", negatives, weights.repulsion, of_negatives[:most], same),
    ]
    if len(negatives) > most:
        least = of_negatives[most:][-most:]
        strips.append(_weighted("repel least", negatives, weights.repulsion, least, same))
    draw_strips(strips, path, title=title)


def _weighted(
    title: str,
    images: UInt8[np.ndarray, "keys height width channels"],
    weights: Float64[np.ndarray, " keys"],
    places: Sequence[int],
    marked: Bool[np.ndarray, " keys"],
) -> Strip:
    return Strip(
        title=title,
        images=images[list(places)],
        captions=tuple(f"{100 * weights[place]:.2g} %" for place in places),
        marked=tuple(bool(marked[place]) for place in places),
    )


def _heaviest(
    weights: Float64[np.ndarray, " keys"], distances: Float64[np.ndarray, " keys"], sign: int
) -> list[int]:
    """Places by weight, the heaviest first; of even weights, by distance."""
    order: list[int] = np.lexsort((-sign * distances, -weights)).tolist()
    return order


def _show(axes: Axes, image: UInt8[np.ndarray, "height width channels"]) -> None:
    axes.set_axis_off()
    if image.shape[2] == 1:
        axes.imshow(image[:, :, 0], cmap="gray", vmin=0, vmax=255)
    else:
        axes.imshow(image)


def _write_below(axes: Axes, text: str, colour: str) -> None:
    axes.text(
        0.5,
        -0.04,
        plain(text),
        transform=axes.transAxes,
        ha="center",
        va="top",
        fontsize=6,
        color=colour,
    )
