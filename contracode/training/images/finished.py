"""Runs that are over, brought back with all that they learnt."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from contracode.corpus.images.image_set import ImageSet
from contracode.encoders.images import ImageEncoder, build_image_encoder
from contracode.encoders.images.checkpoint import (
    ImageManifest,
    read_image_checkpoint,
    read_image_manifest,
)
from contracode.encoders.images.pixels import Normalisation
from contracode.errors import CheckpointError
from contracode.training.device import choose_device
from contracode.training.images.building import build_learner
from contracode.training.images.config import ImageRunConfig
from contracode.training.images.data import data_folder, pool_of, training_images
from contracode.training.images.learners.classification import ClassificationLearner
from contracode.training.images.learners.distillation import DistillationConfig
from contracode.training.images.learners.learning import ImageLearner
from contracode.training.recipe import settings_of

LEARNER = "learner.safetensors"
"""All that was learnt, heads, classifiers and posteriors included; beside the run's log."""
_OF_A_STUDENT = ("encoder.", "classifier.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRun:
    """A run that is over, as it is measured."""

    config: ImageRunConfig
    learner: ImageLearner
    """With all that was learnt, not training. Of a student this is its classifier: what compares
    it with its teachers is not brought back, nor are they."""
    images: ImageSet
    """What it was trained on."""
    normalisation: Normalisation


class EncoderAlone(ImageLearner):
    """What is left of a run whose own files are not there: the model, ready for use."""

    def __init__(self, encoder: ImageEncoder) -> None:
        super().__init__()
        self.encoder = encoder

    def learn(self, seen: object) -> dict[str, Tensor]:
        """Refused: the objective is not there any more."""
        raise TypeError(f"an encoder without its run can't learn from {type(seen).__name__}")

    def kept(self) -> ImageEncoder:
        """The encoder."""
        return self.encoder


def load_run(out: Path, device: torch.device | None = None) -> FinishedRun:
    """Bring back a finished run, or the model alone where the folder ``run`` is not beside it.

    Args:
        out: its folder.
        device: where to; if None a GPU if there is one, unless its settings say the CPU.

    Raises:
        CheckpointError: the run is not finished, or its files are damaged.
        CorpusError: the images that it was trained on are not there any more.
    """
    manifest = read_image_manifest(out)
    config = settings_of(ImageRunConfig, dict(manifest.recipe), (), str(out))
    device = device or choose_device("cpu" if config.device == "cpu" else "auto")
    images = training_images(config.data, data_folder(config.data.place))
    if (out / "run").is_dir():
        learner = _learner(out / "run" / LEARNER, config, manifest, images, device)
    else:
        learner = EncoderAlone(read_image_checkpoint(out)[0]).to(device)
    return FinishedRun(
        config=config,
        learner=learner.eval(),
        images=images,
        normalisation=Normalisation(mean=manifest.mean, std=manifest.std),
    )


def _learner(
    path: Path,
    config: ImageRunConfig,
    manifest: ImageManifest,
    images: ImageSet,
    device: torch.device,
) -> ImageLearner:
    classes = len(images.classes)
    try:
        tensors = load_file(path)
        learner: ImageLearner
        if isinstance(config.method, DistillationConfig):
            encoder = build_image_encoder(
                config.encoder, manifest.channels, manifest.size, config.seed
            )
            learner = ClassificationLearner(encoder, classes).to(device)
            tensors = {
                name: tensor for name, tensor in tensors.items() if name.startswith(_OF_A_STUDENT)
            }
        else:
            learner = build_learner(config, pool_of(images, device), classes)
        learner.load_state_dict(tensors)
    except (OSError, SafetensorError, RuntimeError) as error:
        raise CheckpointError(
            f"{path} is missing, damaged or does not fit its run: {error}; train it again in "
            "another folder"
        ) from error
    return learner
