"""One training run on images, from a data set to a checkpoint; started again, it goes on."""

import math
import time
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from contracode.corpus.images.image_set import ImageSet
from contracode.encoders.images.checkpoint import (
    ImageManifest,
    read_image_manifest,
    write_image_checkpoint,
)
from contracode.encoders.images.pixels import Normalisation
from contracode.encoders.model_folder import MANIFEST
from contracode.errors import RecipeError
from contracode.files import write_whole
from contracode.training.device import choose_device
from contracode.training.folder import claim_folder, held
from contracode.training.images.building import build_learner, build_optimizer, build_steps
from contracode.training.images.config import ImageRunConfig
from contracode.training.images.data import data_digest, data_folder, pool_of, training_images
from contracode.training.images.finished import LEARNER, load_run
from contracode.training.images.learners.classification import ClassificationLearner
from contracode.training.images.learners.distillation import DistillationConfig
from contracode.training.images.learners.learning import ImageLearner
from contracode.training.images.steps import Pool
from contracode.training.log import RunLog
from contracode.training.loop import Loop
from contracode.training.outcome import Outcome
from contracode.training.recipe import plain
from contracode.training.state import Place, load_state, remove_states


def train_images(config: ImageRunConfig, out: Path) -> Outcome:
    """Train an image encoder and write its checkpoint to ``out``; its own files are in ``out/run``.

    The same call after a kill goes on from the last saved state; after the end it does nothing.

    Raises:
        CorpusError: the images are missing or can't be read.
        RecipeError: ``out`` holds a run with other settings, another process works there, or these
            settings can't be run.
        DivergedError: the loss is not finite any more.
        CheckpointError: a saved state, a teacher or the checkpoint in ``out`` is damaged.
    """
    clock_start = time.perf_counter()
    run, folder = out / "run", data_folder(config.data.place)
    # Before all that takes long, so that a second process learns at once that it has to wait.
    with held(run):
        # --- Is this run new, begun or finished?
        identity = run_identity(config)
        if (out / MANIFEST).exists():
            claim_folder(run, identity)
            return Outcome(read_image_manifest(out).step, 0.0, already_finished=True)

        # --- Data and learner; then on from where a killed run was.
        device = choose_device(config.device)
        images = training_images(config.data, folder)
        pool = pool_of(images, device)
        normalisation = Normalisation.of(images.images)
        teachers = _teachers(config, images, device)
        learner = build_learner(config, pool, len(images.classes), teachers)
        # Not before: settings that can't be run would keep the folder from those that mend them.
        claim_folder(run, identity)
        place = _trained(config, learner, pool, normalisation, run, clock_start)

        # --- The encoder is the model; what else was learnt stays with the run.
        tensors = {name: tensor.contiguous() for name, tensor in learner.state_dict().items()}
        write_whole(run / LEARNER, lambda path: save_file(tensors, path))
        write_image_checkpoint(
            out,
            learner.kept(),
            ImageManifest(
                name=config.name,
                encoder=config.encoder,
                channels=pool.images.shape[1],
                size=pool.images.shape[2],
                mean=normalisation.mean,
                std=normalisation.std,
                width=learner.kept().width,
                recipe=plain(config),
                seed=config.seed,
                step=place.step,
                corpus_digest=identity["corpus"],
            ),
        )
        remove_states(run)
    return Outcome(place.step, place.elapsed_s, already_finished=False)


def run_identity(config: ImageRunConfig) -> dict[str, Any]:
    """What makes a run this one and no other: its settings, and what it learns from.

    Raises:
        CorpusError: the data set is damaged.
        CheckpointError: a teacher is missing, unfinished or damaged.
    """
    identity: dict[str, Any] = {
        "recipe": plain(config),
        "corpus": data_digest(data_folder(config.data.place)),
    }
    if not isinstance(config.method, DistillationConfig):
        return identity
    taught = [read_image_manifest(Path(place)) for place in config.method.teachers]
    return {**identity, "teachers": [dict(manifest.files) for manifest in taught]}


def _trained(
    config: ImageRunConfig,
    learner: ImageLearner,
    pool: Pool,
    normalisation: Normalisation,
    run: Path,
    clock_start: float,
) -> Place:
    """Take the steps that are missing; says where the run then is."""
    optimizer = build_optimizer(config.optimizer, config.schedule.peak, learner.trained())
    place = load_state(run, learner, optimizer)
    with RunLog(run, place.step, config.schedule.steps, config.name) as log:
        loop = Loop(
            schedule=config.schedule,
            max_norm=config.optimizer.max_norm or math.inf,
            log_every=config.log_every,
            save_every=config.save_every,
            learner=learner,
            optimizer=optimizer,
            steps=build_steps(config, pool, normalisation, place.step),
            log=log,
            folder=run,
        )
        return loop.run(place, clock_start - place.elapsed_s)


def _teachers(
    config: ImageRunConfig, images: ImageSet, device: torch.device
) -> list[ClassificationLearner]:
    """The trained classifiers that a student of these images learns from."""
    if not isinstance(config.method, DistillationConfig):
        return []
    teachers = []
    for place in config.method.teachers:
        taught = load_run(Path(place), device)
        learner = taught.learner
        if not isinstance(learner, ClassificationLearner):
            raise RecipeError(
                f"{place} is no classifier; train a teacher with method.kind = 'cross-entropy'"
            )
        if taught.images.classes != images.classes:
            raise RecipeError(
                f"{place} tells other classes than the student's data set has; train a teacher on "
                f"{config.data.place}, labelled by {config.data.labelled_by}"
            )
        theirs, own = taught.images.images.shape[1:], images.images.shape[1:]
        if theirs != own:
            raise RecipeError(
                f"{place} reads images of height, width and channels {theirs}, the student's have "
                f"{own}; train a teacher with the same data.place and data.size"
            )
        teachers.append(learner.requires_grad_(False))
    return teachers
