"""Fashion-MNIST: 70,000 grey pictures of clothes, from a Debian package. Shell."""

import shutil
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from compiler_aug.errors import PackageError
from compiler_aug.packages import download_debian_package, unpack_debian_package
from contracode.corpus.dataset import Place
from contracode.corpus.images.harvest import Harvest
from contracode.corpus.images.idx import digest_of, read_idx
from contracode.corpus.images.labelled import Collection, labelled_records
from contracode.corpus.images.recipe import FashionMnistRecipe
from contracode.corpus.images.records import ImageRecord
from contracode.corpus.images.splits import balanced
from contracode.corpus.splits import Split
from contracode.errors import CorpusError

SIDE = 28

_TRAINING, _TEST = "train", "t10k"


def harvest(recipe: FashionMnistRecipe, place: Place) -> Harvest:
    """All images, the training ones first, in the order of the files.

    Raises:
        CorpusError: the package can't be had, or its files are not those that the recipe pins.
    """
    folder = find_files(recipe, place.packages)
    parts = {name: _load(recipe, folder, name) for name in (_TRAINING, _TEST)}
    return Harvest(
        classes=recipe.classes,
        records=chain.from_iterable(_records(recipe, name, *part) for name, part in parts.items()),
        images=sum(len(labels) for _, labels in parts.values()),
        facts={"package": f"{recipe.package} {recipe.version}"},
    )


def find_files(recipe: FashionMnistRecipe, packages: Path, root: Path = Path("/")) -> Path:
    """Folder with the files: where the pinned ones are installed, else where they are fetched to.

    Args:
        recipe: names the package and its folder.
        packages: root of fetched packages.
        root: of the file system on which the package may be installed.

    Raises:
        CorpusError: no such files are installed, and the package can't be fetched.
    """
    installed = root / recipe.folder
    if _is_pinned(recipe, installed):
        return installed
    fetched = packages / f"{recipe.package}-{recipe.version}"
    if all((fetched / recipe.folder / name).exists() for name in recipe.sha256):
        return fetched / recipe.folder
    try:
        _fetch(recipe, fetched)
    except OSError as error:
        raise CorpusError(
            f"can't write below {packages}: {error.strerror or error}; run the command again"
        ) from error
    except PackageError as error:
        raise CorpusError(f"{recipe.package} was not fetched: {error}") from error
    return fetched / recipe.folder


def _is_pinned(recipe: FashionMnistRecipe, folder: Path) -> bool:
    """Whether each file is there with the content that the recipe pins."""
    try:
        return all(digest_of(folder / name) == sha256 for name, sha256 in recipe.sha256.items())
    except CorpusError:
        # Missing or broken: what the system holds is its own affair, another copy is fetched.
        return False


def _fetch(recipe: FashionMnistRecipe, fetched: Path) -> None:
    """Download and unpack the package; the folder is there whole or not at all."""
    unfinished = fetched.with_name(f".{fetched.name}.unfinished")
    for stale in (unfinished, fetched):
        if stale.exists():
            shutil.rmtree(stale)
    unfinished.mkdir(parents=True)
    archive = download_debian_package(recipe.package, recipe.version, unfinished)
    unpack_debian_package(archive, unfinished)
    archive.unlink()
    unfinished.rename(fetched)


def _load(
    recipe: FashionMnistRecipe, folder: Path, part: str
) -> tuple[UInt8[np.ndarray, "images side side"], UInt8[np.ndarray, " images"]]:
    files = {"images": f"{part}-images-idx3-ubyte.gz", "labels": f"{part}-labels-idx1-ubyte.gz"}
    _check_pinned(files, recipe.sha256)
    pictures = read_idx(folder / files["images"], 3, recipe.sha256[files["images"]])
    labels = read_idx(folder / files["labels"], 1, recipe.sha256[files["labels"]])
    if pictures.shape != (len(labels), SIDE, SIDE):
        raise CorpusError(
            f"{folder / files['images']} must hold {len(labels)} images of {SIDE} x {SIDE} "
            f"pixels, as many as there are labels; it holds {' x '.join(map(str, pictures.shape))}"
        )
    if labels.max(initial=0) >= len(recipe.classes):
        raise CorpusError(
            f"{folder / files['labels']} has the label {labels.max()}, "
            f"the recipe names {len(recipe.classes)} classes"
        )
    return pictures, labels


def _check_pinned(files: Mapping[str, str], pinned: Mapping[str, str]) -> None:
    for name in files.values():
        if name not in pinned:
            raise CorpusError(f"the recipe pins no hash of {name}; add it under [sha256]")


def _records(
    recipe: FashionMnistRecipe,
    part: str,
    pictures: UInt8[np.ndarray, "images side side"],
    labels: UInt8[np.ndarray, " images"],
) -> Iterator[ImageRecord]:
    ids = [f"fashion-mnist/{part}/{number:05}" for number in range(len(labels))]
    splits: list[Split] = ["test"] * len(ids)
    if part == _TRAINING:
        splits = balanced(ids, labels.tolist(), {"valid": recipe.valid_a_class})
    collection = Collection(classes=recipe.classes, vendor="Zalando", licence=recipe.licence)
    return labelled_records(collection, ids, pictures, labels.tolist(), splits)
