"""How often the class of an image is among those with the highest scores."""

import numpy as np
from jaxtyping import Float, Int64


def accuracy(
    scores: Float[np.ndarray, "images classes"], labels: Int64[np.ndarray, " images"]
) -> float:
    """Share of the images whose class scores highest."""
    return top_k(scores, labels, 1)


def top_k(
    scores: Float[np.ndarray, "images classes"], labels: Int64[np.ndarray, " images"], k: int
) -> float:
    """Share of the images whose class is among the ``k`` that score highest.

    Of equal scores the first class comes first, so that the same score for all names one class.

    Raises:
        ValueError: there are no images, ``k`` is not between 1 and the number of classes, a label
            is none of them, or a score is not a number.
    """
    check_labels(labels, scores.shape[1])
    if not 1 <= k <= scores.shape[1]:
        raise ValueError(f"k must be between 1 and {scores.shape[1]}, the classes, got {k}")
    if np.isnan(scores).any():
        raise ValueError(f"{int(np.isnan(scores).any(axis=1).sum())} images have scores of NaN")
    own = np.take_along_axis(scores, labels[:, None], axis=1)
    earlier = np.arange(scores.shape[1]) < labels[:, None]
    ahead = (scores > own).sum(axis=1) + ((scores == own) & earlier).sum(axis=1)
    return float((ahead < k).mean())


def check_labels(labels: Int64[np.ndarray, " images"], classes: int) -> None:
    """Refuse images without a class; nothing can be learnt from or measured on these.

    Raises:
        ValueError: there are no images, or a label is none of the classes.
    """
    if len(labels) == 0:
        raise ValueError("at least one image is needed, got none")
    if not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"labels must be between 0 and {classes - 1}, these reach from {labels.min()} to "
            f"{labels.max()}; leave out images without a label"
        )
