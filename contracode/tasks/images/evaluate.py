"""Everything that is measured of one encoder on one data set, as named figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from contracode.corpus.images.image_set import ImageSet
from contracode.corpus.images.variants import labelled, taken
from contracode.seeds import seed_for
from contracode.tasks.images.accuracy import accuracy
from contracode.tasks.images.corruptions import (
    CORRUPTIONS,
    SEVERITIES,
    corrupted,
    corruption_figures,
)
from contracode.tasks.images.encoding import (
    BLOCK,
    Encode,
    EncodedSplits,
    Splits,
    encoded_images,
    encoded_splits,
)
from contracode.tasks.images.heads import Head, head_figures, own_head, probe_head
from contracode.tasks.images.linear_probe import STRENGTHS, chosen_probe
from contracode.tasks.images.mean_classifier import mean_classifier_figures
from contracode.tasks.images.nearest_neighbours import neighbour_votes
from contracode.tasks.images.transfer import transfer_figures

Measure = Literal["linear probe", "neighbours", "mean classifier", "calibration", "corruption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What `evaluate` tells, and whom it was told of."""

    figures: dict[str, float]
    heads: Mapping[str, Head]
    """Classifiers, ``linear`` and ``own``, with their logits of the validation and test images."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSettings:
    """What is measured, and how."""

    measures: tuple[Measure, ...] = get_args(Measure)
    seed: int = 0
    """Of drawn class means, corruptions, and of which images are corrupted."""
    strengths: tuple[float, ...] = STRENGTHS
    """L2 strengths that probes are chosen from."""
    neighbours: int = 200
    """That vote."""
    corrupted_images: int | None = 2000
    """Test images that are put through all corruptions; None takes all. Of 10,000 Fashion-MNIST
    images the corruptions alone take 40 s, and the encoder has 60 times the test set to encode."""
    block: int = BLOCK
    """Images encoded at once."""

    def __post_init__(self) -> None:
        unknown = set(self.measures) - set(get_args(Measure))
        if unknown:
            raise ValueError(
                f"measures must be among {', '.join(get_args(Measure))}, got {sorted(unknown)}"
            )
        if self.corrupted_images is not None and self.corrupted_images < 1:
            raise ValueError(f"corrupted_images must be at least 1, got {self.corrupted_images}")


def evaluate(
    encode: Encode,
    splits: Splits,
    settings: EvaluationSettings | None = None,
    *,
    own_logits: Encode | None = None,
    transfer: Mapping[str, Splits] | None = None,
) -> dict[str, float]:
    """Figures of an encoder by name, see `evaluation`; without its classifiers."""
    return evaluation(encode, splits, settings, own_logits=own_logits, transfer=transfer).figures


def evaluation(
    encode: Encode,
    splits: Splits,
    settings: EvaluationSettings | None = None,
    *,
    own_logits: Encode | None = None,
    transfer: Mapping[str, Splits] | None = None,
) -> Evaluation:
    """Figures of an encoder by name, and its classifiers; every image is encoded once.

    Of the linear probe, and of the encoder's own classifier where it has one, ``linear`` and
    ``own``: ``accuracy`` and ``top-5``; ``ECE``, ``NLL`` and ``Brier``, the first two also
    ``scaled`` by a temperature chosen on the validation split; and what `corruption_figures` tells.
    Further ``k-NN accuracy``, ``mean classifier, TOP-1 mu`` and its like, and
    ``transfer to digits, linear accuracy``. Errors and accuracies are shares in [0, 1].

    Args:
        encode: images to vectors.
        splits: the data set.
        settings: what is wanted; the defaults if None.
        own_logits: images to logits of the same classes, for methods that train a classifier.
        transfer: other data sets, by name.

    Raises:
        ValueError: a split has no labelled images, or a callable gave the wrong number of rows.
    """
    settings = settings or EvaluationSettings()
    found = encoded_splits(encode, splits, block=settings.block)
    figures: dict[str, float] = {}
    heads: dict[str, Head] = {}
    if {"linear probe", "calibration", "corruption"} & set(settings.measures):
        probe = chosen_probe(
            found.train.pair,
            found.valid.pair,
            classes=found.classes,
            strengths=settings.strengths,
        )
        heads["linear"] = probe_head(probe, found)
        figures["linear strength"] = probe.strength
    if own_logits is not None:
        heads["own"] = own_head(own_logits, splits, block=settings.block)
    for name, head in heads.items():
        told = head_figures(head, calibration="calibration" in settings.measures)
        figures |= {f"{name} {key}": value for key, value in told.items()}
    figures |= _vector_figures(found, settings)
    if "corruption" in settings.measures:
        figures |= _corrupted_figures(encode, heads, splits.test, settings)
    for name, other in (transfer or {}).items():
        moved = transfer_figures(
            encode,
            other,
            strengths=settings.strengths,
            neighbours=settings.neighbours,
            block=settings.block,
        )
        figures |= {f"transfer to {name}, {key}": value for key, value in moved.items()}
    return Evaluation(figures=figures, heads=heads)


def _vector_figures(found: EncodedSplits, settings: EvaluationSettings) -> dict[str, float]:
    figures = {}
    if "neighbours" in settings.measures:
        votes = neighbour_votes(
            *found.train.pair,
            found.test.vectors,
            classes=found.classes,
            neighbours=settings.neighbours,
        )
        figures["k-NN accuracy"] = accuracy(votes, found.test.labels)
    if "mean classifier" in settings.measures:
        means = mean_classifier_figures(
            found.train.pair, found.test.pair, classes=found.classes, seed=settings.seed
        )
        figures |= {f"mean classifier, {name}": value for name, value in means.items()}
    return figures


def _corrupted_figures(
    encode: Encode, heads: Mapping[str, Head], test: ImageSet, settings: EvaluationSettings
) -> dict[str, float]:
    """Errors of all classifiers under all corruptions of the same images."""
    known = labelled(test)
    random = np.random.default_rng(seed_for(settings.seed, "corrupted images"))
    places = np.sort(random.permutation(len(known))[: settings.corrupted_images])
    some = taken(known, places)
    errors: dict[str, dict[tuple[str, int], float]] = {name: {} for name in heads}
    for corruption in CORRUPTIONS:
        for severity in SEVERITIES:
            worse = corrupted(some.images, corruption, severity, settings.seed)
            vectors = encoded_images(encode, worse, block=settings.block)
            for name, head in heads.items():
                logits = head.logits(worse, vectors)
                errors[name][corruption, severity] = 1 - accuracy(logits, some.labels)
    figures: dict[str, float] = {}
    for name, head in heads.items():
        clean = 1 - accuracy(head.test[0][places], some.labels)
        told = corruption_figures(errors[name], clean)
        figures |= {f"{name} {key}": value for key, value in told.items()}
    return figures
