"""Whether a classifier is right as often as it says it is."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float64, Int64
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from contracode.tasks.images.accuracy import check_labels

BINS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Confidence and accuracy in bins of equal width over confidences from 0 to 1."""

    counts: Int64[np.ndarray, " bins"]
    """Images in each bin."""
    confidences: Float64[np.ndarray, " bins"]
    """Mean confidence in each; NaN where it is empty."""
    accuracies: Float64[np.ndarray, " bins"]
    """Share that is right in each; NaN where it is empty."""

    @property
    def error(self) -> float:
        """Expected calibration error: mean distance of confidence and accuracy over images."""
        gaps = np.abs(self.confidences - self.accuracies)
        return float(np.nansum(gaps * self.counts) / self.counts.sum())


def probabilities_of(
    logits: Float[np.ndarray, "images classes"], temperature: float = 1.0
) -> Float64[np.ndarray, "images classes"]:
    """Softmax of the logits over the temperature, in float64.

    Raises:
        ValueError: ``temperature`` is not positive.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be > 0, got {temperature}")
    found: Float64[np.ndarray, "images classes"] = softmax(
        logits.astype(np.float64) / temperature, axis=1
    )
    return found


def reliability(
    probabilities: Float[np.ndarray, "images classes"],
    labels: Int64[np.ndarray, " images"],
    *,
    bins: int = BINS,
) -> Reliability:
    """Images by the probability of the class that they are named.

    Bins are open below and closed above, so that a probability of 1 is in the last.

    Raises:
        ValueError: ``bins`` is below 1, a label is no class, or rows don't sum to 1.

    Source: Guo et al. 2017, arXiv 1706.04599, section 2.
    """
    if bins < 1:
        raise ValueError(f"bins must be at least 1, got {bins}")
    _check(probabilities, labels)
    confidences = probabilities.max(axis=1).astype(np.float64)
    right = (probabilities.argmax(axis=1) == labels).astype(np.float64)
    places = np.clip(np.ceil(confidences * bins).astype(np.int64) - 1, 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    with np.errstate(invalid="ignore"):
        return Reliability(
            counts=counts,
            confidences=np.bincount(places, confidences, bins) / counts,
            accuracies=np.bincount(places, right, bins) / counts,
        )


def expected_calibration_error(
    probabilities: Float[np.ndarray, "images classes"],
    labels: Int64[np.ndarray, " images"],
    *,
    bins: int = BINS,
) -> float:
    """ECE, in [0, 1]; as for `reliability`."""
    return reliability(probabilities, labels, bins=bins).error


def negative_log_likelihood(
    logits: Float[np.ndarray, "images classes"],
    labels: Int64[np.ndarray, " images"],
    *,
    temperature: float = 1.0,
) -> float:
    """Mean of ``-log p(label)``, in nats; of logits, because a probability may round to 0."""
    check_labels(labels, logits.shape[1])
    logs = log_softmax(logits.astype(np.float64) / temperature, axis=1)
    return float(-np.take_along_axis(logs, labels[:, None], axis=1).mean())


def brier(
    probabilities: Float[np.ndarray, "images classes"], labels: Int64[np.ndarray, " images"]
) -> float:
    """Mean squared distance of the probabilities from the label's own, summed over classes: 0 to 2.

    Raises:
        ValueError: a label is no class, or rows don't sum to 1.

    Source: Brier 1950, "Verification of forecasts expressed in terms of probability".
    """
    _check(probabilities, labels)
    wanted = np.eye(probabilities.shape[1])[labels]
    return float(np.square(probabilities - wanted).sum(axis=1).mean())


def fitted_temperature(
    logits: Float[np.ndarray, "images classes"], labels: Int64[np.ndarray, " images"]
) -> float:
    """The temperature in [0.01, 100] under which these labels are likeliest.

    Fit it on validation images: on those of the training a probe is too sure.

    Source: Guo et al. 2017, arXiv 1706.04599, section 4.2.
    """
    check_labels(labels, logits.shape[1])
    # The likelihood has one hill along 1 / temperature, so also along its logarithm.
    found = minimize_scalar(
        lambda log: negative_log_likelihood(logits, labels, temperature=np.exp(log)),
        bounds=(np.log(0.01), np.log(100)),
        method="bounded",
        options={"xatol": 1e-6},
    )
    return float(np.exp(found.x))


def _check(
    probabilities: Float[np.ndarray, "images classes"], labels: Int64[np.ndarray, " images"]
) -> None:
    check_labels(labels, probabilities.shape[1])
    off = np.abs(probabilities.sum(axis=1) - 1).max()
    if not off < 1e-3 or probabilities.min() < 0:
        raise ValueError(
            f"probabilities must be >= 0 and sum to 1, a row is off by {off:.3g}; "
            "give logits to probabilities_of first"
        )
