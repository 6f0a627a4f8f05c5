"""Classifiers of one data set: a probe on vectors, or the one an encoder was trained with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int64, UInt8

from contracode.corpus.images.variants import labelled
from contracode.tasks.images.accuracy import accuracy, top_k
from contracode.tasks.images.calibration import (
    brier,
    expected_calibration_error,
    fitted_temperature,
    negative_log_likelihood,
    probabilities_of,
)
from contracode.tasks.images.encoding import Encode, EncodedSplits, Splits, encoded_images
from contracode.tasks.images.linear_probe import LinearProbe


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A classifier with its logits of the labelled validation and test images."""

    valid: tuple[Float[np.ndarray, "held classes"], Int64[np.ndarray, " held"]]
    test: tuple[Float[np.ndarray, "images classes"], Int64[np.ndarray, " images"]]
    logits: Callable[
        [
            UInt8[np.ndarray, "asked height width channels"],
            Float[np.ndarray, "asked dim"],
        ],
        Float[np.ndarray, "asked classes"],
    ]
    """Of other images, from them or from their vectors."""


def probe_head(probe: LinearProbe, found: EncodedSplits) -> Head:
    """A probe as a classifier."""
    return Head(
        valid=(probe.logits(found.valid.vectors), found.valid.labels),
        test=(probe.logits(found.test.vectors), found.test.labels),
        logits=lambda _, vectors: probe.logits(vectors),
    )


def own_head(own_logits: Encode, splits: Splits, *, block: int) -> Head:
    """The classifier that an encoder was trained with; it takes images."""
    valid, test = labelled(splits.valid), labelled(splits.test)
    return Head(
        valid=(encoded_images(own_logits, valid.images, block=block), valid.labels),
        test=(encoded_images(own_logits, test.images, block=block), test.labels),
        logits=lambda images, _: encoded_images(own_logits, images, block=block),
    )


def head_figures(head: Head, *, calibration: bool) -> dict[str, float]:
    """``accuracy``, also ``valid``, ``top-5`` of more than 5 classes, and how far to believe it.

    That is ``ECE``, ``NLL`` and ``Brier`` of the test images, and ``ECE, scaled`` and
    ``NLL, scaled`` by the ``temperature`` that fits the validation images best.
    """
    logits, labels = head.test
    figures = {"accuracy": accuracy(logits, labels), "accuracy, valid": accuracy(*head.valid)}
    if logits.shape[1] > 5:
        figures["top-5"] = top_k(logits, labels, 5)
    if calibration:
        temperature = fitted_temperature(*head.valid)
        plain, scaled = probabilities_of(logits), probabilities_of(logits, temperature)
        figures |= {
            "ECE": expected_calibration_error(plain, labels),
            "NLL": negative_log_likelihood(logits, labels),
            "Brier": brier(plain, labels),
            "temperature": temperature,
            "ECE, scaled": expected_calibration_error(scaled, labels),
            "NLL, scaled": negative_log_likelihood(logits, labels, temperature=temperature),
        }
    return figures
