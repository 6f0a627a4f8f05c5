"""Attraction and repulsion weights of a run's encoder, over many test images as queries.

A query is one view of a test image. It is attracted by further views of the image, and repelled by
one view of every other test image that was drawn, all made by the run's own settings. Compared are
the vectors that a contrastive run's loss compares, behind its head; of other runs, the encoder's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float32, Int64, UInt8
from torch import Tensor, nn

from contracode.corpus.images.image_set import ImageSet
from contracode.errors import RecipeError
from contracode.measuring.encoding import encoding
from contracode.measuring.splits import some_of
from contracode.seeds import seed_for
from contracode.tasks.images.encoding import encoded_images
from contracode.tasks.images.pictures import draw_weights
from contracode.tasks.images.weights import ConditionalWeights, conditional_weights, weight_figures
from contracode.training.images.data import channels_first
from contracode.training.images.finished import FinishedRun
from contracode.training.images.learners.contrastive import CACRConfig, ContrastiveLearner
from contracode.training.images.learners.pac_bayes import PacBayesConfig
from contracode.views.images import Augmentation

POSITIVES = 4
"""Of a query: as many for every run, whatever it was trained with, as in CACR's larger tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Views of some images, their vectors, and how sharply these are weighed."""

    views: UInt8[np.ndarray, "views images height width channels"]
    """The first of each image is a query and a negative of the others, the rest are positives."""
    vectors: Float32[np.ndarray, "views images dim"]
    labels: Int64[np.ndarray, " images"]
    attraction_sharpness: float
    repulsion_sharpness: float

    def __len__(self) -> int:
        return int(self.views.shape[1])

    def weights(self, query: int) -> ConditionalWeights:
        """Of the image at this place as the query."""
        others = np.arange(len(self)) != query
        return conditional_weights(
            self.vectors[0, query],
            self.vectors[1:, query],
            self.vectors[0, others],
            attraction_sharpness=self.attraction_sharpness,
            repulsion_sharpness=self.repulsion_sharpness,
        )

    def same_class(self, query: int) -> Bool[np.ndarray, " negatives"]:
        """Whether a negative shows the query's class."""
        same: Bool[np.ndarray, " negatives"] = np.delete(self.labels, query) == self.labels[query]
        return same

    def figures(self) -> dict[str, float]:
        """Means over all queries of what `weight_figures` tells of each."""
        told = [weight_figures(self.weights(i), self.same_class(i)) for i in range(len(self))]
        return {name: float(np.mean([each[name] for each in told])) for name in told[0]}

    def draw(self, queries: int, folder: Path, *, name: str) -> Iterator[Path]:
        """Draw the first so many queries, a PNG file each; the model's name stands above them.

        Raises:
            ContracodeError: a file can't be written.
        """
        for query in range(min(queries, len(self))):
            path = folder / f"weights-{query + 1}.png"
            draw_weights(
                self.weights(query),
                self.views[0, query],
                self.views[1:, query],
                np.delete(self.views[0], query, axis=0),
                path,
                title=f"{name}: t+ = {self.attraction_sharpness:g}, "
                f"t- = {self.repulsion_sharpness:g}; coloured: the query's class",
                same_class=self.same_class(query),
            )
            yield path


def weighed(run: FinishedRun, test: ImageSet, queries: int) -> Weighed:
    """Views and vectors of so many test images, drawn with the data's seed.

    The sharpness is that of a CACR run's settings, and 1 for other runs.

    Raises:
        RecipeError: the run was not trained on views, or fewer than 2 test images have a label.
    """
    config = run.config
    if isinstance(config.method, PacBayesConfig):
        raise RecipeError(
            "weights are of views, and a run of PAC-Bayes has seen none; leave it out"
        )
    some = some_of(test, queries, config.data.seed)
    if len(some) < 2:
        raise RecipeError(f"weights need 2 labelled test images or more, there are {len(some)}")
    # Images that stand in one order by class would show one class in all pictures.
    order = np.random.default_rng(seed_for(config.data.seed, "queries")).permutation(len(some))
    pixels = some.images[order]
    views = _views(run, pixels)
    vectors = encoded_images(encoding(run, _compared(run)), views.reshape(-1, *pixels.shape[1:]))
    sharp = config.method if isinstance(config.method, CACRConfig) else CACRConfig()
    return Weighed(
        views=views,
        vectors=vectors.reshape(*views.shape[:2], -1),
        labels=some.labels[order],
        attraction_sharpness=sharp.attraction_sharpness,
        repulsion_sharpness=sharp.repulsion_sharpness,
    )


def _views(
    run: FinishedRun, images: UInt8[np.ndarray, "images height width channels"]
) -> UInt8[np.ndarray, "views images height width channels"]:
    _, size, _, channels = images.shape
    settings = replace(run.config.views, number=1 + POSITIVES)
    augmentation = Augmentation(settings, size=size, channels=channels)
    views = augmentation(channels_first(images), seed_for(run.config.data.seed, "weighed views"))
    return (views * 255).round().byte().permute(0, 1, 3, 4, 2).contiguous().numpy()


def _compared(run: FinishedRun) -> Callable[[Tensor], Tensor]:
    """From normalised pixels to the vectors that are weighed."""
    learner = run.learner
    if isinstance(learner, ContrastiveLearner):
        return nn.Sequential(learner.encoder, learner.head)
    return learner.vectors
