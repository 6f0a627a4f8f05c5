"""The table ``files`` of a corpus, read by split."""

from collections.abc import Iterator
from pathlib import Path

from contracode.corpus.splits import Split
from contracode.corpus.tables import read_rows
from contracode.corpus.types.records import TypedFile

FILES = "files"


def read_files(corpus: Path, split: Split | None = None) -> Iterator[TypedFile]:
    """Files of a corpus, in order.

    Args:
        corpus: folder with manifest and shards.
        split: only these; all if None.

    Raises:
        CorpusError: the corpus is missing or a shard is not the one the manifest names.
    """
    for file in read_rows(corpus, FILES, TypedFile):
        if split in (None, file.split):
            yield file
