"""The images that a run is trained on."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import kornia.geometry.transform as kornia
import numpy as np
import torch
from jaxtyping import UInt8
from PIL import Image
from torch import Tensor

from contracode.corpus.images.image_set import ImageSet, ImageSource
from contracode.corpus.images.reading import Cifar, ClassFolders, CorpusImages, Stl10, open_images
from contracode.corpus.images.reading.class_folders import ALL
from contracode.corpus.images.variants import few_labels, held_out, imbalanced, noisy_labels, subset
from contracode.corpus.manifest import MANIFEST
from contracode.encoders.images import prepare
from contracode.errors import RecipeError
from contracode.training.images.config import ImageDataConfig, Labels
from contracode.training.images.steps import Pool

CORPORA = Path("data/corpora")
_HELD_OUT = 0.1
_WHITE = (255, 255, 255)


def data_folder(place: str) -> Path:
    """The folder of a built data set of this name, else the path itself."""
    named = CORPORA / place
    return named if (named / MANIFEST).exists() else Path(place)


def data_digest(folder: Path) -> str:
    """Identifies the images in a folder, built or a user's own files; a changed file changes it.

    Raises:
        CorpusError: the folder or a file is missing, damaged or of a format that is not read.
    """
    return open_images(folder).digest()


def read_split(config: ImageDataConfig, folder: Path, split: str) -> ImageSet:
    """One split, in the size and with the labels that the settings say.

    Images that are in no split are training images. Where there is no test split, a tenth of
    them, by their pixels, is that split and no training image; then, where there is no validation
    split, a tenth of what is left. What was read last is kept, and can't be written to: a run, its
    teachers and its measures want the same images.

    Raises:
        CorpusError: it is missing or can't be read.
        RecipeError: the settings ask for labels that the data set has not, or for no size where
            images are not square.
    """
    return _read_split(folder, config.labelled_by, config.size, split, data_digest(folder))


def training_images(config: ImageDataConfig, folder: Path) -> ImageSet:
    """The training split, with everything done to it that the settings say.

    Raises:
        CorpusError: it is missing or can't be read.
        RecipeError: no image is left, a class has too few, or :func:`read_split` refuses.
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
    """The same images, brought to ``size`` x ``size`` pixels.

    Of images that are not square the centre is kept, as :func:`prepare` does.
    """
    _, height, width, channels = images.images.shape
    if size is None or height == width == size:
        return images
    if height != width:
        pictures = [picture[..., 0] if channels == 1 else picture for picture in images.images]
        fitted = [prepare(Image.fromarray(each), size, channels) for each in pictures]
        return replace(images, images=np.stack(fitted))
    # In parts, which are all that is loaded of a mapped file.
    parts = [
        _scaled(images.images[start : start + 1024], size) for start in range(0, len(images), 1024)
    ]
    pixels = torch.cat(parts).permute(0, 2, 3, 1).contiguous().numpy()
    return replace(images, images=pixels)


def pool_of(images: ImageSet, device: torch.device) -> Pool:
    """The images on a device."""
    return Pool(
        channels_first(images.images).to(device),
        torch.tensor(images.labels).to(device),
        torch.tensor(images.concepts).to(device),
    )


def channels_first(
    images: UInt8[np.ndarray, "images height width channels"],
) -> UInt8[Tensor, "images channels height width"]:
    """Pixels as encoders take them."""
    return torch.tensor(images).permute(0, 3, 1, 2).contiguous()


def _scaled(
    images: UInt8[np.ndarray, "images height width channels"], size: int
) -> UInt8[Tensor, "images channels size size"]:
    planes = kornia.resize(channels_first(images).float(), (size, size), antialias=True)
    return planes.round().clamp(0, 255).byte()


@lru_cache(maxsize=4)
def _read_split(
    folder: Path, labelled_by: Labels, size: int | None, split: str, digest: str
) -> ImageSet:
    del digest  # Other images of the same name are read anew.
    images = resized(_read(_source(folder, labelled_by, size), split), size)
    _, height, width, _ = images.images.shape
    if height != width:
        raise RecipeError(
            f"{folder} has images of {height} x {width} px, encoders read squares; set data.size"
        )
    for array in (images.images, images.labels, images.concepts, images.domains):
        array.setflags(write=False)
    return images


def _source(folder: Path, labelled_by: Labels, size: int | None) -> ImageSource:
    source = open_images(folder)
    match source:
        case CorpusImages() if labelled_by != "coarse":
            return replace(source, labelled_by=labelled_by)
        case Cifar() if labelled_by == "coarse":
            return replace(source, label="coarse")
        case _ if labelled_by != "class":
            raise RecipeError(
                f"{folder} has no labels by {labelled_by!r}: a built data set has those of its "
                "columns, CIFAR-100 has coarse ones; leave out data.labelled_by"
            )
        case ClassFolders():
            channels = source.most_channels()
            return replace(source, size=size, channels=channels, background=_WHITE)
        case _:
            return source


def _read(source: ImageSource, split: str) -> ImageSet:
    """A split that is there, or the images that are held out for it."""
    splits = source.splits()
    missing = [each for each in ("test", "valid") if each not in splits]
    if split != "train" and split not in missing:
        return source.read(split)
    images = source.read(ALL if ALL in splits else "train")
    for each in missing:
        images, part = held_out(images, _HELD_OUT)
        if each == split:
            return part
    if isinstance(source, Stl10) and source.unlabelled_too:
        # Last: what is held out is measured with, so it needs labels.
        return source.with_unlabelled(images)
    return images


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
