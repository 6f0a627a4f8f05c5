"""``contracode index build`` and ``contracode index search``, as a user calls them."""

import io
import json

import pytest
from tiny_model import PROGRAMS, write_tiny_model

from compiler_aug import SourceSyntaxError
from contracode.cli.index import IndexBuild
from contracode.cli.index_search import IndexSearch
from contracode.errors import ContracodeError, InputTooLongError


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
    assert "unreadable files   1 (left out)" in printed.out
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
    with pytest.raises(InputTooLongError):
        IndexSearch(file=str(query), index=index, model=model).run()
    IndexSearch(file=str(query), index=index, model=model, truncate=True, limit=1).run()
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_missing_file_is_named(index, model):
    with pytest.raises(ContracodeError, match=r"can't read nowhere\.js"):
        IndexSearch(file="nowhere.js", index=index, model=model).run()


def test_a_limit_must_be_positive(index, model):
    with pytest.raises(ValueError, match="limit must be > 0, got 0"):
        IndexSearch(file="-", index=index, model=model, limit=0)
