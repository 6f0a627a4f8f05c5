"""Images in memory, as methods and probes take them, and the protocol of all that gives them."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Int64, UInt8

NO_LABEL = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSet:
    """One split of a data set; row i of every array is the same image.

    Raises:
        ValueError: a label or a domain has no name.
    """

    name: str
    images: UInt8[np.ndarray, "images height width channels"]
    """One channel is grey; three are red, green and blue."""
    labels: Int64[np.ndarray, " images"]
    """Class, as a place in ``classes``; -1 where none is known."""
    classes: tuple[str, ...]
    concepts: Int64[np.ndarray, " images"]
    """Equal numbers show the same thing, such as one emoji drawn by two vendors: natural
    positives. Where a data set knows of none, every image has its own."""
    domains: Int64[np.ndarray, " images"]
    """Who drew or took it, as a place in ``domain_names``."""
    domain_names: tuple[str, ...]

    def __post_init__(self) -> None:
        for what, numbers, names in (
            ("label", self.labels, self.classes),
            ("domain", self.domains, self.domain_names),
        ):
            least = NO_LABEL if what == "label" else 0
            if len(numbers) and not least <= numbers.min() <= numbers.max() < len(names):
                raise ValueError(
                    f"{self.name}: a {what} must be between {least} and {len(names) - 1}, "
                    f"these reach from {numbers.min()} to {numbers.max()}"
                )

    def __len__(self) -> int:
        return len(self.images)


@runtime_checkable
class ImageSource(Protocol):
    """A place that holds images, split by split."""

    def splits(self) -> tuple[str, ...]:
        """Names of the splits that are there."""
        ...

    def digest(self) -> str:
        """Another one as soon as a file that is read has another name or content.

        Raises:
            CorpusError: a file can't be read.
        """
        ...

    def read(self, split: str) -> ImageSet:
        """The images of one split, always in the same order.

        Raises:
            CorpusError: there is no such split, or its files are missing, cut or broken.
        """
        ...


def plain_set(
    name: str,
    images: UInt8[np.ndarray, "images height width channels"],
    labels: Int64[np.ndarray, " images"],
    classes: tuple[str, ...],
) -> ImageSet:
    """A set that knows of no natural positives and of one domain, itself."""
    return ImageSet(
        name=name,
        images=images,
        labels=labels,
        classes=classes,
        concepts=np.arange(len(images), dtype=np.int64),
        domains=np.zeros(len(images), dtype=np.int64),
        domain_names=(name,),
    )
