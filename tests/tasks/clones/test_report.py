"""Everyone measured on a benchmark: a slow loop, the report, the command."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from clone_corpora import clone_function, clone_pair, write_clones
from function_records import function_record, write_corpus
from tiny_model import write_tiny_model
from told_scores import Told

from compiler_aug import Augmenter, Plan
from contracode.cli import main
from contracode.cli.evaluate_clones import EvaluateClones
from contracode.tasks.clones import (
    CloneSet,
    Part,
    Settings,
    clean_cases,
    lexical_scorers,
    measure_clones,
    open_benchmark,
    report_part,
)
from contracode.tasks.clones.measurement import SEARCH
from contracode.tasks.clones.protocols import standard_error
from contracode.tasks.clones.report import as_markdown, draw_plots, figures_of
from contracode.tasks.clones.training_overlap import TrainingOverlap

BODIES = {
    "clamp": ("belts", "return {x} < lower ? lower : {x} > upper ? upper : {x};"),
    "chunk": (
        "belts",
        "const {x} = []; while (rest.length) {x}.push(rest.splice(0, 2)); return {x};",
    ),
    "cross": ("vectors", "const {x} = a[0] * b[1]; return {x} - a[1] * b[0];"),
    "mean": (
        "statistics",
        "let {x} = 0; for (const each of all) {x} += each; return {x} / all.length;",
    ),
}


def functions_and_pairs():
    functions = []
    for place, letter in enumerate("pqr"):
        for number, (concept, (group, body)) in enumerate(BODIES.items()):
            text = f"function own(value{letter}) {{ {body.replace('{x}', letter * 4)} }}"
            functions.append(clone_function(place * 4 + number, concept, group, text))
    # The third of each concept is paired with the first only.
    pairs = [clone_pair(functions[n], functions[n + 4 * k]) for n in range(4) for k in (1, 2)]
    valid = [
        replace(
            each,
            id=f"v{each.id}",
            concept=f"valid {each.concept}",
            anonymous=each.anonymous.replace("own", "f"),
            split="valid",
        )
        for each in functions
    ]
    valid_pairs = [clone_pair(valid[n], valid[n + 4]) for n in range(4)]
    return functions + valid, pairs + valid_pairs


@pytest.fixture
def corpus(tmp_path):
    functions, pairs = functions_and_pairs()
    names = [clone_pair(functions[0], functions[8], "name")]
    return write_clones(tmp_path / "npm-clones", functions, [*pairs, *names])


@pytest.fixture
def clones(corpus):
    return CloneSet.read(corpus, "behaviour", "test")


@pytest.fixture
def part(corpus):
    return open_benchmark(corpus, evidence=("behaviour",)).parts[0]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


def means(clones, scorer, **asked):
    found = measure_clones(clones, clean_cases(clones, 0), scorer, seed=0, **asked)
    return {name: value.mean for name, value in found.values.items()}


def test_retrieval_is_that_of_a_slow_loop(clones):
    scorer = Told(clones, noise=0.4)
    found = means(clones, scorer)
    scores = scorer.compare(clones.texts, clones.texts).scores
    paired = {frozenset(pair) for pair in clones.pairs.tolist()}
    count = len(clones.texts)
    firsts = {}
    for query in range(count):
        relevant = {other for other in range(count) if frozenset((query, other)) in paired}
        allowed = [
            other
            for other in range(count)
            if other in relevant or clones.concepts[other] != clones.concepts[query]
        ]
        ranked = sorted(allowed, key=lambda other, query=query: -scores[query, other])
        first = min(ranked.index(other) for other in relevant) + 1
        firsts.setdefault(clones.concepts[query], []).append(1 / first)
    assert found["MRR"] == pytest.approx(np.mean([np.mean(each) for each in firsts.values()]))


def test_a_set_of_one_concept_is_measured_by_search_alone(corpus):
    clones = CloneSet.read(corpus, "name", "test")
    assert set(means(clones, Told(clones))) == set(SEARCH)


def test_asking_by_variants_compares_them_with_the_functions_as_written(clones):
    (edits, *_) = lexical_scorers()
    own = means(clones, edits)
    found = means(clones, edits, queries=["nothing of it" for _ in clones.texts])
    assert own["AUROC"] > 0.9
    assert own["MRR"] == 1
    assert found["MRR"] < own["MRR"]


def reported(part, augmenter, overlap=None, **given):
    (edits, *_) = lexical_scorers()
    return report_part(part, [edits], augmenter, Settings(**given), overlap)


def test_a_report_says_what_could_not_be_varied(part, augmenter):
    broken = replace(part.reported, texts=["function (", *part.reported.texts[1:]])
    report = reported(replace(part, reported=broken), augmenter, plans=[Plan.named("full")])
    printed = as_markdown(report)
    assert {name: made.failed for name, made in report.asked.items()} == {
        "renamed": {"syntax": 1},
        "minified": {"syntax": 1},
    }
    assert "Of 12 variants 1 are as written: nothing was drawn or could be changed." in printed
    assert "1 functions can't be varied (syntax: 1) and ask as written." in printed
    figures = {(row.name, row.metric): row.value for row in figures_of(report)}
    assert figures["variants", "not varied, behaviour, test, clean, minified"] == 1


def test_the_threshold_is_that_of_the_validation_part(part, augmenter):
    report = reported(part, augmenter, asked=(), counts=())
    (figures,) = report.natural
    assert figures.threshold is not None
    cases = report.cases
    named = figures.scores >= figures.threshold
    caught = cases.weights[named & cases.positive].sum()
    wrong = cases.weights[named & ~cases.positive].sum()
    missed = cases.weights[~named & cases.positive].sum()
    expected = 2 * caught / (2 * caught + wrong + missed)
    assert figures.values["F1"].mean == pytest.approx(expected)
    without = reported(replace(part, validation=None), augmenter, asked=(), counts=())
    assert without.natural[0].threshold is None
    assert "F1" not in without.natural[0].values


def test_scores_are_repeated_without_what_overlaps(part, augmenter):
    gone = frozenset({"id000", "id001"})
    overlap = TrainingOverlap(
        training="npm-small:train",
        training_rows=9,
        like={"exact": gone, "structural": frozenset(), "near": frozenset()},
        examples={"exact": [("id000", "`a.js:1`")], "structural": [], "near": []},
    )
    report = reported(part, augmenter, overlap, asked=(), counts=())
    # Of the two concepts whose first function is gone nothing is paired any more.
    assert report.apart_size == {"functions": 6, "pairs": 4, "problems": 2}
    printed = as_markdown(report)
    assert "Without them: 4 pairs of 6 functions, 2 problems." in printed
    assert "- `id000` like `a.js:1`" in printed
    alone = part.reported.without(gone)
    again = report_part(
        replace(part, reported=alone),
        lexical_scorers()[:1],
        augmenter,
        Settings(asked=(), counts=()),
    )
    expected = {name: value.mean for name, value in again.natural[0].values.items()}
    assert {name: value.mean for name, value in report.apart[0].values.items()} == expected
    nothing = replace(overlap, like=dict.fromkeys(overlap.like, frozenset()))
    report = reported(part, augmenter, nothing, asked=(), counts=())
    assert report.apart == ()
    assert "Nothing overlaps" in as_markdown(report)


def test_the_released_protocol_tells_its_faults(part, augmenter):
    report = reported(
        part, augmenter, protocol="as-released", plans=[Plan.named("full")], counts=(1,)
    )
    # Four problems of three: (3 - 1) squared pairs each, one of them a function with itself.
    assert report.cases.positive.sum() == 16
    printed = as_markdown(report)
    assert "Of the 16 clone pairs 4 are a function with itself." in printed
    assert "from 81 pairs, of which 18 share a problem; 6 of these are a function" in printed
    assert list(report.natural[0].values) == ["AUROC", "AP"]
    assert report.asked == {}
    area = report.natural[0].values["AUROC"]
    error = standard_error(area.mean, 16, len(report.cases.positive) - 16)
    assert area.low == pytest.approx(area.mean - 1.96 * error, abs=1e-4)
    assert area.high == pytest.approx(min(1.0, area.mean + 1.96 * error), abs=1e-4)


def test_plots_are_drawn_again_to_the_same_bytes(part, augmenter, tmp_path):
    report = reported(part, augmenter, asked=(), counts=())
    paths = draw_plots(report, tmp_path / "plots")
    assert [path.name for path in paths] == [
        f"{name}-behaviour-test-clean.png" for name in ("roc", "precision-recall", "scores")
    ]
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in draw_plots(report, tmp_path / "plots")] == before
    assert all(each.startswith(b"\x89PNG") for each in before)


def test_the_command_prints_tables_and_writes_figures(corpus, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model = write_tiny_model(tmp_path / "model")
    write_corpus(tmp_path / "npm-small", [function_record("f()")], {"kind": "functions"})
    path = tmp_path / "clones.json"
    EvaluateClones(
        benchmark=str(corpus),
        evidence="behaviour",
        protocol="both",
        model=model,
        rival=(model,),
        trained_on=f"{tmp_path}/npm-small:train",
        plan=("paper-adversarial",),
        adversarial=(1, 2),
        quick=True,
        workers=1,
        plots=tmp_path / "plots",
        json=path,
    ).run()
    printed = capsys.readouterr().out
    assert "8 pairs of 12 functions, 4 problems." in printed
    assert "Of fewer than 20 problems the intervals are too narrow" in printed
    everyone = [scorer.name for scorer in lexical_scorers()]
    everyone += ["encoder tiny", "random encoder, seed 0", "rival model"]
    for name in everyone:
        assert f"| {name} | paper-adversarial | " in printed
        assert len(re.findall(rf"\| {re.escape(name)} \| [\d.]+ \[", printed)) >= 5
    assert "### Overlap with the training corpus" in printed
    assert len(list((tmp_path / "plots").glob("*.png"))) == 6
    figures = json.loads(path.read_text())
    assert figures["data"]["size"] == 12
    assert figures["data"]["name"].endswith(":test, at most 30 problems drawn with seed 0")
    assert figures["seeds"] == [0, 0]
    assert set(figures["models"]) == {"encoder tiny", "random encoder, seed 0", "rival model"}
    assert len(set(figures["models"].values())) == 3
    assert list(figures["plans"]) == ["paper-adversarial"]
    assert "oxc-minify" in figures["engines"]
    assert all(row["low"] <= row["value"] <= row["high"] for row in figures["rows"] if "low" in row)
    assert all(len(row["metric"].split(", ")) == 5 for row in figures["rows"])
    metrics = {(row["name"], row["metric"]) for row in figures["rows"]}
    for name in everyone:
        for metric in (
            "AUROC, behaviour, test, clean, as written",
            "F1, behaviour, test, clean, as written",
            "threshold of F1, behaviour, test, clean, as written",
            "MAP@R, behaviour, test, clean, minified",
            "AP, behaviour, test, clean, worst of 2 of paper-adversarial",
            "AUROC, behaviour, test, as-released, as written",
            "AUROC, behaviour, test, as-released, worst of 1 of paper-adversarial",
        ):
            assert (name, metric) in metrics
    assert ("overlap", "any, behaviour, test, clean, as written") in metrics
    assert ("encoder tiny", "cut at the window, behaviour, test, clean, minified") in metrics
    assert ("pairs", "clones with themselves, behaviour, test, as-released, as written") in metrics


def test_one_s_own_lines_are_measured_without_a_model(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [
        {"problem": concept, "code": f"function own({x}) {{ {body.replace('{x}', x)} }}"}
        for concept, (_, body) in BODIES.items()
        for x in ("first", "second", "third")
    ]
    own = tmp_path / "own.jsonl"
    own.write_text("".join(json.dumps(line) + "\n" for line in lines))
    main(["evaluate", "clones", "--benchmark", "own.jsonl", "--adversarial", "--no-variants"])
    printed = capsys.readouterr().out
    assert "There is no encoder at data/models/smoke: lexical baselines only" in printed
    assert "No overlap with training data is reported" in printed
    assert "Under adversarial variants" not in printed
    assert "Asked by" not in printed
    assert printed.count("| tf-idf over characters | ") == 2
    assert "encoder" not in printed.split("##", 1)[1]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"workers": 0}, "workers must be at least 1, got 0"),
        ({"adversarial": (0,)}, "adversarial must be numbers from 1 on"),
        ({"adversarial_functions": 0}, "adversarial_functions must be at least 1, got 0"),
        ({"most_per_problem": 0}, "most_per_problem must be at least 1, got 0"),
        ({"most_problems": 1}, "most_problems must be at least 2, got 1"),
        ({"untrained_seeds": -1}, "untrained_seeds must be 0 or more, got -1"),
    ],
)
def test_the_command_refuses_what_makes_no_sense(given, message):
    with pytest.raises(ValueError, match=message):
        EvaluateClones(**given)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--benchmark", "nowhere"], "no benchmark at data/corpora/nowhere; wanted"),
        (["--benchmark", "own.jsonl", "--plan", "wild"], "no plan is called 'wild'"),
        (["--benchmark", "own.jsonl", "--rival", "nowhere"], "no model at nowhere"),
        (["--benchmark", "own.jsonl", "--model", "nowhere"], "contracode pretrain"),
        (
            ["--benchmark", "own.jsonl", "--trained-on", "none"],
            "no training corpus is called 'none'",
        ),
    ],
)
def test_mistakes_end_with_2_and_say_what_to_do(arguments, message, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [{"problem": n // 2, "code": f"f({n})"} for n in range(6)]
    (tmp_path / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "clones", *arguments])
    assert ended.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_part_without_groups_or_negatives_is_shown(augmenter, corpus):
    clones = CloneSet.read(corpus, "name", "test")
    part = Part(name="name", split="test", reported=clones, validation=None)
    printed = as_markdown(reported(part, augmenter, asked=(), counts=()))
    assert "Pairs told apart" not in printed
    assert "| token edit distance | 1.000 [1.000, 1.000] |" in printed
