"""The table ``functions`` of a corpus, read by split."""

from collections.abc import Iterator
from pathlib import Path

from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.splits import Split
from contracode.corpus.tables import read_rows

FUNCTIONS = "functions"


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
