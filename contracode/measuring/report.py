"""One model beside raw pixels: as Markdown, as figures, as plots."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from contracode.measuring.measures import RAW_PIXELS
from contracode.measuring.run import OF_EITHER_CLASSIFIER, Measured
from contracode.methods.pac_bayes import Certificate
from contracode.tasks.figures import FigureRow
from contracode.tasks.images.calibration import probabilities_of, reliability
from contracode.tasks.images.pictures import draw_corruptions
from contracode.tasks.images.plots import draw_reliability

PICTURED_QUERIES = 4
CHANCE = 0.5
"""Zero-one risk of vectors that say nothing of the class: every other negative is nearer."""


def model_table(name: str, model: Measured, baseline: Measured) -> str:
    """All figures of a model, a row each, beside those of raw pixels where these have one.

    What is there by the name of its classifier is not told twice.
    """
    lines = [f"| measure | {name} | {RAW_PIXELS} |", "| --- | --- | --- |"]
    for measure, value in model.figures.items():
        if measure in OF_EITHER_CLASSIFIER:
            continue
        other = baseline.figures.get(measure)
        told = "-" if other is None else _number(other)
        lines.append(f"| {measure} | {_number(value)} | {told} |")
    return "\n".join(lines)


def certificate_text(certificate: Certificate) -> str:
    """What was certified, by what, and what that says."""
    told = (
        f"Certified: a risk of at most {certificate.bound:.4f}, wrong with a chance of at most "
        f"{certificate.delta:g}, of {certificate.samples:,} training tuples and "
        f"{certificate.draws:,} draws of weights; as one of {certificate.tried} posteriors tried.\n"
        f"{certificate.scope}"
    )
    if certificate.bound >= CHANCE:
        told += f"\nThis says nothing: an encoder that knows nothing has a risk of {CHANCE:g}."
    return told


def model_figures(name: str, model: Measured, baseline: Measured) -> Iterator[FigureRow]:
    """The table as figures: the model's, each with its ratio to raw pixels, then those of these."""
    for measure, value in model.figures.items():
        other = baseline.figures.get(measure)
        yield FigureRow(
            name=name,
            metric=measure,
            value=value,
            rival=None if other is None else RAW_PIXELS,
            ratio=value / other if other else None,
        )
    for measure, value in baseline.figures.items():
        yield FigureRow(name=RAW_PIXELS, metric=measure, value=value)


def draw_model(
    name: str,
    model: Measured,
    baseline: Measured,
    image: UInt8[np.ndarray, "height width channels"],
    folder: Path,
) -> Iterator[Path]:
    """Draw how far classifiers may be believed, all corruptions of an image, and some weights.

    Yields:
        The PNG files, as they are written; those of what was not measured are left out.

    Raises:
        ContracodeError: a file can't be written.
    """
    heads = {**model.heads, **baseline.heads}
    if heads:
        path = folder / "reliability.png"
        found = {
            each: reliability(probabilities_of(head.test[0]), head.test[1])
            for each, head in heads.items()
        }
        draw_reliability(found, path, title=name)
        yield path
    path = folder / "corruptions.png"
    draw_corruptions(image, path)
    yield path
    if model.weighed is not None:
        yield from model.weighed.draw(PICTURED_QUERIES, folder, name=name)


def _number(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 100 else f"{value:,.0f}"
