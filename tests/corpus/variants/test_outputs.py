import json

import pyarrow.parquet as pq
import pytest

from compiler_aug import AppliedPass, Program, Variant
from contracode.corpus.variants.outputs import check_out, json_lines, write_out
from contracode.errors import ContracodeError

MADE = [
    (
        Program("a()", id="src/a.js"),
        [Variant("b()", 3, (AppliedPass("compress", 1),)), Variant("c()", 4, ())],
    ),
    (Program("d()", id="e.ts"), [Variant("x = '\ud800'", 2**62, ())]),
]


def test_lines_and_rows_are_the_same_records(tmp_path):
    write_out(tmp_path / "x.jsonl", iter(MADE), 2)
    write_out(tmp_path / "x.parquet", iter(MADE), 2)
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text().splitlines()]
    assert lines == pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert lines[0] == {
        "id": "src/a.js",
        "number": 0,
        "seed": "3",
        "text": "b()",
        "passes": [{"name": "compress", "changes": 1}],
        "unchanged": [],
        "refused": [],
        "failed": [],
    }
    assert (lines[2]["seed"], lines[2]["text"]) == (str(2**62), r"x = '\ud800'")
    assert list(json_lines(MADE)) == (tmp_path / "x.jsonl").read_text().splitlines()


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_like_the_sources(tmp_path):
    write_out(tmp_path, MADE, 2)
    assert files(tmp_path) == {
        "src/a.0.js": "b()",
        "src/a.1.js": "c()",
        "e.0.ts": r"x = '\ud800'",
    }


def test_one_variant_each_keeps_the_names(tmp_path):
    write_out(tmp_path, [MADE[1]], 1)
    assert list(files(tmp_path)) == ["e.ts"]


@pytest.mark.parametrize("name", ["../../a.js", "/a.js", "x/../../a.js"])
def test_nothing_is_written_outside_of_the_folder(tmp_path, name):
    write_out(tmp_path / "out", [(Program("a()", id=name), [Variant("b()", 0, ())])], 1)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_programs_never_share_a_file(tmp_path):
    with pytest.raises(ContracodeError, match=r"two programs would be .*e.ts"):
        write_out(tmp_path, [MADE[1], MADE[1]], 1)


def test_an_interrupted_file_is_not_there(tmp_path):
    def interrupted():
        yield MADE[0]
        raise KeyboardInterrupt

    for name in ("x.jsonl", "x.parquet"):
        with pytest.raises(KeyboardInterrupt):
            write_out(tmp_path / name, interrupted(), 2)
    assert list(tmp_path.iterdir()) == []


def test_places_where_something_would_be_lost_are_refused(tmp_path, corpus):
    (tmp_path / "a.js").write_text("a()")
    (tmp_path / "x.jsonl").mkdir()
    for out, source, message in (
        (tmp_path / "a.js", tmp_path / "a.js", "is a source"),
        (tmp_path, tmp_path / "a.js", "is there already; name a new folder"),
        (tmp_path / "x.jsonl", tmp_path / "a.js", "is a folder; name a file"),
        (tmp_path / "new", "records.jsonl", "records have no paths"),
        (tmp_path / "new", corpus, "records have no paths"),
    ):
        with pytest.raises(ContracodeError, match=message):
            check_out(out, [str(source)])
    check_out(tmp_path / "new", [str(tmp_path / "a.js")])
