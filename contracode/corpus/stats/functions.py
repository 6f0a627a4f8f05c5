"""A corpus of functions, counted."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from contracode.corpus.stats.counting import (
    NameCounts,
    TextLengths,
    count_values,
    cross_table,
    ranking,
)
from contracode.corpus.stats.results import Fact, Facts, Section
from contracode.corpus.tables import read_columns

TABLE = "functions"

_COLUMNS = ("name", "source", "documentation", "split", "package", "language", "licence", "shape")
_DOCUMENTED = ("documented", "not documented")
SPLITS = ("train", "valid", "test")


def sections(corpus: Path) -> list[Section]:
    """Facts, splits, lengths, names, packages, languages, licences.

    Raises:
        CorpusError: the corpus is missing or not the one its manifest names.
    """
    lengths, names = TextLengths(), NameCounts()
    counts = {column: Counter[str]() for column in ("package", "language", "licence", "shape")}
    by_split: Counter[Any] = Counter()
    for shard in read_columns(corpus, TABLE, _COLUMNS):
        lengths.add(shard["source"])
        names.add(shard["name"])
        for column, counter in counts.items():
            count_values(counter, shard[column])
        is_bare = pc.equal(shard["documentation"], "")
        count_values(by_split, shard["split"], pc.if_else(is_bare, *reversed(_DOCUMENTED)))
    rows = by_split.total()
    documented = sum(by_split[split, _DOCUMENTED[0]] for split in SPLITS)
    facts = (
        Fact(name="functions", value=rows, unit="functions"),
        Fact(name="with a documentation comment", value=documented, unit="functions"),
        Fact(name="packages", value=len(counts["package"]), unit="packages"),
        *names.facts(),
    )
    return [
        Facts(title="Functions", rows=facts),
        cross_table("Functions by split", "functions", by_split, _DOCUMENTED),
        *lengths.sections("function", "functions"),
        *names.sections("functions"),
        ranking("Languages", "functions", counts["language"]),
        ranking("Shapes", "functions", counts["shape"]),
        ranking("Packages", "functions", counts["package"]),
        ranking("Licences", "functions", counts["licence"]),
    ]
