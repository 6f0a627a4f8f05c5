"""The images that a run is trained on."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import kornia.geometry.transform as kornia
import numpy as np
import torch
from jaxtyping import UInt8
from torch import Tensor

from contracode.corpus.images.image_set import ImageSet
from contracode.corpus.images.reading import CorpusImages, open_images
from contracode.corpus.images.reading.corpus import Labelling
from contracode.corpus.images.variants import few_labels, held_out, imbalanced, noisy_labels, subset
from contracode.corpus.manifest import MANIFEST, corpus_digest
from contracode.errors import RecipeError
from contracode.training.images.config import ImageDataConfig
from contracode.training.images.steps import Pool

CORPORA = Path("data/corpora")
_HELD_OUT = 0.1


def data_folder(place: str) -> Path:
    """The folder of a built data set of this name, else the path itself."""
    named = CORPORA / place
    return named if (named / MANIFEST).exists() else Path(place)


def data_digest(folder: Path) -> str:
    """Identifies a built data set; files that a user has are known by their path only."""
    return corpus_digest(folder) if (folder / MANIFEST).exists() else f"path:{folder.resolve()}"


def read_split(config: ImageDataConfig, folder: Path, split: str) -> ImageSet:
    """One split, in the size and with the labels that the settings say.

    Of a data set without a validation split a tenth of the training images, by their pixels, is
    that split, and no training image. What was read last is kept: a run, its teachers and its
    measures want the same images.

    Raises:
        CorpusError: it is missing or can't be read.
    """
    return _read_split(folder, config.labelled_by, config.size, split, data_digest(folder))


def training_images(config: ImageDataConfig, folder: Path) -> ImageSet:
    """The training split, with everything done to it that the settings say.

    Raises:
        CorpusError: it is missing or can't be read.
        RecipeError: no image is left, or a class has too few.
    """
    images = read_split(config, folder, "train")
    try:
        images = _chosen(images, config)
    except ValueError as error:
        raise RecipeError(f"{folder} can't be trained on as the recipe says: {error}") from error
    if not len(images):
        raise RecipeError(f"{folder} has no images to train on after all that the recipe drops")
    return images


def resized(images: ImageSet, size: int | None) -> ImageSet:
    """The same images, brought to ``size`` x ``size`` pixels."""
    if size is None or images.images.shape[1:3] == (size, size):
        return images
    planes = channels_first(images.images)
    parts = [
        kornia.resize(part.float(), (size, size), antialias=True).round().clamp(0, 255).byte()
        for part in torch.split(planes, 1024)
    ]
    pixels = torch.cat(parts).permute(0, 2, 3, 1).contiguous().numpy()
    return replace(images, images=pixels)


def pool_of(images: ImageSet, device: torch.device) -> Pool:
    """The images on a device."""
    return Pool(
        channels_first(images.images).to(device),
        torch.from_numpy(images.labels).to(device),
        torch.from_numpy(images.concepts).to(device),
    )


def channels_first(
    images: UInt8[np.ndarray, "images height width channels"],
) -> UInt8[Tensor, "images channels height width"]:
    """Pixels as encoders take them."""
    return torch.tensor(images).permute(0, 3, 1, 2).contiguous()


@lru_cache(maxsize=4)
def _read_split(
    folder: Path, labelled_by: Labelling, size: int | None, split: str, digest: str
) -> ImageSet:
    del digest  # Other images of the same name are read anew.
    source = open_images(folder)
    if isinstance(source, CorpusImages):
        source = CorpusImages(corpus=folder, labelled_by=labelled_by)
    if split == "test" or "valid" in source.splits():
        return resized(source.read(split), size)
    kept, held = held_out(source.read("train"), _HELD_OUT)
    return resized(held if split == "valid" else kept, size)


def _chosen(images: ImageSet, config: ImageDataConfig) -> ImageSet:
    if config.per_class is not None:
        images = subset(images, config.per_class, config.seed)
    if config.imbalance != "none":
        images = imbalanced(images, config.imbalance, config.seed)
    if config.label_noise:
        images = noisy_labels(images, config.label_noise, config.seed)
    if config.labelled_per_class is not None:
        images = few_labels(images, config.seed, per_class=config.labelled_per_class)
    return images
