"""One variant of one record, with its provenance; files of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from compiler_aug import AppliedPass, FailedPass, Failure, Program, RefusedPass, Variant
from contracode.corpus.tables import ROWS_PER_SHARD, as_columns, schema_of
from contracode.corpus.variants.rows import utf8_of
from contracode.files import write_whole

VARIANTS = "variants"
"""Name of the table."""

Made = Iterable[tuple[Program, list[Variant]]]
"""Programs with their variants."""

_GROUP_CHARS = 16_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRecord:
    """A variant. The fields are the columns of a shard, in this order."""

    id: str
    """Id of the record that it is a variant of."""
    number: int
    """Place among the variants of its record, counted from 0."""
    seed: str
    """Seed that makes it again, in decimal digits: the numbers of a table have 32 bits."""
    text: str
    """Source code of the variant."""
    passes: tuple[AppliedPass, ...]
    """Passes that changed something, in the order applied."""
    unchanged: tuple[str, ...]
    """Passes that were drawn and found nothing to change."""
    refused: tuple[RefusedPass, ...]
    """Passes that were drawn and may not touch this program."""
    failed: tuple[FailedPass, ...]
    """Passes that were drawn and could not be run on this program."""


def variant_rows(made: Made) -> Iterator[dict[str, Any]]:
    """The rows of programs' variants, by column."""
    for program, variants in made:
        for number, variant in enumerate(variants):
            yield as_columns(
                VariantRecord(
                    id=program.id,
                    number=number,
                    seed=str(variant.seed),
                    text=utf8_of(variant.text),
                    passes=variant.passes,
                    unchanged=variant.unchanged,
                    refused=variant.refused,
                    failed=variant.failed,
                )
            )


def write_variants(path: Path, made: Made) -> None:
    """Write one Parquet file, whole or not at all; few rows are in memory at a time.

    The same variants give the same bytes. They may be computed while they are written.
    """
    schema = schema_of(VariantRecord)

    def fill(place: Path) -> None:
        with pq.ParquetWriter(place, schema, compression="zstd") as file:
            for group in _groups(variant_rows(made)):
                file.write_table(pa.Table.from_pylist(group, schema=schema))

    write_whole(path, fill)


def failure_row(failure: Failure) -> dict[str, Any]:
    """A record without variants, and why, as JSON values."""
    return {
        "id": failure.id,
        "kind": failure.kind,
        "cause": failure.message,
        "line": failure.line,
        "column": failure.column,
    }


def _groups(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows in groups that are bounded in number and in characters, whatever comes."""
    group, chars = list[dict[str, Any]](), 0
    for row in rows:
        group.append(row)
        chars += len(row["text"])
        if len(group) == ROWS_PER_SHARD or chars >= _GROUP_CHARS:
            yield group
            group, chars = [], 0
    if group:
        yield group
