"""Which reader a folder of images wants."""

from pathlib import Path

from contracode.corpus.images.image_set import ImageSet, ImageSource
from contracode.corpus.images.reading.cifar import Cifar
from contracode.corpus.images.reading.class_folders import ClassFolders
from contracode.corpus.images.reading.corpus import CorpusImages
from contracode.corpus.images.reading.stl10 import UNLABELLED, Stl10
from contracode.corpus.manifest import MANIFEST
from contracode.errors import CorpusError


def read_images(place: Path, split: str) -> ImageSet:
    """One split of a built corpus, of CIFAR-10 or -100, of STL-10, or of folders named as classes.

    Raises:
        CorpusError: the folder is none of these, or what it holds can't be read.
    """
    return open_images(place).read(split)


def open_images(place: Path) -> ImageSource:
    """The reader that a folder wants, told by the files in it.

    Of STL-10 the file of the unlabelled images may be named, too: they are then trained on as well.

    Raises:
        CorpusError: it is no folder, or holds images in a format that is not read.
    """
    if place.name == UNLABELLED and place.is_file():
        return Stl10(folder=place.parent, unlabelled_too=True)
    if not place.is_dir():
        raise CorpusError(
            f"no folder {place}; build a data set with `contracode corpus build`, or name the "
            "folder of CIFAR's or STL-10's binary version, or one with a folder for each class"
        )
    if (place / MANIFEST).exists():
        return CorpusImages(corpus=place)
    if Cifar.recognises(place):
        return Cifar(folder=place)
    if Stl10.recognises(place):
        return Stl10(folder=place)
    return ClassFolders(folder=place)
