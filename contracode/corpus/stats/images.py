"""A corpus of images, counted."""

from collections import Counter
from collections.abc import Set
from pathlib import Path
from typing import Any

from contracode.corpus.images.records import IMAGES
from contracode.corpus.manifest import read_manifest
from contracode.corpus.splits import SPLITS
from contracode.corpus.stats.counting import count_values, cross_table, ranking, spread
from contracode.corpus.stats.results import Fact, Facts, Section
from contracode.corpus.tables import read_columns

TABLE = IMAGES

_TEXTS = {"group": "Groups", "subgroup": "Sub-groups", "licence": "Licences"}
_COLUMNS = ("height", "width", "channels", "label", "name", "vendor", "split", *_TEXTS)


def sections(corpus: Path) -> list[Section]:
    """Facts, vendors by split, images a class, classes, groups, sizes, licences.

    Raises:
        CorpusError: the corpus is missing or not the one its manifest names.
    """
    counts = {column: Counter[str]() for column in _TEXTS}
    labels, sizes, by_vendor = Counter[int](), Counter[Any](), Counter[Any]()
    drawn: set[tuple[str, str]] = set()
    for shard in read_columns(corpus, TABLE, _COLUMNS):
        for column, counter in counts.items():
            count_values(counter, shard[column])
        count_values(labels, shard["label"])
        count_values(sizes, shard["height"], shard["width"], shard["channels"])
        count_values(by_vendor, shard["vendor"], shard["split"])
        drawn.update(zip(shard["name"].to_pylist(), shard["vendor"].to_pylist(), strict=True))
    names = read_manifest(corpus).get("classes", [])
    classes = {_class(names, label): count for label, count in labels.items()}
    facts = (
        Fact(name="images", value=labels.total(), unit="images"),
        Fact(name="classes", value=len(labels), unit="classes"),
        Fact(name="different names", value=len({name for name, _ in drawn}), unit="names"),
    )
    return [
        Facts(title="Images", rows=facts),
        *cross_table("Images by vendor and split", "images", by_vendor, SPLITS),
        *spread("Images a class", "images", "classes", Counter(labels.values())),
        *_vendor_sections(drawn),
        ranking("Classes", "images", classes),
        # A column that is empty throughout says nothing.
        *(
            ranking(_TEXTS[column], "images", counts[column])
            for column in _TEXTS
            if _told(counts[column])
        ),
        ranking("Sizes", "images", {" x ".join(map(str, size)): sizes[size] for size in sizes}),
    ]


def _vendor_sections(drawn: Set[tuple[str, str]]) -> list[Section]:
    """How many vendors drew the same thing; nothing where all images are one vendor's."""
    if len({vendor for _, vendor in drawn}) < 2:
        return []
    vendors = Counter(Counter(name for name, _ in drawn).values())
    several = vendors.total() - vendors[1]
    fact = Fact(name="names drawn by at least 2 vendors", value=several, unit="names")
    return [
        *spread("Vendors a name", "vendors", "names", vendors),
        Facts(title="Names", rows=(fact,)),
    ]


def _class(names: list[str], label: int) -> str:
    return names[label] if label < len(names) else str(label)


def _told(counts: Counter[str]) -> bool:
    return set(counts) != {""}
