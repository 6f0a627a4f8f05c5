"""The table ``functions`` of a corpus: written once, read by split."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from contracode.corpus.functions.records import FunctionRecord, Split
from contracode.corpus.manifest import write_manifest
from contracode.corpus.tables import TableWriter, read_rows

FUNCTIONS = "functions"


def write_corpus(
    corpus: Path, records: Iterable[FunctionRecord], description: Mapping[str, Any]
) -> None:
    """Write records as shards, then the manifest; the same records give the same bytes.

    Args:
        corpus: folder; shards of an earlier build in it are replaced.
        records: rows, in order.
        description: what else the manifest shall say.
    """
    with TableWriter(corpus, FUNCTIONS, FunctionRecord) as table:
        for record in records:
            table.write(record)
    write_manifest(corpus, description, {FUNCTIONS: table.summary})


def read_records(corpus: Path, split: Split | None = None) -> Iterator[FunctionRecord]:
    """Functions of a corpus, in order, a shard at a time in memory.

    Args:
        corpus: folder with manifest and shards.
        split: only these; all if None.

    Raises:
        CorpusError: the corpus is missing or a shard is not the one the manifest names.
    """
    for record in read_rows(corpus, FUNCTIONS, FunctionRecord):
        if split in (None, record.split):
            yield record
