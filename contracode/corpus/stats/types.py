"""A corpus of typed files, counted."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from contracode.corpus.splits import SPLITS
from contracode.corpus.stats.counting import (
    TextLengths,
    count_values,
    cross_table,
    ranking,
    spread,
)
from contracode.corpus.stats.results import Fact, Facts, Section
from contracode.corpus.tables import read_columns
from contracode.corpus.types.table import FILES

TABLE = FILES

_COLUMNS = ("javascript", "labels", "split", "package", "language", "licence")


def sections(corpus: Path) -> list[Section]:
    """Facts, labels by kind and split, lengths, types, packages, languages, licences.

    Raises:
        CorpusError: the corpus is missing or not the one its manifest names.
    """
    lengths, labels_a_file = TextLengths(), Counter[int]()
    counts = {column: Counter[str]() for column in ("language", "licence")}
    labels = _Labels()
    for shard in read_columns(corpus, TABLE, _COLUMNS):
        lengths.add(shard["javascript"])
        count_values(labels_a_file, pc.list_value_length(shard["labels"]))
        for column, counter in counts.items():
            count_values(counter, shard[column])
        labels.add(shard)
    return [
        Facts(title="Labels", rows=(*labels.facts(labels_a_file.total()),)),
        *cross_table("Labels by kind and split", "labels", labels.kinds, SPLITS),
        *cross_table("Labels by origin and split", "labels", labels.origins, SPLITS),
        *spread("Labels a file", "labels", "files", labels_a_file),
        *lengths.sections("file", "files"),
        ranking("Most frequent types", "labels", labels.types, is_code=True),
        ranking("Packages", "labels", labels.packages),
        ranking("Languages", "files", counts["language"]),
        ranking("Licences", "files", counts["licence"]),
    ]


class _Labels:
    """Counts over labels; ``any`` is a type like the others here, its share is told apart."""

    def __init__(self) -> None:
        self.types: Counter[str] = Counter()
        self.packages: Counter[str] = Counter()
        self.kinds: Counter[Any] = Counter()
        self.origins: Counter[Any] = Counter()
        self._any: Counter[bool] = Counter()

    def add(self, shard: pa.Table) -> None:
        """Count the labels of a shard of files."""
        nested = shard["labels"].combine_chunks()
        labels, files = pc.list_flatten(nested), pc.list_parent_indices(nested)
        splits = shard["split"].take(files)
        count_values(self.types, pc.struct_field(labels, "type"))
        count_values(self._any, pc.struct_field(labels, "is_any"))
        count_values(self.packages, shard["package"].take(files))
        count_values(self.kinds, pc.struct_field(labels, "kind"), splits)
        count_values(self.origins, pc.struct_field(labels, "origin"), splits)

    def facts(self, files: int) -> list[Fact]:
        """Numbers of labels and types."""
        total = self.types.total()
        often = sum(count >= 10 for count in self.types.values())
        return [
            Fact(name="files", value=files, unit="files"),
            Fact(name="labels", value=total, unit="labels"),
            Fact(name="any", value=self._any[True] / total if total else 0.0, unit="share"),
            Fact(name="different types", value=len(self.types), unit="types"),
            Fact(name="types used at least 10 times", value=often, unit="types"),
        ]
