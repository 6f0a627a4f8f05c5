"""A user's whole path on something tiny: train, index, search, measure."""

import json

import pytest
from function_records import function_record, write_corpus

from contracode.cli import main

RECIPE = """
batch = 8
[schedule]
steps = 30
[encoder]
width = 32
layers = 1
heads = 2
feed_forward = 32
max_tokens = 128
[tokens]
vocabulary = 500
[method]
queue = 16
projected = 0
"""

VERBS = ["get", "set", "find", "remove", "append"]
NOUNS = ["Item", "Path", "Name", "Token", "Layer"]
SOURCES = {
    verb
    + noun: f"function {verb}{noun}(list, start) {{\n  const found = list.{verb}(start + {number}"
    f");\n  if (found.{noun}) {{\n    return [found, '{noun}{number}'];\n  }}\n  return start;\n}}"
    for number, verb in enumerate(VERBS)
    for noun in NOUNS
}


def record(name, source, split):
    package = "lists" if split == "train" else "tests"
    return function_record(
        source, name=name, parameters=("list", "start"), package=package, split=split
    )


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    recipe = home / "tiny.toml"
    recipe.write_text(RECIPE)
    rows = [
        record(name, source, "test" if name.startswith("append") else "train")
        for name, source in SOURCES.items()
    ]
    write_corpus(home / "corpus", rows, {"name": "lists"})
    corpus, model, index = (str(home / name) for name in ("corpus", "model", "index"))
    main(["pretrain", "--recipe", str(recipe), "--corpus", corpus, "--out", model])
    main(["index", "build", corpus, "--model", model, "--out", index])
    return {"corpus": corpus, "model": model, "index": index}


def test_a_function_is_found_by_a_variant_of_it(places, capsys, tmp_path):
    query = tmp_path / "query.js"
    query.write_text(SOURCES["findToken"].replace("found", "hit").replace("list", "rows"))
    flags = [part for name in ("index", "model") for part in (f"--{name}", places[name])]
    main(["index", "search", str(query), "--json", *flags])
    matches = json.loads(capsys.readouterr().out)["matches"]
    assert "findToken" in [match["name"] for match in matches[:5]]
    assert matches[0]["cosine"] >= matches[-1]["cosine"]
    assert {"file", "start_line", "end_line", "lexical_similarity", "source"} <= set(matches[0])


def test_retrieval_is_measured_beside_its_rivals(places, capsys, tmp_path):
    figures = tmp_path / "figures.json"
    arguments = [part for name, place in places.items() for part in (f"--{name}", place)]
    arguments += ["--queries", "20", "--untrained-seeds", "2", "--json", str(figures)]
    main(["evaluate", "retrieval", *arguments])
    table = capsys.readouterr().out
    names = ["trained encoder", "untrained encoder, seed 0", "untrained encoder, seed 1"]
    names += ["token overlap", "TF-IDF over tokens"]
    for name in names:
        assert f"| {name} |" in table
    content = json.loads(figures.read_text())
    assert set(content) == {"command", "data", "machine", "seeds", "rows"}
    assert content["data"]["size"] == 25
    tops = {row["name"]: row for row in content["rows"] if row["metric"] == "top-1"}
    assert list(tops) == names
    mrr = next(row for row in content["rows"] if row["metric"] == "MRR")
    assert mrr["unit"] == "mean reciprocal rank"
    trained, overlap = tops["trained encoder"], tops["token overlap"]
    assert trained["rival"] == "token overlap"
    assert trained["ratio"] == pytest.approx(trained["value"] / overlap["value"])
    assert "ratio" not in overlap
    for row in tops.values():
        assert 0 <= row["low"] <= row["value"] <= row["high"] <= 1
    # Properties and literals survive every pass, so shared tokens tell these functions apart.
    assert tops["token overlap"]["value"] > 0.5


def test_the_same_measurement_gives_the_same_figures(places, capsys):
    arguments = [part for name, place in places.items() for part in (f"--{name}", place)]
    arguments += ["--queries", "10", "--untrained-seeds", "1"]
    tables = []
    for _ in range(2):
        main(["evaluate", "retrieval", *arguments])
        tables.append(capsys.readouterr().out)
    assert tables[0] == tables[1]


def test_a_corpus_that_is_not_behind_the_index_is_refused(places, capsys, tmp_path):
    other = tmp_path / "other"
    write_corpus(other, [record("one", SOURCES["getItem"], "train")], {"name": "other"})
    arguments = ["--index", places["index"], "--model", places["model"], "--corpus", str(other)]
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "retrieval", *arguments])
    assert ended.value.code == 2
    message = capsys.readouterr().err
    assert f"{places['index']} was not built from {other}" in message
    assert "contracode index build" in message


def test_a_quick_measurement_says_that_it_drew(places, monkeypatch, tmp_path):
    monkeypatch.setattr("contracode.cli.evaluate._QUICK_CANDIDATES", 10)
    figures = tmp_path / "figures.json"
    arguments = [part for name, place in places.items() for part in (f"--{name}", place)]
    main(["evaluate", "retrieval", *arguments, "--quick", "--seed", "3", "--json", str(figures)])
    data = json.loads(figures.read_text())["data"]
    assert data["name"] == f"{places['index']}, 10 functions drawn with seed 3"
    assert data["size"] == 10
