"""STL-10, in its binary version.

Source: https://cs.stanford.edu/~acoates/stl10/; an image is 96 x 96 red bytes, column by column, as
many green, as many blue; labels are counted from 1.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import Int64

from contracode.corpus.images.image_set import NO_LABEL, ImageSet, plain_set
from contracode.corpus.images.reading.files import (
    check_split,
    digest_of,
    read_names,
    read_rows_of_bytes,
)
from contracode.errors import CorpusError

_SIDE = 96
_CLASSES = 10
_NAMES = "class_names.txt"
UNLABELLED = "unlabeled_X.bin"
"""The file of unlabelled images; named as a place, it adds them to the training images."""
_FILES = {"train": "train", "test": "test", "unlabelled": "unlabeled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stl10:
    """STL-10: 5,000 training, 8,000 test and 100,000 unlabelled images."""

    folder: Path
    """Such as ``stl10_binary``."""
    unlabelled_too: bool = False
    """Whether unlabelled images are meant to be trained on, too; see :meth:`with_unlabelled`."""

    @staticmethod
    def recognises(folder: Path) -> bool:
        """Whether the folder holds files of STL-10."""
        return any((folder / f"{name}_X.bin").is_file() for name in _FILES.values())

    def splits(self) -> tuple[str, ...]:
        """Those whose images are there."""
        return tuple(
            split for split, name in _FILES.items() if (self.folder / f"{name}_X.bin").is_file()
        )

    def read(self, split: str) -> ImageSet:
        """The images of one split, as a view into the mapped file: 2.8 GB are not loaded.

        Raises:
            CorpusError: there is no such split, or its files are missing, cut or do not agree.
        """
        check_split(split, self.splits(), self.folder)
        path = self.folder / f"{_FILES[split]}_X.bin"
        rows = read_rows_of_bytes(path, 3 * _SIDE * _SIDE)
        images = rows.reshape(-1, 3, _SIDE, _SIDE).transpose(0, 3, 2, 1)
        classes = read_names(self.folder / _NAMES, _CLASSES)
        return plain_set("STL-10", images, self._labels(split, len(images)), classes)

    def with_unlabelled(self, images: ImageSet) -> ImageSet:
        """These images, and behind them the unlabelled ones; all are loaded.

        Raises:
            CorpusError: there are none, or their file is cut.
        """
        more = self.read("unlabelled")
        return plain_set(
            images.name,
            np.concatenate([images.images, more.images]),
            np.concatenate([images.labels, more.labels]),
            images.classes,
        )

    def digest(self) -> str:
        """That of the files of images, labels and names that are there.

        Raises:
            CorpusError: a file can't be read.
        """
        names = [f"{name}_{part}.bin" for name in _FILES.values() for part in "Xy"]
        files = [self.folder / name for name in (*names, _NAMES)]
        return digest_of(self.folder, [path for path in files if path.exists()])

    def _labels(self, split: str, images: int) -> Int64[np.ndarray, " images"]:
        if split == "unlabelled":
            return np.full(images, NO_LABEL, dtype=np.int64)
        path = self.folder / f"{_FILES[split]}_y.bin"
        labels = read_rows_of_bytes(path, 1)[:, 0].astype(np.int64) - 1
        if len(labels) != images:
            raise CorpusError(f"{path} has {len(labels)} labels for {images} images; one is cut")
        if labels.min() < 0 or labels.max() >= _CLASSES:
            raise CorpusError(
                f"{path} must hold labels from 1 to {_CLASSES}, it holds "
                f"{labels.min() + 1} to {labels.max() + 1}"
            )
        return labels
