"""Corpora of each kind, small enough to count by hand."""

from dataclasses import dataclass, make_dataclass

import pytest

from contracode.corpus.manifest import write_manifest
from contracode.corpus.tables import TableWriter


@dataclass(frozen=True, kw_only=True)
class Label:
    type: str
    kind: str = "parameter"
    is_any: bool = False
    origin: str = "annotation"


def row_of(**columns):
    """A row of its own small dataclass: statistics need some columns of a record, not all."""
    hints = [
        (name, tuple[Label, ...] if name == "labels" else type(columns[name])) for name in columns
    ]
    return make_dataclass("Row", hints, frozen=True)(**columns)


def write(corpus, kind, tables, rows_per_shard, manifest):
    corpus.mkdir()
    written = {}
    for name, rows in tables.items():
        with TableWriter(corpus, name, type(rows[0]), rows_per_shard) as table:
            for row in rows:
                table.write(row)
        written[name] = table.summary
    write_manifest(corpus, {"kind": kind, "name": "tiny", **manifest}, written)
    return corpus


def function(name="parse", source="f()", split="train", **other):
    columns = {"documentation": "", "package": "a", "language": "js", "licence": "MIT"}
    columns |= {"name": name, "source": source, "split": split, "shape": "program"}
    return row_of(**(columns | other))


FUNCTIONS = [
    function("parseAll", "a(b,\nc)\n;", documentation="Say."),
    function("parse", "$x = 'é'"),
    function("parse", package="b", licence="", language="ts"),
    function("", split="test", package="b"),
]
LABELS = [
    (Label(type="string"), Label(type="any", is_any=True)),
    (),
    (Label(type="A | B", kind="return", origin="jsdoc"), Label(type="string")),
]
FILES = [
    row_of(
        javascript="f()",
        labels=labels,
        split=split,
        package=package,
        language="ts",
        licence="MIT",
    )
    for labels, package, split in zip(LABELS, "abb", ("train", "test", "valid"), strict=True)
]
CLONES = [
    row_of(
        source="f()",
        concept=concept,
        family=family,
        group="maths",
        package=family,
        language="js",
        licence="MIT",
        split="test",
    )
    for concept, family in [("max", "a"), ("max", "b"), ("min", "a"), ("", "b")]
]
PAIRS = [
    row_of(
        concept=concept,
        group="maths",
        evidence=evidence,
        informative=informative,
        agreeing=agreeing,
        split="test",
    )
    for concept, evidence, informative, agreeing in [
        ("max", "behaviour", 10, 9),
        ("max", "behaviour", 4, 4),
        ("min", "behaviour", 10, 8),
        ("max", "name", 0, 0),
    ]
]
IMAGES = [
    row_of(
        height=8,
        width=8,
        channels=3,
        label=label,
        name=name,
        vendor=vendor,
        split="train",
        group="faces",
        subgroup="",
        licence="MIT",
    )
    for label, name, vendor in [(0, "grin", "x"), (0, "grin", "y"), (1, "frown", "x")]
]
CORPORA = {
    "functions": {"functions": FUNCTIONS},
    "types": {"files": FILES},
    "clones": {"functions": CLONES, "pairs": PAIRS},
    "images": {"images": IMAGES},
}


@pytest.fixture
def make_function():
    """Makes a row of the table of functions."""
    return function


@pytest.fixture
def make_corpus(tmp_path):
    """Writes a corpus of a kind: its small tables, unless others are given."""

    def make(kind, tables=None, *, name="corpus", rows_per_shard=4096, **manifest):
        tables = tables or CORPORA[kind]
        return write(tmp_path / name, kind, tables, rows_per_shard, manifest)

    return make
