"""DeepTyper's lines, its test projects, and its list of types."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.corpus.readers.deep_typer import read_deep_typer, read_type_vocabulary
from contracode.errors import CorpusError

LINE = "<s> let x = 1 ; </s> O O $number$ O O O O"
TYPED = [("let", ""), ("x", "number"), ("=", ""), ("1", ""), (";", "")]

TOKENS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)
TYPES = st.one_of(st.just(""), TOKENS)


def read(tmp_path, text, name="train_nounk.txt"):
    path = tmp_path / name
    path.write_text(text)
    return list(read_deep_typer(path))


def pairs(row):
    return list(zip(row.tokens, row.labels, strict=True))


@given(
    files=st.lists(st.lists(st.tuples(TOKENS, TYPES)), max_size=4),
    separator=st.sampled_from([" ", "\t"]),
)
def test_each_token_has_its_label(tmp_path_factory, files, separator):
    lines = [
        " ".join(["<s>", *(token for token, _ in file), "</s>"])
        + separator
        + " ".join(["O", *(f"${label}$" if label else "O" for _, label in file), "O"])
        for file in files
    ]
    rows = read(tmp_path_factory.mktemp("typer"), "".join(line + "\n" for line in lines))
    assert [pairs(row) for row in rows] == files


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ({"shapes/queue": [LINE], "b": [LINE]}, [("shapes/queue", ""), ("b", "")]),
        ({"shapes/queue": {"a.ts": LINE}}, [("shapes/queue", "a.ts")]),
        ([LINE], [("", "")]),
    ],
)
def test_test_projects_are_json(tmp_path, content, places):
    content = json.loads(json.dumps(content).replace("</s> O", r"</s>\tO"))
    rows = read(tmp_path, json.dumps(content), "test_projects_gold_filtered.json")
    assert [(row.project, row.path) for row in rows] == places
    assert all(pairs(row) == TYPED for row in rows)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<s> a </s> O O", "3 tokens and 2 labels"),
        ("<s> a </s>\tO O O O", "3 tokens and 4 labels"),
        ("a b\tO O", "wanted tokens from <s> to </s>, got 'a' to 'b'"),
        ("let x = 1 ;", "0 tokens and 5 labels"),
        ("<s> a </s> O string O", "labels 'O' or between dollar signs, got 'string'"),
        ("<s> a </s> O $$ O", r"got '\$\$'"),
    ],
)
def test_lines_that_do_not_fit_are_told_by_their_number(tmp_path, line, message):
    with pytest.raises(CorpusError, match=rf"train_nounk\.txt:2: .*{message}"):
        read(tmp_path, f"{LINE}\n{line}\n")


def test_a_line_of_a_test_project_is_told_by_project_and_place(tmp_path):
    with pytest.raises(CorpusError, match=r"t\.json: file 1 of project 'b': wanted tokens"):
        read(tmp_path, json.dumps({"b": [LINE, "x"]}), "t.json")


def test_types_are_listed_after_no_type(tmp_path):
    path = tmp_path / "target_wl"
    path.write_text("O\n$any$\n$string$\n")
    assert read_type_vocabulary(path) == ("O", "$any$", "$string$")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$any$\nO\n", r"target_wl:1: wanted 'O' as the first label, got '\$any\$'"),
        ("O\n$any$\n$any$\n", r"target_wl:3: wanted each label once, got .*target_wl:2"),
        ("", "wanted one label a line, got an empty file"),
    ],
)
def test_a_list_of_types_that_ids_can_not_rest_on_is_refused(tmp_path, text, message):
    path = tmp_path / "target_wl"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        read_type_vocabulary(path)
