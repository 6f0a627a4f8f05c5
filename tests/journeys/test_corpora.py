"""Corpora by the command line, from packages that lie on the disk to figures in a file."""

import json

import pytest
from npm_archives import archive, write_archives, write_dataset

from contracode.cli import main

RECIPE = """
kind = "functions"
min_lines = 3
max_characters = 400
near_duplicates = 0.8

[[packages]]
name = "queue"
roots = ["src"]
split = "train"

[[packages]]
name = "stack"
roots = ["src"]
split = "test"
"""

PUSH = """
/** Put one in. */
export function push(list, item) {
  list.push(item);
  return list;
}
"""
SUM = """
export function sum(rows) {
  let total = 0;
  for (const row of rows) total += row.value;
  return total;
}
"""
ARCHIVES = {
    "queue": archive("queue", {"src/queue.js": PUSH}),
    "stack": archive("stack", {"src/stack.ts": SUM + PUSH, "src/broken.ts": "let x = ;"}),
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with one data set and the archives of its packages, in which commands run."""
    write_dataset(tmp_path / "datasets" / "tiny", RECIPE, ARCHIVES)
    write_archives(tmp_path / "data" / "packages", ARCHIVES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def built(project, capsys):
    """The project with its corpus, and what the build printed."""
    main(["corpus", "build", "tiny", "--workers", "1"])
    return project, capsys.readouterr().out


def refusal(capsys, *arguments):
    """What a command says that ends with 2."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    return capsys.readouterr().err


def test_a_corpus_is_built_described_drawn_and_compared(built, capsys):
    project, printed = built
    assert printed.startswith("data/corpora/tiny:\n  rows of functions: 2\n")

    main(["corpus", "stats", "tiny", "--plots", "plots", "--json", "stats.json"])
    told = capsys.readouterr().out
    assert "# tiny\n\n2 rows of functions" in told
    assert "| same body as an earlier function | " in told
    assert "## Files that could not be read" in told
    plots = sorted(project.glob("plots/*.png"))
    assert [str(path.relative_to(project)) in told for path in plots] == [True] * len(plots)
    assert project / "plots" / "functions-after-each-stage-of-de-duplication.png" in plots
    figures = json.loads((project / "stats.json").read_text())
    assert figures["data"]["size"] == 2
    assert {"name": "Functions", "metric": "packages", "value": 2, "unit": "packages"} in figures[
        "rows"
    ]

    main(["corpus", "overlap", "tiny:train", "tiny:test", "--json", "overlap.json"])
    assert "| rows | 1 | | 1 | |" in capsys.readouterr().out
    found = json.loads((project / "overlap.json").read_text())
    assert (found["left"], found["right"]) == ("tiny:train", "tiny:test")
    assert [each["left"] for each in found["shared"]] == [{}, {}, {}]


def test_a_finished_corpus_is_told_again_and_left_as_it_is(built, capsys):
    project, printed = built
    manifest = project / "data" / "corpora" / "tiny" / "manifest.json"
    before = manifest.stat().st_mtime_ns
    main(["corpus", "build", "tiny", "--workers", "1"])
    assert capsys.readouterr().out == printed
    assert manifest.stat().st_mtime_ns == before


@pytest.mark.usefixtures("project")
def test_an_unknown_data_set_names_the_known_ones_and_an_unbuilt_one_the_command(capsys):
    assert "no data set is called 'huge'; there are " in refusal(capsys, "corpus", "build", "huge")
    for command in (["stats", "tiny"], ["overlap", "tiny:train", "tiny:test"]):
        assert "`contracode corpus build tiny`" in refusal(capsys, "corpus", *command)


@pytest.mark.usefixtures("built")
def test_an_unknown_split_names_the_known_ones(capsys):
    said = refusal(capsys, "corpus", "overlap", "tiny:train", "tiny:tset")
    assert "tiny:tset holds no rows" in said
    assert "test (1 rows), train (1 rows)" in said


@pytest.mark.usefixtures("built")
def test_a_corpus_with_itself_is_not_compared(capsys):
    said = refusal(capsys, "corpus", "overlap", "tiny", "tiny:test")
    assert "name two corpora, or two splits as NAME:SPLIT" in said


@pytest.mark.parametrize("command", [["stats", "old"], ["overlap", "old:train", "tiny"]])
def test_a_corpus_of_an_older_layout_is_to_be_built_anew(built, capsys, command):
    project, _ = built
    old = project / "data" / "corpora" / "old"
    old.mkdir()
    (old / "manifest.json").write_text(json.dumps({"name": "old", "shards": {}}))
    said = refusal(capsys, "corpus", *command)
    assert "is not a corpus's manifest of today; build the corpus anew" in said
