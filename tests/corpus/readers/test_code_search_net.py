"""CodeSearchNet's supervised files and ContraCode's file of definitions."""

import gzip
import json

import pytest

from contracode.corpus.readers.code_search_net import read_code_search_net, whole_source
from contracode.errors import CorpusError

ROW = {
    "repo": "shapes/queue",
    "path": "lib/queue.js",
    "func_name": "Queue.push",
    "original_string": "push(item) {\n  this.items.push(item);\n}",
    "language": "javascript",
    "code": "push(item) {\n  this.items.push(item);\n}",
    "code_tokens": ["push", "(", "item", ")", "{", "this", ".", "items"],
    "docstring": "Put one in.\n@param item what to put in",
    "docstring_tokens": ["Put", "one", "in", "."],
    "sha": "0f3a",
    "url": "https://example.org/shapes/queue/blob/0f3a/lib/queue.js#L10-L12",
    "partition": "valid",
}


def written(path, *rows):
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def read(tmp_path, *rows, **options):
    path = written(tmp_path / "javascript_train_0.jsonl", *rows)
    return list(read_code_search_net(path, **options))


@pytest.mark.parametrize("name", ["javascript_valid_0.jsonl.gz", "javascript_valid_0.jsonl"])
def test_a_row_says_where_its_function_stands(tmp_path, name):
    (function,) = read_code_search_net(written(tmp_path / name, ROW))
    assert (function.owner, function.name) == ("Queue", "push")
    assert function.source == ROW["code"]
    assert function.documentation == ROW["docstring"]
    assert (function.repository, function.commit) == ("shapes/queue", "0f3a")
    assert (function.path, function.start_line, function.end_line) == ("lib/queue.js", 10, 12)
    assert (function.language, function.split) == ("javascript", "valid")


def test_a_definition_without_a_place_is_counted_from_its_own_first_line(tmp_path):
    row = {
        "identifier": "",
        "function": "function (a) {\n  return a;\n}",
        "function_tokens": ["function"],
        "docstring": None,
        "docstring_tokens": [],
    }
    (function,) = read(tmp_path, row)
    assert (function.name, function.owner, function.documentation) == ("", "", "")
    assert (function.start_line, function.end_line, function.split) == (1, 3, "")


@pytest.mark.parametrize(
    ("name", "owner", "own"),
    [
        ("push", "", "push"),
        ("", "", ""),
        ("Queue.prototype.push", "Queue", "push"),
        ("app.queue.push", "app.queue", "push"),
    ],
)
def test_a_dotted_name_is_owner_and_name(tmp_path, name, owner, own):
    (function,) = read(tmp_path, {**ROW, "func_name": name})
    assert (function.owner, function.name) == (owner, own)


def test_the_subsets_are_the_papers(tmp_path):
    rows = [
        ROW,
        {**ROW, "func_name": "push", "docstring": " "},
        {**ROW, "func_name": "", "docstring": ""},
    ]
    names = {
        subset: [(row.owner, row.name) for row in read(tmp_path, *rows, subset=subset)]
        for subset in ("all", "named", "documented")
    }
    assert names == {
        "all": [("Queue", "push"), ("", "push"), ("", "")],
        "named": [("", "push")],
        "documented": [("Queue", "push")],
    }


@pytest.mark.parametrize("kept", range(1, 8))
def test_the_letters_that_function_lost_are_put_back(kept):
    cut = "function"[-kept:]
    assert whole_source(f"{cut} add(a) {{}}", "add") == "function add(a) {}"
    assert whole_source(f"{cut}(a) {{}}", "") == "function(a) {}"
    assert whole_source(f"{cut}* (a) {{}}", "") == "function* (a) {}"
    assert whole_source(f"{cut}(a) {{}}", cut) == f"{cut}(a) {{}}"


@pytest.mark.parametrize("source", ["none(a) {}", "function f() {}", "n => n(1)", "on = () => 1"])
def test_whole_functions_are_left_alone(source):
    assert whole_source(source, "") == source


def test_equal_rows_have_equal_ids_and_others_do_not(tmp_path):
    once, again, elsewhere = read(tmp_path, ROW, ROW, {**ROW, "path": "a.js"})
    assert once.id == again.id != elsewhere.id
    assert len(once.id) == 16


@pytest.mark.parametrize(
    ("row", "came"),
    [
        ({**ROW, "language": "python"}, "'python' at language"),
        ({**ROW, "partition": "dev"}, "'dev' at partition"),
        ({**ROW, "code": ""}, "'' at code: .*at least 1 character"),
        ({**ROW, "func_name": 3}, "3 at func_name"),
        ({"func_name": "push"}, "code: Field required"),
        ([ROW], "at its top"),
    ],
)
def test_a_row_that_is_no_such_function_is_told_by_file_and_line(tmp_path, row, came):
    with pytest.raises(CorpusError, match=rf"train_0\.jsonl:2: wanted a function .*{came}"):
        read(tmp_path, ROW, row)
