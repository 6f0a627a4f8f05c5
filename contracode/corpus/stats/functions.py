"""A corpus of functions, counted."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import read_manifest
from contracode.corpus.splits import SPLITS
from contracode.corpus.stats.counting import (
    NameCounts,
    TextLengths,
    count_values,
    cross_table,
    ranking,
)
from contracode.corpus.stats.results import CrossTable, Fact, Facts, Section
from contracode.corpus.tables import read_columns

TABLE = FUNCTIONS

_COLUMNS = ("name", "source", "documentation", "split", "package", "language", "licence", "shape")
_DOCUMENTED = ("documented", "not documented")


def sections(corpus: Path) -> list[Section]:
    """Facts, splits, lengths, names, packages, languages, licences, what de-duplication left.

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
        *cross_table("Functions by split", "functions", by_split, _DOCUMENTED),
        *lengths.sections("function", "functions"),
        *names.sections("functions"),
        ranking("Languages", "functions", counts["language"]),
        ranking("Shapes", "functions", counts["shape"]),
        ranking("Packages", "functions", counts["package"]),
        ranking("Licences", "functions", counts["licence"]),
        *_deduplication(read_manifest(corpus)),
    ]


def _deduplication(manifest: Mapping[str, Any]) -> list[Section]:
    """How many functions each stage let through, and which packages lost what to other corpora."""
    stages, documented = manifest.get("stages", {}), manifest.get("documented", {})
    foreign = {
        (package, corpus): count
        for corpus, counts in manifest.get("decontaminated", {}).items()
        for package, count in counts.items()
    }
    sections: list[Section] = []
    if stages:
        rows = {stage: (documented[stage], stages[stage] - documented[stage]) for stage in stages}
        # In the order of the stages, which is not always that of the counts.
        sections.append(
            CrossTable(
                title="Functions after each stage of de-duplication",
                of="functions",
                columns=_DOCUMENTED,
                rows=tuple(rows.items()),
            )
        )
    return [*sections, *cross_table("Left out for what other data sets hold", "functions", foreign)]
