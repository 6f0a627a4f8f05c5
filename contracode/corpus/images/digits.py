"""Digits: 1,797 handwritten digits of 8 x 8 pixels, which scikit-learn brings along."""

import hashlib

import numpy as np
from jaxtyping import UInt8

from contracode.corpus.dataset import Place
from contracode.corpus.images.harvest import Harvest
from contracode.corpus.images.labelled import Collection, labelled_records
from contracode.corpus.images.recipe import DigitsRecipe
from contracode.corpus.splits import Split
from contracode.errors import CorpusError

CLASSES = tuple("0123456789")

# Each pixel counts the set dots of a 4 x 4 square, 0 to 16; 16 x 15 = 240 is the widest even step.
_STEP = 15


def harvest(recipe: DigitsRecipe, _place: Place) -> Harvest:
    """All images, in scikit-learn's order.

    Raises:
        CorpusError: scikit-learn is missing or brings other digits than those pinned.
    """
    pictures, labels = load()
    found = hashlib.sha256(pictures.tobytes() + bytes(labels)).hexdigest()
    if found != recipe.sha256:
        raise CorpusError(
            f"scikit-learn's digits are not the pinned ones: SHA-256 {recipe.sha256} was wanted, "
            f"{found} came"
        )
    rest = len(labels) - recipe.train - recipe.valid
    if rest <= 0:
        raise CorpusError(
            f"the recipe takes {recipe.train} + {recipe.valid} of {len(labels)} digits "
            "and leaves none to test on"
        )
    splits = [_split_at(place, recipe) for place in range(len(labels))]
    ids = [f"digits/{number:04}" for number in range(len(labels))]
    collection = Collection(classes=CLASSES, vendor="UCI", licence=recipe.licence)
    return Harvest(
        classes=CLASSES,
        records=labelled_records(collection, ids, pictures, labels, splits),
        images=len(labels),
    )


def load() -> tuple[UInt8[np.ndarray, "images side side"], list[int]]:
    """Pictures, stretched to 0 to 240, and their digits.

    Raises:
        CorpusError: scikit-learn is not installed.
    """
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise CorpusError(
            "the digits come with scikit-learn, which is missing; `pip install scikit-learn`"
        ) from error
    digits = load_digits()
    pictures = (digits.images * _STEP).astype(np.uint8)
    return pictures, [int(label) for label in digits.target]


def _split_at(place: int, recipe: DigitsRecipe) -> Split:
    if place < recipe.train:
        return "train"
    return "valid" if place < recipe.train + recipe.valid else "test"
