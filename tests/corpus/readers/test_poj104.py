"""POJ-104 as folders and as JSON lines."""

import json

import pytest

from contracode.corpus.readers.poj104 import read_poj104
from contracode.errors import CorpusError


@pytest.fixture
def folders(tmp_path):
    for name in ("10/2", "10/11", "2/1"):
        path = tmp_path / "ProgramData" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"int main() {} // " + name.encode() + b"\xb3")
    return tmp_path


def rows(path):
    return [(row.problem, row.id, row.source) for row in read_poj104(path)]


def test_folders_are_read_in_the_order_of_their_numbers(folders):
    expected = [
        ("2", "2/1", "int main() {} // 2/1³"),
        ("10", "10/2", "int main() {} // 10/2³"),
        ("10", "10/11", "int main() {} // 10/11³"),
    ]
    assert rows(folders) == rows(folders / "ProgramData") == expected


@pytest.mark.parametrize("number", [str, int])
def test_lines_hold_label_index_and_code(tmp_path, number):
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps({"label": number(3), "index": number(7), "code": "int a;"}))
    assert rows(path) == [("3", "7", "int a;")]
    assert {row.language for row in read_poj104(path)} == {"C/C++"}


def test_a_line_without_code_is_told_by_its_number(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text('{"label": "1", "index": "0"}\n')
    with pytest.raises(CorpusError, match=r"train\.jsonl:1: wanted a solution .*code: Field"):
        rows(path)


def test_folders_that_are_no_problems_are_told(folders):
    (folders / "ProgramData" / "notes").mkdir()
    with pytest.raises(CorpusError, match="wanted a number as its name, got notes"):
        rows(folders)
    with pytest.raises(CorpusError, match="wanted folders of problems"):
        rows(folders / "ProgramData" / "2")
