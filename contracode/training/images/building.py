"""From settings and data to the learner, its optimizer and its steps."""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

from contracode.encoders.images import ImageEncoder, build_image_encoder
from contracode.encoders.images.pixels import Normalisation
from contracode.errors import RecipeError
from contracode.seeds import seed_for
from contracode.training.images.config import ImageRunConfig, OptimizerConfig
from contracode.training.images.learners.classification import (
    ClassificationLearner,
    CrossEntropyConfig,
)
from contracode.training.images.learners.contrastive import ContrastiveLearner
from contracode.training.images.learners.distillation import DistillationConfig, DistillationLearner
from contracode.training.images.learners.learning import ImageLearner
from contracode.training.images.learners.loco import LoCoConfig, LoCoLearner
from contracode.training.images.learners.moco import MoCoConfig, MoCoLearner
from contracode.training.images.learners.pac_bayes import PacBayesConfig, PacBayesLearner
from contracode.training.images.steps import ImageSteps, Pool
from contracode.training.images.tuples import TupleSteps, training_tuples
from contracode.training.learner import Steps
from contracode.views import RecordOrder
from contracode.views.images import Augmentation, ViewsConfig


def build_learner(
    config: ImageRunConfig,
    pool: Pool,
    classes: int,
    teachers: Sequence[ClassificationLearner] = (),
) -> ImageLearner:
    """The objective with fresh weights, on the pool's device; the same settings, the same weights.

    Raises:
        RecipeError: the views don't suit the method, or the images or the encoder don't: these are
            too small, or the encoder normalises by data where a bound is wanted.
    """
    _check_views(config)
    _check_decay(config)
    _, channels, size, _ = pool.images.shape
    try:
        encoder = build_image_encoder(
            config.encoder, channels, size, seed_for(config.seed, "encoder")
        )
        # Heads draw their weights from torch's global state, which is put back afterwards.
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(seed_for(config.seed, "head"))
            learner = _build(config, encoder, pool, classes, teachers)
    except ValueError as error:
        raise RecipeError(
            f"{config.method.kind} with {config.encoder.architecture} can't be built: {error}"
        ) from error
    # Kernels of images are faster this way on every processor that was tried.
    placed: ImageLearner = learner.to(pool.images.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return placed


def _build(
    config: ImageRunConfig,
    encoder: ImageEncoder,
    pool: Pool,
    classes: int,
    teachers: Sequence[ClassificationLearner],
) -> ImageLearner:
    method = config.method
    match method:
        case CrossEntropyConfig():
            return ClassificationLearner(encoder, classes)
        case MoCoConfig():
            return MoCoLearner(encoder, method)
        case LoCoConfig():
            return LoCoLearner(encoder, method)
        case PacBayesConfig():
            return PacBayesLearner(encoder, method, config.seed)
        case DistillationConfig():
            return DistillationLearner(
                encoder,
                teachers,
                method,
                labels=pool.labels,
                classes=classes,
                seed=config.seed,
            )
        case _:
            return ContrastiveLearner(encoder, method)


def build_steps(
    config: ImageRunConfig, pool: Pool, normalisation: Normalisation, first: int
) -> Steps[Any]:
    """The steps from ``first`` on, of images or of tuples."""
    steps = range(first, config.schedule.steps)
    if isinstance(config.method, PacBayesConfig):
        tuples = training_tuples(pool.labels, config.method.tuples, config.seed)
        order = RecordOrder(config.method.tuples, config.batch, config.seed)
        pixels = normalisation.of_bytes(pool.images)
        return TupleSteps(pixels, tuples, order, steps)
    _, channels, size, _ = pool.images.shape
    augmentation = Augmentation(config.views, size=size, channels=channels)
    order = RecordOrder(len(pool), config.batch, config.seed)
    return ImageSteps(pool, order, augmentation, normalisation, steps)


def build_optimizer(
    config: OptimizerConfig, rate: float, parameters: Sequence[nn.Parameter]
) -> torch.optim.Optimizer:
    """SGD, Adam or RMSProp; weight decay for matrices and kernels only."""
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    if config.kind == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=config.momentum)
    if config.kind == "rmsprop":
        return torch.optim.RMSprop(groups, lr=rate)
    return torch.optim.Adam(groups, lr=rate)


def _check_views(config: ImageRunConfig) -> None:
    if isinstance(config.method, PacBayesConfig) and config.views != ViewsConfig():
        raise RecipeError(
            "pac-bayes compares images as they are, which its bound is about; leave out views"
        )
    least, most = {
        "cross-entropy": (1, math.inf),
        "distillation": (1, 1),
        "moco": (2, 2),
    }.get(config.method.kind, (2, math.inf))
    if not least <= config.views.number <= most:
        wanted = f"{least}" if least == most else f"{least} or more"
        raise RecipeError(
            f"{config.method.kind} takes {wanted} views of an image, views.number is "
            f"{config.views.number}"
        )


def _check_decay(config: ImageRunConfig) -> None:
    decay = config.optimizer.weight_decay
    if isinstance(config.method, PacBayesConfig) and config.method.stochastic and decay:
        raise RecipeError(
            "pac-bayes holds its weights to the prior, so optimizer.weight_decay must be 0, "
            f"got {decay}: it would draw log deviations to 0"
        )
