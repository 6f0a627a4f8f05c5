"""Benchmarks of every format become one value; what can't be measured is refused."""

import gzip
import json
import re

import pytest
from clone_corpora import clone_function, clone_pair, write_clones
from function_records import function_record, write_corpus

from contracode.errors import CorpusError
from contracode.tasks.clones import open_benchmark


def lines(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def rows(sizes, **given):
    return [
        {"problem": f"p{number}", "code": f"f({number}, {each})", **given}
        for number, size in enumerate(sizes)
        for each in range(size)
    ]


def concepts(clones):
    return sorted(set(clones.concepts))


def test_one_s_own_lines_are_split_by_problem(tmp_path):
    benchmark = open_benchmark(lines(tmp_path / "own.jsonl", rows([3] * 20)))
    (part,) = benchmark.parts
    assert part.name == "problems"
    both = [*concepts(part.reported), *concepts(part.validation)]
    assert sorted(both) == sorted(f"p{number}" for number in range(20))
    assert len(part.reported.pairs) == 3 * len(concepts(part.reported))
    assert any("are for validation alone" in note for note in benchmark.notes)
    assert benchmark.size == len(part.reported.ids)
    # More problems move none of the old ones.
    more = open_benchmark(lines(tmp_path / "more.jsonl", rows([3] * 40))).parts[0]
    assert set(concepts(part.reported)) <= set(concepts(more.reported))
    # An id that no line tells is the problem and the number of the line.
    assert {"p0/1", "p0/2", "p0/3"} & {*more.reported.ids, *part.validation.ids}


def test_numbers_may_be_problems_and_lines_may_tell_more(tmp_path):
    given = [
        {"problem": 7, "code": "a()", "id": "x", "group": "easy", "author": "u", "split": "test"},
        {"problem": 7, "code": "b()", "id": 12, "group": "easy", "split": "test"},
        {"problem": "8", "code": "c()", "group": "hard", "split": "test"},
        {"problem": "9", "code": "d()", "split": "valid"},
        {"problem": "9", "code": "e()", "split": "valid"},
        {"problem": "10", "code": "f()", "split": "valid"},
    ]
    path = lines(tmp_path / "own.jsonl", given)
    (part,) = open_benchmark(path).parts
    assert list(part.reported.ids) == ["x", "12", "8/3"]
    assert list(part.reported.groups) == ["easy", "easy", "hard"]
    assert concepts(part.validation) == ["10", "9"]
    other = open_benchmark(path, split="valid").parts[0]
    assert concepts(other.reported) == ["10", "9"]
    assert other.validation is None


def test_a_gzipped_file_is_the_same(tmp_path):
    plain = lines(tmp_path / "own.jsonl", rows([2] * 12))
    packed = tmp_path / "own.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert open_benchmark(packed).digest == open_benchmark(plain).digest
    assert (
        open_benchmark(packed).parts[0].reported.ids == open_benchmark(plain).parts[0].reported.ids
    )


def test_few_problems_are_all_reported_without_a_threshold(tmp_path):
    benchmark = open_benchmark(lines(tmp_path / "own.jsonl", rows([3, 4, 2])))
    (part,) = benchmark.parts
    assert part.validation is None
    assert concepts(part.reported) == ["p0", "p1", "p2"]
    assert benchmark.notes == (
        "The problems are too few to be split: all are reported, without a threshold.",
    )


def test_repeated_programs_are_left_out_and_told(tmp_path):
    given = [
        *rows([3, 3]),
        {"problem": "p0", "code": "f(0, 1)"},
        {"problem": "p1", "code": "f(0, 1)"},
    ]
    benchmark = open_benchmark(lines(tmp_path / "own.jsonl", given))
    assert "1 programs repeat a text of their problem and are left out." in benchmark.notes
    # The same text under another problem stays.
    assert benchmark.parts[0].reported.texts_of_several_concepts == 2


def test_of_a_problem_with_many_programs_some_are_drawn_and_the_rest_is_told(tmp_path):
    path = lines(tmp_path / "own.jsonl", rows([50, 3, 2]))
    benchmark = open_benchmark(path, most_per_problem=10)
    assert list(benchmark.parts[0].reported.concepts).count("p0") == 10
    assert any("40 programs are left out" in note for note in benchmark.notes)
    again = open_benchmark(path, most_per_problem=10, seed=1)
    assert again.digest != benchmark.digest


def test_problems_are_drawn_for_a_quick_look(tmp_path):
    path = lines(tmp_path / "own.jsonl", rows([3] * 40))
    whole = open_benchmark(path)
    benchmark = open_benchmark(path, most_problems=5)
    (part,) = benchmark.parts
    assert len(concepts(part.reported)) == len(concepts(part.validation)) == 5
    count = len(concepts(whole.parts[0].reported))
    drawn = f"Of {count} problems (problems, test) 5 are drawn with seed 0."
    assert benchmark.notes == (*whole.notes, drawn)
    assert open_benchmark(path, most_problems=40).notes == whole.notes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty; wanted a built corpus of clones"),
        ("{broken\n", r"own\.jsonl:1: wanted a program as {\"problem\": TEXT, \"code\": TEXT}"),
        ('{"problem": "a"}\n', r"own\.jsonl:1: wanted .*code: Field required"),
        ('{"problem": "a", "code": "  "}\n', r"own\.jsonl:1: wanted .*at code"),
        ('{"problem": "a", "code": 3}\n', r"own\.jsonl:1: wanted .*at code"),
        ('{"problem": "a", "code": "f()", "colour": 3}\n', r"own\.jsonl:1: wanted .*colour"),
        ('{"problem": "a", "code": "f()", "split": "train"}\n', r"own\.jsonl:1: wanted .*split"),
        ('["a", "f()"]\n', r"own\.jsonl:1: wanted"),
        (
            '{"problem": 1, "code": "f()", "id": "x"}\n{"problem": 1, "code": "g()", "id": "x"}\n',
            r"own\.jsonl:2: wanted every id once, got 'x', as at .*own\.jsonl:1",
        ),
        (
            '{"problem": "a", "code": "f()", "split": "test"}\n{"problem": "a", "code": "g()"}\n',
            r"own\.jsonl:2: wanted all programs of problem 'a' in one split, got 'none'; at .*:1",
        ),
        (
            '{"problem": "a", "code": "f()"}\n{"problem": "a", "code": "g()"}\n',
            "wanted two problems or more, one of them with two different programs; got 2 programs "
            "of 1 problems, 1 with two different ones",
        ),
        (
            '{"problem": "a", "code": "f()"}\n{"problem": "b", "code": "g()"}\n',
            "got 2 programs of 2 problems, 0 with two different ones",
        ),
    ],
)
def test_what_can_not_be_measured_is_refused_with_the_place(tmp_path, text, message):
    path = tmp_path / "own.jsonl"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        open_benchmark(path)


def test_what_is_no_benchmark_is_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"no benchmark at .*nowhere; wanted a built corpus"):
        open_benchmark(tmp_path / "nowhere")
    (tmp_path / "own.csv").write_text("problem,code\n")
    with pytest.raises(CorpusError, match="is of no format that is read; wanted"):
        open_benchmark(tmp_path / "own.csv")
    write_corpus(tmp_path / "functions", [function_record("f()")], {"kind": "functions"})
    with pytest.raises(CorpusError, match="holds functions and no pairs of clones"):
        open_benchmark(tmp_path / "functions")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="no solution in JavaScript or TypeScript"):
        open_benchmark(tmp_path / "empty")


def test_the_paper_s_challenges_are_read(tmp_path):
    challenges = {
        level: {f"{level}-{n}": {"srcs": [f"{level}{n}a", f"{level}{n}b", None]} for n in range(9)}
        for level in ("Easy", "Hard")
    }
    path = tmp_path / "full_data.json.gz"
    path.write_bytes(gzip.compress(json.dumps(challenges).encode()))
    (part,) = open_benchmark(path).parts
    assert set(part.reported.groups) == {"Easy", "Hard"}
    assert len(part.reported.ids) + len(part.validation.ids) == 36


def test_folders_of_code_net_are_read(tmp_path):
    for problem in range(3):
        for number in range(2):
            file = tmp_path / f"p{problem:05}" / "JavaScript" / f"s{problem}{number}.js"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"let a = {problem}{number};")
    (part,) = open_benchmark(tmp_path).parts
    assert concepts(part.reported) == ["p00000", "p00001", "p00002"]
    assert len(part.reported.pairs) == 3


@pytest.mark.parametrize("nested", [True, False])
def test_folders_and_lines_of_poj_are_read(tmp_path, nested):
    root = tmp_path / "poj"
    programs = root / "ProgramData" if nested else root
    given = []
    for problem in range(1, 4):
        for number in range(2):
            file = programs / str(problem) / f"{number}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"int main() {{ return {problem}{number}; }}")
            given.append(
                {
                    "label": str(problem),
                    "index": str(10 * problem + number),
                    "code": file.read_text(),
                }
            )
    (folder,) = open_benchmark(root).parts
    (file,) = open_benchmark(lines(tmp_path / "test.jsonl", given)).parts
    assert sorted(folder.reported.texts) == sorted(file.reported.texts)
    assert concepts(folder.reported) == concepts(file.reported) == ["1", "2", "3"]


def test_a_corpus_keeps_its_evidence_and_its_splits(tmp_path):
    functions = [
        clone_function(n, f"c{n // 2}", "g", f"f{n}()", split="valid" if n < 4 else "test")
        for n in range(12)
    ]
    pairs = [
        clone_pair(functions[n], functions[n + 1], "name" if n > 6 else "behaviour")
        for n in range(0, 12, 2)
    ]
    corpus = write_clones(tmp_path / "npm-clones", functions, pairs)
    behaviour, name = open_benchmark(corpus).parts
    assert (behaviour.name, name.name) == ("behaviour", "name")
    assert concepts(behaviour.reported) == ["c2", "c3"]
    assert concepts(behaviour.validation) == ["c0", "c1"]
    assert concepts(name.reported) == ["c4", "c5"]
    assert name.validation is None
    (valid,) = open_benchmark(corpus, split="valid", evidence=("behaviour",)).parts
    assert concepts(valid.reported) == ["c0", "c1"]
    assert valid.validation is None
    with pytest.raises(CorpusError, match=re.escape("has no pairs by name in its split valid")):
        open_benchmark(corpus, split="valid", evidence=("name",))
