"""``contracode index build`` and ``contracode index search``, as a user calls them."""

import io
import json
from dataclasses import replace

import pytest
from tiny_model import PROGRAMS, write_tiny_model

from compiler_aug import SourceSyntaxError
from contracode.cli.index import IndexBuild, IndexCompact, IndexSnapshot, IndexStats
from contracode.cli.index_push import IndexPush
from contracode.cli.index_search import IndexSearch
from contracode.errors import ContracodeError


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def index(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    for number, program in enumerate(PROGRAMS):
        (folder / f"{number}.ts").write_text(program)
    (folder / "broken.js").write_text("let x = ;")
    IndexBuild(source=folder, model=model, out=folder / "index").run()
    return folder / "index"


def test_a_build_prints_its_counts_and_a_second_one_does_nothing(index, model, capsys):
    again = IndexBuild(source=index.parent, model=model, out=index)
    again.run()
    assert "is up to date" in capsys.readouterr().out
    other = IndexBuild(source=index.parent, model=model, out=index.parent / "other")
    other.run()
    printed = capsys.readouterr()
    assert "files left out     1 (why: `index stats`)" in printed.out
    assert "broken.js: left out: does not parse: 1:9" in printed.err


def test_a_search_prints_a_table(index, model, tmp_path, capsys):
    query = tmp_path / "query.js"
    query.write_text(PROGRAMS[0])
    IndexSearch(file=str(query), index=index, model=model, limit=2).run()
    header, best, _ = capsys.readouterr().out.splitlines()
    assert header == "cosine  lexical  function"
    assert best.split()[:3] == ["1.000", "1.000", "clamp"]


def test_a_search_of_standard_input_prints_json(index, model, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(PROGRAMS[1]))
    IndexSearch(file="-", index=index, model=model, limit=1, json=True).run()
    (match,) = json.loads(capsys.readouterr().out)["matches"]
    assert (match["name"], match["file"], match["lexical_similarity"]) == ("add", "1.ts", 1.0)


def test_a_query_that_does_not_parse_names_its_place(index, model, tmp_path):
    query = tmp_path / "query.js"
    query.write_text("let x =\n  ;")
    with pytest.raises(SourceSyntaxError, match=r"query\.js:2:3: does not parse"):
        IndexSearch(file=str(query), index=index, model=model).run()


def test_a_query_longer_than_the_model_is_refused_unless_truncated(index, model, tmp_path, capsys):
    query = tmp_path / "query.js"
    query.write_text("work();" * 100)
    with pytest.raises(ContracodeError, match="the model reads at most 128; ask for one of its"):
        IndexSearch(file=str(query), index=index, model=model).run()
    IndexSearch(file=str(query), index=index, model=model, truncate=True, limit=1).run()
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_nothing_is_like_nothing(index, model, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("// only words\n"))
    with pytest.raises(ContracodeError, match="standard input holds no code"):
        IndexSearch(file="-", index=index, model=model).run()


def test_a_missing_file_is_named(index, model):
    with pytest.raises(ContracodeError, match=r"can't read nowhere\.js"):
        IndexSearch(file="nowhere.js", index=index, model=model).run()


def test_a_limit_must_be_positive(index, model):
    with pytest.raises(ValueError, match="limit must be > 0, got 0"):
        IndexSearch(file="-", index=index, model=model, limit=0)


def test_the_function_at_a_line_is_the_query(index, model, tmp_path, capsys):
    query = tmp_path / "query.js"
    query.write_text(f"// nothing\n{PROGRAMS[0]}\n{PROGRAMS[3]}\n")
    IndexSearch(file=f"{query}:3", index=index, model=model, limit=1, json=True).run()
    (match,) = json.loads(capsys.readouterr().out)["matches"]
    assert (match["owner"], match["name"], match["cosine"]) == ("Queue", "push", 1.0)
    with pytest.raises(ContracodeError, match=r"no function stands at line 1 of .* begin at 2, 3"):
        IndexSearch(file=f"{query}:1", index=index, model=model).run()


def test_a_search_can_be_limited_to_languages_and_packages(index, model, tmp_path, capsys):
    query = tmp_path / "query.js"
    query.write_text(PROGRAMS[0])
    asked = IndexSearch(file=str(query), index=index, model=model, language=("js",))
    with pytest.raises(ContracodeError, match="no function of any package in js; its packages"):
        asked.run()
    capsys.readouterr()
    replace(asked, language=("ts",), package=(index.parent.name,), limit=2).run()
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_stats_tell_what_an_index_holds_and_what_it_does_not(index, capsys):
    IndexStats(root=index).run()
    printed = capsys.readouterr().out
    assert "functions         4\n" in printed
    assert "broken.js: left out: does not parse: 1:9" in printed
    IndexStats(root=index, json=True).run()
    told = json.loads(capsys.readouterr().out)
    assert (told["functions"], told["rows"], told["tombstones"]) == (4, 4, 0)
    assert list(told["unreadable"]) == ["broken.js"]


def test_an_index_is_copied_and_compacted(index, tmp_path, capsys):
    IndexSnapshot(root=index, out=tmp_path / "copy").run()
    IndexCompact(root=tmp_path / "copy").run()
    assert capsys.readouterr().out.splitlines() == [
        f"{tmp_path / 'copy'}: 4 functions",
        f"{tmp_path / 'copy'}: generation g000002, 4 functions, 0 tombstones removed",
    ]


def test_a_missing_index_is_not_made_by_compacting(tmp_path):
    with pytest.raises(ContracodeError, match="there is no clone index at"):
        IndexCompact(root=tmp_path / "typo").run()
    assert not (tmp_path / "typo").exists()


def test_a_push_needs_a_server_that_answers(index, model):
    with pytest.raises(ContracodeError, match="see that the server runs"):
        IndexPush(root=index, url="http://127.0.0.1:1", model=model).run()
