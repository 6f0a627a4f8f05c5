"""The mean classifier: an image is of the class whose mean vector it has the largest product with.

Source: Arora et al. 2019, arXiv 1902.09229; evaluated as by Nozawa, Germain and Guedj 2020, arXiv
1910.04464, whose mu is the mean of all training vectors, and mu-5 that of 5 random ones a class.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Float64, Int64

from contracode.tasks.images.accuracy import check_labels, top_k


def class_means(
    vectors: Float[np.ndarray, "images dim"],
    labels: Int64[np.ndarray, " images"],
    *,
    classes: int,
) -> Float64[np.ndarray, "classes dim"]:
    """Mean vector of every class; NaN for a class without images."""
    check_labels(labels, classes)
    means = np.full((classes, vectors.shape[1]), np.nan)
    for label in np.unique(labels):
        means[label] = vectors[labels == label].mean(axis=0, dtype=np.float64)
    return means


def drawn_class_means(
    vectors: Float[np.ndarray, "images dim"],
    labels: Int64[np.ndarray, " images"],
    *,
    classes: int,
    per_class: int = 5,
    seed: int,
) -> Float64[np.ndarray, "classes dim"]:
    """Mean of ``per_class`` random vectors of every class, of all where it has fewer.

    Raises:
        ValueError: ``per_class`` is below 1, or a label is no class.
    """
    if per_class < 1:
        raise ValueError(f"per_class must be at least 1, got {per_class}")
    check_labels(labels, classes)
    random = np.random.default_rng(seed)
    drawn = [
        random.permutation(np.flatnonzero(labels == label))[:per_class]
        for label in np.unique(labels)
    ]
    places = np.concatenate(drawn)
    return class_means(vectors[places], labels[places], classes=classes)


def mean_scores(
    means: Float64[np.ndarray, "classes dim"], vectors: Float[np.ndarray, "images dim"]
) -> Float64[np.ndarray, "images classes"]:
    """Plain products of vectors and means; minus infinity for a class without a mean."""
    scores = vectors.astype(np.float64) @ means.T
    return np.where(np.isnan(means).any(axis=1), -np.inf, scores)


def average_of_pairs(
    scores: Float[np.ndarray, "images classes"], labels: Int64[np.ndarray, " images"]
) -> float:
    """AVG-2: accuracy between two classes, over all images of both, averaged over pairs of classes.

    Classes without images are left out. Equal scores are half right.

    Raises:
        ValueError: fewer than two classes have images.
    """
    check_labels(labels, scores.shape[1])
    there = np.unique(labels)
    if len(there) < 2:
        raise ValueError(f"AVG-2 needs images of at least 2 classes, got {len(there)}")
    own = np.take_along_axis(scores, labels[:, None], axis=1)
    right = (own > scores) + 0.5 * (own == scores)
    # Row a, column b: images of class a that are rightly told from class b.
    told = np.stack([right[labels == label][:, there].sum(axis=0) for label in there])
    sizes = np.bincount(labels)[there]
    shares = (told + told.T) / (sizes[:, None] + sizes)
    return float(shares[np.triu_indices(len(there), k=1)].mean())


def mean_classifier_figures(
    train: tuple[Float[np.ndarray, "images dim"], Int64[np.ndarray, " images"]],
    test: tuple[Float[np.ndarray, "asked dim"], Int64[np.ndarray, " asked"]],
    *,
    classes: int,
    top: Sequence[int] = (1, 5),
    per_class: int = 5,
    trials: int = 5,
    seed: int,
) -> dict[str, float]:
    """``AVG-2 mu``, ``TOP-1 mu``, ``TOP-5 mu``, and the same of few vectors, ``... mu-5``.

    Args:
        train: vectors and labels that the means are taken of.
        test: vectors and labels that are named.
        classes: their number; a larger number of ``top`` is left out.
        top: the k of TOP-k.
        per_class: vectors a class of a drawn mean.
        trials: drawings, whose figures are averaged.
        seed: of the drawings.

    Raises:
        ValueError: ``trials`` or ``per_class`` is below 1, or a label is no class.
    """
    if trials < 1:
        raise ValueError(f"trials must be at least 1, got {trials}")
    vectors, labels = test

    def figures(means: Float64[np.ndarray, "classes dim"]) -> dict[str, float]:
        scores = mean_scores(means, vectors)
        tops = {f"TOP-{k}": top_k(scores, labels, k) for k in top if k <= classes}
        return {"AVG-2": average_of_pairs(scores, labels), **tops}

    whole = figures(class_means(*train, classes=classes))
    drawn = [
        figures(drawn_class_means(*train, classes=classes, per_class=per_class, seed=each))
        for each in np.random.SeedSequence(seed).generate_state(trials).tolist()
    ]
    return {f"{name} mu": value for name, value in whole.items()} | {
        f"{name} mu-{per_class}": float(np.mean([trial[name] for trial in drawn])) for name in whole
    }
