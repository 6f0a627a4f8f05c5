"""The manifest of a corpus: written last, it vouches for the shards beside it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from contracode.errors import CorpusError
from contracode.files import UNFINISHED, sha256_of, write_json

MANIFEST = "manifest.json"
SHARDS = "*-[0-9][0-9][0-9][0-9][0-9].parquet"
"""Names of all shards that this code writes; other files in the folder are not touched."""


class ShardSummary(TypedDict):
    """One Parquet file of a table."""

    rows: int
    sha256: str


class TableSummary(TypedDict):
    """What a manifest says of a table."""

    rows: int
    shards: dict[str, ShardSummary]


def write_manifest(
    corpus: Path, description: Mapping[str, Any], tables: Mapping[str, TableSummary]
) -> None:
    """Finish a corpus: what killed and earlier builds left is removed, then it is written."""
    kept = {name for table in tables.values() for name in table["shards"]}
    for stale in (*corpus.glob(SHARDS), *corpus.glob(f".*{UNFINISHED}")):
        if stale.name not in kept:
            stale.unlink()
    write_json(corpus / MANIFEST, {**description, "tables": dict(tables)})


def is_corpus(place: Path) -> bool:
    """Whether a folder is a corpus, finished and with its shards, rather than source files."""
    return (place / MANIFEST).is_file() and any(place.glob("*.parquet"))


def read_manifest(corpus: Path) -> dict[str, Any]:
    """What a corpus says of itself.

    Raises:
        CorpusError: the corpus is missing or its build was not finished.
    """
    path = corpus / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(
            f"no finished corpus at {corpus}; make one with "
            f"`contracode corpus build {corpus.resolve().name}`"
        ) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} is damaged; build the corpus anew") from error
    if not isinstance(manifest, dict) or "tables" not in manifest:
        raise CorpusError(f"{path} is not a corpus's manifest of today; build the corpus anew")
    return manifest


def table_summary(corpus: Path, table: str) -> TableSummary:
    """What the manifest says of one table.

    Raises:
        CorpusError: the corpus is missing, or has no such table.
    """
    tables: dict[str, TableSummary] = read_manifest(corpus)["tables"]
    if table not in tables:
        raise CorpusError(f"{corpus} holds the tables {', '.join(tables)}, not {table!r}")
    return tables[table]


def damaged_shards(corpus: Path) -> list[Path]:
    """Shards that are missing, or not those that the manifest names."""
    return [
        corpus / name
        for table in read_manifest(corpus)["tables"].values()
        for name, shard in table["shards"].items()
        if not (corpus / name).exists() or sha256_of(corpus / name) != shard["sha256"]
    ]


def corpus_digest(corpus: Path) -> str:
    """SHA-256 of the manifest: equal for corpora with the same rows and origin.

    Raises:
        CorpusError: the corpus is missing or its build was not finished.
    """
    read_manifest(corpus)
    return sha256_of(corpus / MANIFEST)
