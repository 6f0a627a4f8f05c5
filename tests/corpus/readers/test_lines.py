"""Opening, lines and JSON values, whatever they are packed in."""

import gzip
import json
import pickle
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from contracode.corpus.readers.lines import opened, read_json, read_json_lines, read_lines
from contracode.errors import CorpusError

WORDS = TypeAdapter(list[str]).validate_json


def read(path):
    return list(read_json_lines(path, WORDS, "a list of words"))


@given(rows=st.lists(st.lists(st.text(st.characters(codec="utf-8"))), max_size=5), packed=...)
def test_what_was_written_as_json_lines_is_read(tmp_path_factory, rows, packed: bool):
    path = tmp_path_factory.mktemp("lines") / "rows"
    # Separators that Python's own splitting would take for a line's end stay as they are.
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    assert [row for _, row in read(path)] == rows


def test_blank_lines_are_passed_over_but_counted(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes(b"one\r\n\r\n  \nfour")
    assert [(line.where, line.text) for line in read_lines(path)] == [
        (f"{path}:1", "one"),
        (f"{path}:4", "four"),
    ]


@pytest.mark.parametrize(
    ("line", "came"),
    [
        (b"[1]", r"1 at 0: Input should be a valid string"),
        (b'{"a": 1}', r"\{'a': 1\} at its top: .*valid array"),
        (b'["a"', "Invalid JSON: EOF"),
        (b'["\xff"]', "Invalid JSON"),
        (json.dumps([["x" * 500]]).encode(), r"x{50,58}\.\.\. at 0"),
    ],
)
def test_a_malformed_line_is_told_with_its_number_what_was_wanted_and_what_came(
    tmp_path, line, came
):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'["fine"]\n' + line + b"\n")
    with pytest.raises(CorpusError, match=rf"rows\.jsonl:2: wanted a list of words, got .*{came}"):
        read(path)
    with pytest.raises(CorpusError, match=r"rows\.jsonl: wanted words"):
        read_json(path, WORDS, "words")


def test_rows_before_a_malformed_line_have_been_handed_out(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('["a"]\n17\n')
    rows = read_json_lines(path, WORDS, "words")
    assert next(rows) == (f"{path}:1", ["a"])
    with pytest.raises(CorpusError):
        next(rows)


def test_text_that_is_not_utf8_is_told(tmp_path):
    path = tmp_path / "words.txt"
    path.write_bytes(b"fine\n\xff\n")
    with pytest.raises(CorpusError, match=r"words\.txt:2: wanted UTF-8 text, got .*0xff"):
        [line.text for line in read_lines(path)]


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    with pytest.raises(CorpusError, match=r"can't read .*none\.jsonl: No such file"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(CorpusError, match=r"can't read .*: Is a directory"):
        read(tmp_path)


@pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:40] + b"\xff" * 40])
def test_a_damaged_gzip_file_says_so(tmp_path, damage):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(damage(gzip.compress(b"".join(b'["%d"]\n' % n for n in range(9999)))))
    with pytest.raises(CorpusError, match=r"damaged gzip file: .*; fetch it again"):
        read(path)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("value", [[{"a", "b"}], {"a": 1}, {"a"}, ("a", "b")])
def test_a_pickle_under_any_name_is_refused_and_the_way_out_told(tmp_path, protocol, pack, value):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(pack(pickle.dumps(value, protocol)))
    with pytest.raises(CorpusError, match=r"is a pickle: .*pickle\.load\(gzip\.open"):
        read(path)


@pytest.mark.parametrize("rows", [[{"a"}, {"b"}], [["a", "b"]]])
def test_the_way_out_of_a_pickle_makes_lines_that_are_read(tmp_path, monkeypatch, capsys, rows):
    path = tmp_path / "rows.pickle.gz"
    path.write_bytes(gzip.compress(pickle.dumps(rows)))
    with pytest.raises(CorpusError) as refused:
        read(path)
    program = re.search(r'python -c "(.*)" FILE', str(refused.value))[1]
    monkeypatch.setattr("sys.argv", ["-c", str(path)])
    exec(program, {})
    lines = tmp_path / "rows.jsonl"
    lines.write_text(capsys.readouterr().out)
    assert [row for _, row in read(lines)] == [list(row) for row in rows]


@pytest.mark.parametrize("name", ["rows.pkl", "rows.pickle", "rows.pickle.gz"])
def test_a_file_called_a_pickle_is_refused_whatever_it_holds(tmp_path, name):
    (tmp_path / name).write_text("[]")
    with pytest.raises(CorpusError, match="is a pickle"), opened(tmp_path / name):
        pass


def test_a_pickle_turned_into_lines_keeps_its_name_and_is_read(tmp_path):
    path = tmp_path / "rows.pickle.jsonl"
    path.write_text('["a"]\n')
    assert [row for _, row in read(path)] == [["a"]]


def test_zlib_without_gzip_is_no_gzip_file(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(zlib.compress(b'["a"]'))
    with pytest.raises(CorpusError, match="wanted a list of words"):
        read(path)
