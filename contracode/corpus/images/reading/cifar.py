"""CIFAR-10 and CIFAR-100, in their binary version.

Source: https://www.cs.toronto.edu/~kriz/cifar.html; a row is one label (CIFAR-10) or a coarse and
a fine one (CIFAR-100), then 32 x 32 red bytes, as many green, as many blue.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from contracode.corpus.images.image_set import ImageSet, plain_set
from contracode.corpus.images.reading.files import (
    check_split,
    digest_of,
    read_names,
    read_rows_of_bytes,
)
from contracode.errors import CorpusError

_SIDE = 32
_PIXELS = 3 * _SIDE * _SIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How one of the two is laid out."""

    name: str
    files: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[int, str, int]]
    """Kind of label: its place in a row, the file with the names, how many there are."""


_CIFAR_10 = _Layout(
    name="CIFAR-10",
    files={
        "train": tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
        "test": ("test_batch.bin",),
    },
    labels={"fine": (0, "batches.meta.txt", 10)},
)
_CIFAR_100 = _Layout(
    name="CIFAR-100",
    files={"train": ("train.bin",), "test": ("test.bin",)},
    labels={
        "coarse": (0, "coarse_label_names.txt", 20),
        "fine": (1, "fine_label_names.txt", 100),
    },
)
_PICKLES = {"data_batch_1": _CIFAR_10, "test_batch": _CIFAR_10, "meta": _CIFAR_100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cifar:
    """CIFAR-10 or CIFAR-100, as the folder shows."""

    folder: Path
    """Such as ``cifar-10-batches-bin`` or ``cifar-100-binary``."""
    label: Literal["fine", "coarse"] = "fine"
    """CIFAR-100 has 100 fine classes in 20 coarse ones."""

    @staticmethod
    def recognises(folder: Path) -> bool:
        """Whether the folder holds files of CIFAR, readable or not."""
        names = ("data_batch_1.bin", "test_batch.bin", "fine_label_names.txt", *_PICKLES)
        return any((folder / name).is_file() for name in names)

    def splits(self) -> tuple[str, ...]:
        """Train and test."""
        return ("train", "test")

    def read(self, split: str) -> ImageSet:
        """The images of one split, in the order of the files.

        Raises:
            CorpusError: there is no such split, the files are missing or cut, a label has no name,
                or it is the Python version.
        """
        check_split(split, self.splits(), self.folder)
        layout = self._layout()
        if self.label not in layout.labels:
            raise CorpusError(f"{layout.name} has no {self.label} labels; ask for the fine ones")
        place, names_file, count = layout.labels[self.label]
        classes = read_names(self.folder / names_file, count)
        row_bytes = len(layout.labels) + _PIXELS
        rows = np.concatenate(
            [read_rows_of_bytes(self.folder / name, row_bytes) for name in layout.files[split]]
        )
        labels = rows[:, place].astype(np.int64)
        if labels.max() >= count:
            raise CorpusError(
                f"{self.folder} has the label {labels.max()} in {split}, {layout.name} has "
                f"{count} classes; the file is damaged or another one"
            )
        planes = rows[:, -_PIXELS:].reshape(-1, 3, _SIDE, _SIDE)
        return plain_set(layout.name, planes.transpose(0, 2, 3, 1), labels, classes)

    def digest(self) -> str:
        """That of the files of images and of names that are there.

        Raises:
            CorpusError: it is the Python version, or a file can't be read.
        """
        layout = self._layout()
        names = [
            *(name for files in layout.files.values() for name in files),
            *(file for _, file, _ in layout.labels.values()),
        ]
        files = [self.folder / name for name in names]
        return digest_of(self.folder, [path for path in files if path.exists()])

    def _layout(self) -> _Layout:
        if any((self.folder / name).is_file() for name in ("fine_label_names.txt", "train.bin")):
            return _CIFAR_100
        if any(self.folder.glob("*_batch*.bin")):
            return _CIFAR_10
        for name, layout in _PICKLES.items():
            if (self.folder / name).is_file():
                raise CorpusError(
                    f"{self.folder} is the Python version of {layout.name}: pickle files, which "
                    "can run any program and are never opened here; take the binary version "
                    "from the same page"
                )
        raise CorpusError(f"{self.folder} holds no files of CIFAR")
