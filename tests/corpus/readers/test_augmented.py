"""Programs with variants, a list a line or all in one list."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.corpus.readers.augmented import read_augmented
from contracode.errors import CorpusError

PROGRAMS = st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), min_size=1)


@given(programs=PROGRAMS, indent=st.sampled_from([None, 2]), packed=...)
def test_lines_and_one_document_hold_the_same_programs(
    tmp_path_factory, programs, indent, packed: bool
):
    folder = tmp_path_factory.mktemp("augmented")
    files = {
        "a.jsonl": "".join(json.dumps(texts) + "\n" for texts in programs),
        "a.json": json.dumps(programs, indent=indent),
    }
    for name, text in files.items():
        content = text.encode()
        (folder / name).write_bytes(gzip.compress(content) if packed else content)
        rows = list(read_augmented(folder / name))
        assert [[row.original, *row.variants] for row in rows] == programs


def test_distinct_texts_begin_with_the_original(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('["b;", "a;", "b;", "a;", "c;"]\n')
    (row,) = read_augmented(path)
    assert row.variants == ("a;", "b;", "a;", "c;")
    assert row.distinct == ("b;", "a;", "c;")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["a;"]\n[]\n', r"a\.jsonl:2: wanted a list of programs .*at least 1 item"),
        ('["a;", null]\n', r"a\.jsonl:1: .*None at 1"),
        ('{"src": "a;"}\n', r"a\.jsonl:1: .*valid array"),
        ('[["a;"], []]', r"a\.jsonl: wanted a list; in it .*at 1: .*at least 1 item"),
        ('[["a;"]\n["b;"]]', r"a\.jsonl: .*Invalid JSON: .*line 2 column 1"),
    ],
)
def test_anything_else_is_told_by_its_place(tmp_path, text, message):
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        list(read_augmented(path))
