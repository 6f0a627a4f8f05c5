"""A corpus of natural clones, counted: functions, concepts, pairs and their evidence."""

from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pyarrow.compute as pc

from contracode.corpus.clones.records import EvidenceKind, Split
from contracode.corpus.stats.counting import (
    TextLengths,
    count_values,
    cross_table,
    ranking,
    spread,
)
from contracode.corpus.stats.results import Fact, Facts, Section
from contracode.corpus.tables import read_columns

TABLE = "functions"
PAIRS = "pairs"

_COLUMNS = ("source", "concept", "family", "group", "package", "language", "licence", "split")
_PAIR_COLUMNS = ("concept", "group", "evidence", "informative", "agreeing", "split")
_BEHAVIOUR: EvidenceKind = "behaviour"


def sections(corpus: Path) -> list[Section]:
    """Facts, pairs and concepts by evidence, lengths, agreement, packages, languages, licences.

    Raises:
        CorpusError: the corpus is missing or not the one its manifest names.
    """
    lengths = TextLengths()
    counts = {column: Counter[str]() for column in ("concept", "family", *_RANKED)}
    for shard in read_columns(corpus, TABLE, _COLUMNS):
        lengths.add(shard["source"])
        for column, counter in counts.items():
            count_values(counter, shard[column])
    functions = counts["concept"].total()
    # The empty concept is no concept: other corpora are cleaned of those functions, too.
    alone = counts["concept"].pop("", 0)
    facts = (
        Fact(name="functions", value=functions, unit="functions"),
        Fact(name="functions of a concept", value=functions - alone, unit="functions"),
        Fact(name="concepts", value=len(counts["concept"]), unit="concepts"),
        Fact(name="families", value=len(counts["family"]), unit="families"),
    )
    return [
        Facts(title="Functions", rows=facts),
        *_pair_sections(corpus),
        *lengths.sections("function", "functions"),
        *(ranking(title, "functions", counts[column]) for column, title in _RANKED.items()),
    ]


_RANKED = {
    "group": "Groups",
    "package": "Packages",
    "language": "Languages",
    "licence": "Licences",
}


def _pair_sections(corpus: Path) -> list[Section]:
    by_split: Counter[Any] = Counter()
    by_group: Counter[Any] = Counter()
    by_concept: Counter[Any] = Counter()
    informative: Counter[int] = Counter()
    agreement: Counter[int] = Counter()
    for shard in read_columns(corpus, PAIRS, _PAIR_COLUMNS):
        count_values(by_split, shard["evidence"], shard["split"])
        count_values(by_group, shard["group"], shard["evidence"])
        count_values(by_concept, shard["group"], shard["concept"], shard["evidence"])
        run = shard.filter(pc.equal(shard["evidence"], _BEHAVIOUR))
        count_values(informative, run["informative"])
        percent = pc.divide(
            pc.multiply(run["agreeing"], 100), pc.max_element_wise(run["informative"], 1)
        )
        count_values(agreement, percent)
    concepts = Counter((group, evidence) for group, _, evidence in by_concept)
    pairs = Counter(by_concept.values())
    return [
        *cross_table("Pairs by evidence and split", "pairs", by_split, get_args(Split)),
        *cross_table("Pairs by group and evidence", "pairs", by_group),
        *cross_table("Concepts by group and evidence", "concepts", concepts),
        *spread("Pairs a concept and evidence", "pairs", "concepts", pairs),
        *spread("Informative calls a pair", "calls", "pairs by behaviour", informative),
        *spread("Agreement of a pair", "per cent of calls", "pairs by behaviour", agreement),
    ]
