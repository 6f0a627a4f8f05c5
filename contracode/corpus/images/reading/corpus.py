"""Images of a built corpus."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow.compute as pc
from jaxtyping import Int64, UInt8

from contracode.corpus.images.image_set import ImageSet
from contracode.corpus.images.reading.files import check_split
from contracode.corpus.images.records import IMAGES
from contracode.corpus.manifest import corpus_digest, read_manifest
from contracode.corpus.splits import SPLITS
from contracode.corpus.tables import read_columns
from contracode.errors import CorpusError

Labelling = Literal["class", "group", "subgroup", "name", "family", "vendor"]

_SHAPE = ("height", "width", "channels")
_TEXTS = ("concept", "vendor")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusImages:
    """The images of a corpus that `contracode corpus build` has written."""

    corpus: Path
    labelled_by: Labelling = "class"
    """What the label of an image tells: its class, or another column, whose values are numbered
    by the alphabet over all splits."""

    def splits(self) -> tuple[str, ...]:
        """Those with at least one image.

        Raises:
            CorpusError: the corpus is missing, or not one of images.
        """
        counts = self._manifest()["counts"]["split"]
        return tuple(split for split in SPLITS if split in counts)

    def read(self, split: str) -> ImageSet:
        """The images of one split, in the order of the table.

        Raises:
            CorpusError: there is no such split, or the corpus is missing or damaged.
        """
        check_split(split, self.splits(), self.corpus)
        manifest = self._manifest()
        by_class = self.labelled_by == "class"
        texts = dict.fromkeys([*_TEXTS] if by_class else [*_TEXTS, self.labelled_by])
        pixels: list[bytes] = []
        rows: dict[str, list[Any]] = defaultdict(list)
        names: dict[str, set[str]] = defaultdict(set)
        columns = ["pixels", *_SHAPE, "label", "split", *texts]
        for shard in read_columns(self.corpus, IMAGES, columns):
            for text in texts:
                names[text].update(shard[text].unique().to_pylist())
            wanted = shard.filter(pc.equal(shard["split"], split))
            pixels += wanted["pixels"].to_pylist()
            for column in (*_SHAPE, "label", *texts):
                rows[column] += wanted[column].to_pylist()
        numbered = {text: _numbers(rows[text], sorted(names[text])) for text in texts}
        classes = manifest["classes"] if by_class else sorted(names[self.labelled_by])
        return ImageSet(
            name=manifest["name"],
            images=self._stacked(pixels, [rows[column] for column in _SHAPE]),
            labels=np.array(rows["label"], np.int64) if by_class else numbered[self.labelled_by],
            classes=tuple(classes),
            concepts=_concepts(rows["concept"], sorted(names["concept"])),
            domains=numbered["vendor"],
            domain_names=tuple(sorted(names["vendor"])),
        )

    def digest(self) -> str:
        """That of the corpus.

        Raises:
            CorpusError: the corpus is missing or damaged.
        """
        return corpus_digest(self.corpus)

    def _manifest(self) -> dict[str, Any]:
        manifest = read_manifest(self.corpus)
        if manifest.get("kind") != IMAGES:
            raise CorpusError(f"{self.corpus} is a corpus of {manifest.get('kind')}, not of images")
        return manifest

    def _stacked(
        self, pixels: list[bytes], sizes: list[list[int]]
    ) -> UInt8[np.ndarray, "images height width channels"]:
        shapes = set(zip(*sizes, strict=True))
        if len(shapes) != 1:
            raise CorpusError(f"{self.corpus} holds images of {len(shapes)} shapes, not of one")
        return np.frombuffer(b"".join(pixels), np.uint8).reshape(len(pixels), *shapes.pop())


def _concepts(values: list[str], names: list[str]) -> Int64[np.ndarray, " images"]:
    """Numbers of the concepts; an image without one gets a number of its own."""
    own = np.arange(len(names), len(names) + len(values), dtype=np.int64)
    return np.where(np.array(values) == "", own, _numbers(values, names))


def _numbers(values: list[str], names: list[str]) -> Int64[np.ndarray, " images"]:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place[value] for value in values], np.int64)
