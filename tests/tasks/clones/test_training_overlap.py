"""What of a benchmark a training corpus holds."""

from dataclasses import replace

import pytest
from clone_corpora import clone_function, clone_pair, write_clones
from function_records import function_record, write_corpus
from told_scores import problems

from compiler_aug import Augmenter
from contracode.corpus.overlap import Side
from contracode.errors import CorpusError
from contracode.tasks.clones import open_benchmark
from contracode.tasks.clones.training_overlap import (
    as_lines,
    overlap_of,
    rows_of_programs,
    side_called,
    training_overlap,
)

CHUNK = """function chunk(list, size) {
  const parts = [];
  for (let at = 0; at < list.length; at += size) { parts.push(list.slice(at, at + size)); }
  return parts;
}"""
RENAMED = CHUNK.replace("list", "items").replace("parts", "groups").replace("size", "n")
LONGER = CHUNK.replace("return parts;", "return parts.concat();")
MEAN = "function mean(all) { return all.reduce((sum, each) => sum + each, 0) / all.length; }"
OTHERS = ["function a(b) { return b.c.d.e(); }", "class Queue { push(x) { this.x = x; } }"]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


def records(augmenter, sources, split="train"):
    from compiler_aug import Program

    found = augmenter.extract([Program(source) for source in sources])
    return [
        function_record(each.source, body=each.body, structure=each.structure, split=split)
        for functions in found
        for each in functions
    ]


def test_equal_renamed_and_similar_functions_are_told_apart(tmp_path, augmenter):
    trained = records(augmenter, [CHUNK, MEAN]) + records(augmenter, [OTHERS[0]], "test")
    write_corpus(tmp_path / "npm-small", trained, {"kind": "functions", "name": "npm-small"})
    texts = [CHUNK.replace("chunk", "split"), RENAMED, LONGER, *OTHERS, "not ( code"]
    clones = replace(problems([2, 2, 2]), texts=texts)
    rows, unread = rows_of_programs(clones, augmenter)
    found = training_overlap(rows, Side(tmp_path / "npm-small", "train"), unread=unread)
    equal, renamed, longer, *_ = clones.ids
    assert found.like["exact"] == {equal}
    assert found.like["structural"] == {equal, renamed}
    assert found.like["near"] == {equal, longer}
    assert found.ids == {equal, renamed, longer}
    assert found.training_rows == 2
    assert found.unread == 1
    assert found.of({longer}).like == {"exact": set(), "structural": set(), "near": {longer}}
    printed = "\n".join(as_lines(found, 6))
    assert "| equal body | 1 | 16.7% |" in printed
    assert "| any of these | 3 | 50.0% |" in printed
    assert "1 programs are not read by the compiler" in printed
    assert f"- `{longer}` like `lists" in printed
    # In the split that was not trained on there is something else.
    assert len(training_overlap(rows, Side(tmp_path / "npm-small")).ids) == 4


def test_functions_of_a_corpus_are_compared_by_its_own_fingerprints(tmp_path, augmenter):
    functions = [clone_function(n, f"c{n // 2}", "g", f"f{n}()") for n in range(6)]
    functions[1] = replace(functions[1], body="shared", source=CHUNK)
    functions[4] = replace(functions[4], structure="alike")
    pairs = [clone_pair(functions[n], functions[n + 1]) for n in range(0, 6, 2)]
    corpus = write_clones(tmp_path / "npm-clones", functions, pairs)
    benchmark = open_benchmark(corpus, evidence=("behaviour",))
    trained = [
        function_record("function x() {}", body="shared", structure="-"),
        function_record("function y() {}", body="-", structure="alike"),
    ]
    write_corpus(tmp_path / "trained", trained, {"kind": "functions", "name": "trained"})
    found = overlap_of(benchmark, Side(tmp_path / "trained"), augmenter)
    assert found.like == {"exact": {"id001"}, "structural": {"id004"}, "near": set()}


def test_a_training_corpus_is_called_by_its_name_or_its_path(tmp_path):
    write_corpus(tmp_path / "npm-small", [function_record("f()")], {"kind": "functions"})
    assert side_called("npm-small:train", tmp_path) == Side(tmp_path / "npm-small", "train")
    assert side_called(f"{tmp_path}/npm-small", tmp_path) == Side(tmp_path / "npm-small")
    with pytest.raises(CorpusError, match="no training corpus is called 'npm-huge'"):
        side_called("npm-huge:train", tmp_path)
