"""Statistics as text, as plots and as JSON."""

import json
from dataclasses import replace

import pytest

from contracode.corpus.stats import Facts, Statistics, as_markdown, corpus_statistics, draw
from contracode.corpus.stats.counting import ranking
from contracode.errors import CorpusError

KINDS = ("functions", "types", "clones", "images")


@pytest.mark.parametrize("kind", KINDS)
def test_every_section_is_told_drawn_and_exported(make_corpus, tmp_path, kind):
    corpus = make_corpus(kind, dropped={"too $hort": 1})
    found = corpus_statistics(corpus)
    text = as_markdown(found)
    paths = draw(found, tmp_path / "plots")
    assert len(paths) == sum(not isinstance(each, Facts) for each in found.sections)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)
    exported = json.loads(json.dumps(found.as_json()))
    assert exported["data"] == {"name": "tiny", "hash": found.digest, "size": found.rows}
    named = {row["name"] for row in exported["rows"]}
    assert named == {each.title for each in found.sections}
    for each in found.sections:
        assert each.title in text


def test_the_same_statistics_give_the_same_plots(make_corpus, tmp_path):
    found = corpus_statistics(make_corpus("functions"))
    found = replace(found, sections=found.sections[1:4])
    first, second = (
        [path.read_bytes() for path in draw(found, tmp_path / name)] for name in ("a", "b")
    )
    assert first == second


def test_a_long_spread_is_drawn_as_shares(make_corpus, make_function, tmp_path):
    rows = [make_function(source=" ".join(["x"] * size)) for size in range(60)]
    found = corpus_statistics(make_corpus("functions", {"functions": rows}))
    assert tmp_path / "plots" / "tokens-a-function.png" in draw(found, tmp_path / "plots")


def test_tables_read_well_as_plain_text(make_corpus):
    text = as_markdown(corpus_statistics(make_corpus("functions")))
    assert (
        """
## Functions by split

| functions | documented | not documented | all |
| --------- | ---------: | -------------: | --: |
| train     |          1 |              2 |   3 |
| test      |          0 |              1 |   1 |

## Lengths and numbers

|                       | rows | mean | 10% | 50% | 90% | 99% | largest |
| --------------------- | ---: | ---: | --: | --: | --: | --: | ------: |
| Lines a function      |    4 |  1.5 |   1 |   1 |   3 |   3 |       3 |
| Tokens a function     |    4 |  4.5 |   3 |   3 |   7 |   7 |       7 |
| Characters a function |    4 |  5.8 |   3 |   3 |   9 |   9 |       9 |
| Sub-tokens a name     |    4 |  1.0 |   0 |   1 |   2 |   2 |       2 |

## Most frequent names

|            | functions | share |
| ---------- | --------: | ----: |
| `parse`    |         2 | 50.0% |
| (none)     |         1 | 25.0% |
| `parseAll` |         1 | 25.0% |
"""
        in text
    )


def test_code_with_backticks_bars_and_line_ends_stays_one_cell():
    types = ranking("Types", "labels", {"`a${\n string}` | B": 1}, is_code=True)
    found = Statistics(name="", kind="types", digest="", rows=0, sections=(types,))
    assert "| `` `a${ string}` \\| B `` |" in as_markdown(found)


def test_plots_that_can_not_be_written_are_told(make_corpus, tmp_path):
    found = corpus_statistics(make_corpus("functions"))
    (tmp_path / "plots").write_text("a file")
    with pytest.raises(CorpusError, match=r"can't write .*plots.*; choose another folder"):
        draw(found, tmp_path / "plots")
