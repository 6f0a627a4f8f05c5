"""ManyTypes4TypeScript: a file a line."""

import json

import pytest

from contracode.corpus.readers.many_types import read_many_types
from contracode.errors import CorpusError

ROW = {
    "tokens": ["let", "x", "=", "'a'"],
    "labels": [None, "string", None, None],
    "url": "https://example.org/shapes/queue",
    "path": "queue/src",
    "commit_hash": "0f3a",
    "file": "a.ts",
}


def read(tmp_path, *rows):
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return list(read_many_types(path))


def test_each_token_has_its_type_or_none(tmp_path):
    (row,) = read(tmp_path, ROW)
    assert row.tokens == ("let", "x", "=", "'a'")
    assert row.labels == ("", "string", "", "")
    assert (row.project, row.commit, row.path) == (ROW["url"], "0f3a", "queue/src/a.ts")


def test_a_path_that_names_the_file_is_kept(tmp_path):
    (row,) = read(tmp_path, {**ROW, "path": "queue/src/a.ts"})
    assert row.path == "queue/src/a.ts"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**ROW, "labels": [None]}, "as many labels as tokens, got 4 tokens and 1 labels"),
        ({"tokens": []}, "labels: Field required"),
        ({**ROW, "tokens": "let x"}, "'let x' at tokens"),
        ({**ROW, "labels": [None, 3, None, None]}, r"3 at labels\.1"),
    ],
)
def test_a_row_that_does_not_fit_is_told_by_its_line(tmp_path, row, message):
    with pytest.raises(CorpusError, match=rf"train\.jsonl:2: wanted .*{message}"):
        read(tmp_path, ROW, row)
