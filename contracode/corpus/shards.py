"""A corpus on disk: Parquet shards, and a manifest that is written last and vouches for them."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from contracode.corpus.records import FunctionRecord, Split
from contracode.errors import CorpusError
from contracode.files import sha256_of, write_json, write_whole

ROWS_PER_SHARD = 4096
MANIFEST = "manifest.json"

_INTEGERS = {"start_line", "end_line"}
SCHEMA = pa.schema(
    [
        (
            column.name,
            pa.list_(pa.string())
            if column.name == "parameters"
            else pa.int32()
            if column.name in _INTEGERS
            else pa.string(),
        )
        for column in dataclasses.fields(FunctionRecord)
    ]
)


def write_corpus(
    corpus: Path, records: Sequence[FunctionRecord], description: Mapping[str, Any]
) -> None:
    """Write records as shards, then the manifest; the same records give the same bytes.

    Args:
        corpus: folder; shards of an earlier build in it are replaced.
        records: rows, in order.
        description: what else the manifest shall say.
    """
    (corpus / MANIFEST).unlink(missing_ok=True)
    for stale in corpus.glob("*.parquet"):
        stale.unlink()
    shards = {}
    for number, start in enumerate(range(0, len(records), ROWS_PER_SHARD)):
        rows = [dataclasses.asdict(row) for row in records[start : start + ROWS_PER_SHARD]]
        table = pa.Table.from_pylist(rows, schema=SCHEMA)
        path = corpus / f"functions-{number:05}.parquet"
        write_whole(path, partial(pq.write_table, table, compression="zstd"))
        shards[path.name] = {"rows": len(rows), "sha256": sha256_of(path)}
    write_json(corpus / MANIFEST, {**description, "functions": len(records), "shards": shards})


def read_manifest(corpus: Path) -> dict[str, Any]:
    """What a corpus says of itself.

    Raises:
        CorpusError: the corpus is missing or its build was not finished.
    """
    try:
        manifest: dict[str, Any] = json.loads((corpus / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(
            f"no finished corpus at {corpus}; make one with `contracode corpus build npm-small`"
        ) from error
    except json.JSONDecodeError as error:
        raise CorpusError(f"{corpus / MANIFEST} is damaged; build the corpus anew") from error
    return manifest


def read_records(corpus: Path, split: Split | None = None) -> list[FunctionRecord]:
    """Functions of a corpus, in order.

    Args:
        corpus: folder with manifest and shards.
        split: only these; all if None.

    Raises:
        CorpusError: the corpus is missing or a shard is not the one the manifest names.
    """
    records = []
    for name, shard in read_manifest(corpus)["shards"].items():
        path = corpus / name
        if not path.exists() or sha256_of(path) != shard["sha256"]:
            raise CorpusError(f"{path} is missing or changed since it was built; build it anew")
        for row in pq.read_table(path).to_pylist():
            row["parameters"] = tuple(row["parameters"])
            if split in (None, row["split"]):
                records.append(FunctionRecord(**row))
    return records


def corpus_digest(corpus: Path) -> str:
    """SHA-256 of the manifest: equal for corpora with the same rows and origin."""
    read_manifest(corpus)
    return sha256_of(corpus / MANIFEST)
