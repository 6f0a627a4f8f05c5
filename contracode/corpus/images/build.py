"""Build a corpus of images: let the source harvest, write the table, count. Shell."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tqdm import tqdm

from contracode.corpus.dataset import Place
from contracode.corpus.images import digits, fashion_mnist, mnist_5k
from contracode.corpus.images.emoji import source as emoji
from contracode.corpus.images.harvest import Harvest
from contracode.corpus.images.recipe import AnyRecipe, ImagesRecipe
from contracode.corpus.images.records import IMAGES, ImageRecord
from contracode.corpus.manifest import write_manifest
from contracode.corpus.parts import Parts
from contracode.corpus.tables import TableWriter

FORMAT = 2
RECIPE = ImagesRecipe

_HARVESTS: dict[str, Callable[[Any, Place], Harvest]] = {
    "fashion-mnist": fashion_mnist.harvest,
    "mnist-5k": mnist_5k.harvest,
    "digits": digits.harvest,
    "emoji": emoji.harvest,
}

_COUNTED = ("split", "group", "vendor", "licence")


def needs(_recipe: ImagesRecipe) -> tuple[str, ...]:
    """No image set rests on another data set."""
    return ()


def pins(recipe: ImagesRecipe, place: Place) -> dict[str, str]:
    """What decides the pixels besides the recipe, whose hashes pin the files of most sources."""
    return emoji.pins(place.dataset) if recipe.root.source == "emoji" else {}


def build(recipe: ImagesRecipe, place: Place, origin: Mapping[str, Any]) -> None:
    """Build the corpus.

    Raises:
        CorpusError: the files can't be had, or are not those that the recipe pins.
    """
    source: AnyRecipe = recipe.root
    harvest = _HARVESTS[source.source](source, place)
    counts = {column: Counter[str]() for column in ("class", *_COUNTED)}
    with TableWriter(place.out, IMAGES, ImageRecord) as table:
        for record in tqdm(harvest.records, total=harvest.images, desc="writing", unit=" images"):
            table.write(record)
            counts["class"][harvest.classes[record.label]] += 1
            for column in _COUNTED:
                counts[column][getattr(record, column)] += 1
    description = {
        **origin,
        "source": source.source,
        "classes": list(harvest.classes),
        **harvest.facts,
        "left_out": {IMAGES: dict(sorted(harvest.left_out.items()))},
        # A column that is empty throughout has nothing to count.
        "counts": {
            column: dict(sorted(count.items()))
            for column, count in counts.items()
            if set(count) != {""}
        },
    }
    write_manifest(place.out, description, {IMAGES: table.summary})
    Parts(place.out / "parts").remove()
