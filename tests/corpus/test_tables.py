"""Tables: what is written is read again, and nothing else."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from contracode.corpus.manifest import read_manifest, write_manifest
from contracode.corpus.tables import TableWriter, read_columns, read_rows, schema_of
from contracode.errors import CorpusError


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    start: int
    kind: Literal["name", "type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    text: str
    count: int
    share: float
    sure: bool
    image: bytes
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    first: Span


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
spans = st.builds(Span, start=st.integers(0, 2**31 - 1), kind=st.sampled_from(["name", "type"]))
rows = st.builds(
    Row,
    text=texts,
    count=st.integers(-(2**31), 2**31 - 1),
    share=st.floats(allow_nan=False),
    sure=st.booleans(),
    image=st.binary(max_size=8),
    words=st.lists(texts, max_size=3).map(tuple),
    spans=st.lists(spans, max_size=3).map(tuple),
    first=spans,
)


def write(folder, table, written, rows_per_shard=2):
    with TableWriter(folder, table, Row, rows_per_shard) as writer:
        for row in written:
            writer.write(row)
    write_manifest(folder, {"kind": "test"}, {table: writer.summary})


@hypothesis_settings(deadline=None, max_examples=30)
@given(st.lists(rows, max_size=7))
def test_rows_come_back_as_they_went_in(tmp_path_factory, written):
    folder = tmp_path_factory.mktemp("corpus")
    write(folder, "things", written)
    assert list(read_rows(folder, "things", Row)) == written
    assert read_manifest(folder)["tables"]["things"]["rows"] == len(written)


ONE = Row(
    text="a",
    count=1,
    share=0.5,
    sure=True,
    image=b"\0",
    words=(),
    spans=(),
    first=Span(start=0, kind="name"),
)


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write(tmp_path / name, "things", [ONE] * 5)
    shards = [sorted((tmp_path / name).iterdir()) for name in ("one", "two")]
    assert [path.name for path in shards[0]] == [path.name for path in shards[1]]
    assert [path.read_bytes() for path in shards[0]] == [path.read_bytes() for path in shards[1]]


def test_shards_of_an_earlier_build_are_removed(tmp_path):
    write(tmp_path, "things", [ONE] * 5)
    write(tmp_path, "things", [ONE])
    assert [path.name for path in tmp_path.glob("*.parquet")] == ["things-00000.parquet"]


def test_a_killed_writer_leaves_no_corpus(tmp_path):
    def killed():
        with TableWriter(tmp_path, "things", Row, 2) as writer:
            for _ in range(3):
                writer.write(ONE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    with pytest.raises(CorpusError, match=f"contracode corpus build {tmp_path.name}"):
        list(read_rows(tmp_path, "things", Row))


def test_a_changed_shard_is_refused(tmp_path):
    write(tmp_path, "things", [ONE])
    (shard,) = tmp_path.glob("*.parquet")
    shard.write_bytes(shard.read_bytes() + b"x")
    with pytest.raises(CorpusError, match="changed since it was built"):
        list(read_rows(tmp_path, "things", Row))


def test_unknown_tables_and_columns_are_named(tmp_path):
    write(tmp_path, "things", [ONE])
    with pytest.raises(CorpusError, match="holds the tables things, not 'pairs'"):
        list(read_rows(tmp_path, "pairs", Row))
    with pytest.raises(CorpusError, match="no column colour"):
        list(read_columns(tmp_path, "things", ["text", "colour"]))


@pytest.mark.parametrize("content", ["{", "[]", '{"functions": 3}'])
def test_a_damaged_manifest_is_refused(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(CorpusError, match="build the corpus anew"):
        read_manifest(tmp_path)


def test_every_column_has_the_name_of_its_field():
    assert schema_of(Row).names == [field.name for field in dataclasses.fields(Row)]
