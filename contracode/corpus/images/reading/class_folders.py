"""Images in folders named as their classes, with folders for splits above them or without."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageOps, UnidentifiedImageError

from contracode.corpus.images.image_set import ImageSet, plain_set
from contracode.corpus.images.reading.files import check_split, digest_of
from contracode.errors import CorpusError

_ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".ppm", ".pgm"}
_SPLITS = {"train": ("train",), "valid": ("valid", "val"), "test": ("test",)}
"""Names that the folder of a split may have."""
ALL = "all"
"""The only split of a folder without splits."""
_GREY = ("1", "L")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFolders:
    """``CLASS/image.png``, or ``SPLIT/CLASS/image.png`` with the splits train, valid and test.

    The folder of ``valid`` may be called ``val``; a folder without images is no class.
    What would change an image without being asked for is refused: sizes and channels must agree
    and nothing may be transparent, unless the fields below say what to do.
    """

    folder: Path
    size: int | None = None
    """Height and width to bring images to: scaled until the shorter side fits, centre kept."""
    channels: int | None = None
    """3: grey images become colour; 1: colour images become grey."""
    background: tuple[int, int, int] | None = None
    """Red, green and blue to show where an image is transparent."""

    def __post_init__(self) -> None:
        if self.size is not None and self.size < 1:
            raise ValueError(f"size must be at least 1, got {self.size}")
        if self.channels not in (None, 1, 3):
            raise ValueError(f"channels must be 1 or 3, got {self.channels}")

    def splits(self) -> tuple[str, ...]:
        """Those that have a folder; ``all`` where none has.

        Raises:
            CorpusError: a split has two folders.
        """
        return tuple(self._roots())

    def read(self, split: str) -> ImageSet:
        """The images of one split, by class and name of file. A class of any split counts.

        Raises:
            CorpusError: there are no images, or one is broken or of another kind than the others.
        """
        roots = self._roots()
        check_split(split, tuple(roots), self.folder)
        found = {each: _images_by_class(root) for each, root in roots.items()}
        classes = tuple(sorted({name for by_class in found.values() for name in by_class}))
        if not found[split]:
            raise CorpusError(
                f"no images in {roots[split]}; a folder for each class is wanted, with files "
                f"that end in {', '.join(sorted(_ENDINGS))}"
            )
        paths, labels = [], []
        for label, name in enumerate(classes):
            of_class = found[split].get(name, [])
            paths += of_class
            labels += [label] * len(of_class)
        pictures = [self._picture(path) for path in paths]
        self._check_alike(paths, pictures)
        return plain_set(
            self.folder.resolve().name, np.stack(pictures), np.array(labels, np.int64), classes
        )

    def most_channels(self) -> int:
        """1 if all images of all splits are grey, else 3; their pixels are not read.

        Raises:
            CorpusError: a split has two folders, or a file is no image.
        """
        return 1 if all(_mode(path) in (*_GREY, "LA") for path in self._files()) else 3

    def digest(self) -> str:
        """That of all images.

        Raises:
            CorpusError: a split has two folders, or a file can't be read.
        """
        return digest_of(self.folder, self._files())

    def _files(self) -> Iterator[Path]:
        """Every image of every split."""
        for root in self._roots().values():
            for paths in _images_by_class(root).values():
                yield from paths

    def _roots(self) -> dict[str, Path]:
        """The folder of every split that is there."""
        roots: dict[str, Path] = {}
        for split, names in _SPLITS.items():
            there = [self.folder / name for name in names if (self.folder / name).is_dir()]
            if len(there) > 1:
                raise CorpusError(
                    f"{self.folder} has two folders for the split {split!r}, "
                    f"{' and '.join(path.name for path in there)}; keep one of them"
                )
            if there:
                roots[split] = there[0]
        return roots or {ALL: self.folder}

    def _picture(self, path: Path) -> UInt8[np.ndarray, "height width channels"]:
        try:
            with Image.open(path) as opened:
                image = _opaque(ImageOps.exif_transpose(opened), path, self.background)
                if self.size is not None:
                    image = ImageOps.fit(image, (self.size, self.size), Image.Resampling.BICUBIC)
                if self.channels is not None:
                    image = image.convert("L" if self.channels == 1 else "RGB")
                return np.atleast_3d(np.asarray(image))
        except (UnidentifiedImageError, OSError, SyntaxError) as error:
            # Pillow raises SyntaxError for broken PNG files.
            raise CorpusError(f"{path} is not an image or is broken: {error}") from error

    def _check_alike(
        self, paths: list[Path], pictures: list[UInt8[np.ndarray, "_height _width _channels"]]
    ) -> None:
        for path, picture in zip(paths, pictures, strict=True):
            if picture.shape == pictures[0].shape:
                continue
            what = [
                f"{name} is {one.shape[0]} x {one.shape[1]} with {one.shape[2]} channels"
                for name, one in ((paths[0], pictures[0]), (path, picture))
            ]
            raise CorpusError(
                f"images must be alike, but {what[0]} and {what[1]}; "
                "say which `size` (`data.size` of a run) and how many `channels` they shall have, "
                "or convert them"
            )


def _images_by_class(root: Path) -> dict[str, list[Path]]:
    """Every class that has images, with their files by name."""
    found = {}
    for folder in root.iterdir():
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        images = sorted(
            path
            for path in folder.rglob("*")
            if path.suffix.lower() in _ENDINGS and not path.is_dir()
        )
        if images:
            found[folder.name] = images
    return found


def _mode(path: Path) -> str:
    try:
        with Image.open(path) as opened:
            return opened.mode
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise CorpusError(f"{path} is not an image or is broken: {error}") from error


def _opaque(image: Image.Image, path: Path, background: tuple[int, int, int] | None) -> Image.Image:
    """The image in grey or colour; what is transparent shows the background."""
    if image.mode in _GREY and "transparency" not in image.info:
        return image.convert("L")
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode not in (*_GREY, "RGB", "P", "PA", "LA", "RGBA"):
        raise CorpusError(
            f"{path} has pixels of the kind {image.mode}; grey or colour of 8 bits is read, "
            "convert it first"
        )
    layered = image.convert("RGBA")
    if np.asarray(layered)[..., 3].min() < 255:
        if background is None:
            raise CorpusError(
                f"{path} is transparent in places; say which `background` shall show there"
            )
        layered = Image.alpha_composite(
            Image.new("RGBA", layered.size, (*background, 255)), layered
        )
    return layered.convert("L" if image.mode == "LA" and background is None else "RGB")
