"""Functions of a corpus as programs, shard by shard."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from compiler_aug import Program
from contracode.corpus.functions.table import FUNCTIONS
from contracode.corpus.manifest import table_summary
from contracode.corpus.tables import read_file
from contracode.errors import CorpusError
from contracode.files import sha256_of


def shards_of(corpus: Path) -> list[str]:
    """Names of the shards, in order.

    Raises:
        CorpusError: the corpus is missing, or holds no functions.
    """
    return sorted(table_summary(corpus, FUNCTIONS)["shards"])


def programs_of(corpus: Path, shard: str) -> Iterator[Program]:
    """The functions of one shard, in order.

    Raises:
        CorpusError: the shard is not the one that the manifest names.
    """
    path = corpus / shard
    named = table_summary(corpus, FUNCTIONS)["shards"][shard]
    if not path.exists() or sha256_of(path) != named["sha256"]:
        raise CorpusError(
            f"{path} is missing or changed since it was built; `contracode corpus build` mends it"
        )
    columns = ["id", "source", "language"]
    # Clones are told apart by what they do; how they stand alone is found out.
    columns += [name for name in ("shape",) if name in pq.read_schema(path).names]
    for row in read_file(path, columns).to_pylist():
        yield Program(row["source"], row["language"], row.get("shape", "auto"), row["id"])
