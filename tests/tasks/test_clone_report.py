"""Scorers measured on clones: a slow loop, a perfect scorer, a coin, a report, the command."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest
from clone_corpora import clone_function, clone_pair, write_clones

from compiler_aug import Augmenter
from contracode.cli.evaluate_clones import EvaluateClones
from contracode.tasks.clones import CloneSet, lexical_scorers, measure_clones, pair_cases
from contracode.tasks.clones.measurement import METRICS
from contracode.tasks.clones.report import as_markdown, report_clones
from contracode.tasks.clones.variants import PLANS, variant_queries

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
    return functions, pairs


@pytest.fixture
def corpus(tmp_path):
    functions, pairs = functions_and_pairs()
    names = [clone_pair(functions[0], functions[8], "name")]
    return write_clones(tmp_path / "npm-clones", functions, [*pairs, *names])


@pytest.fixture
def clones(corpus):
    return CloneSet.read(corpus, "behaviour", "test")


@dataclass(frozen=True, slots=True)
class Told:
    """Scores that are written down: whether two functions are of one concept, and noise."""

    clones: CloneSet
    noise: float
    name: str = "told"

    def compare(self, queries, candidates):
        assert list(queries) == list(candidates) == list(self.clones.texts)
        same = np.equal.outer(np.array(self.clones.concepts), np.array(self.clones.concepts))
        draw = np.random.default_rng(4).normal(size=same.shape)
        return Matrix(same * (1 - self.noise) + (draw + draw.T) * self.noise)


@dataclass(frozen=True, slots=True)
class Matrix:
    scores: np.ndarray

    def pairs(self, queries, candidates):
        return self.scores[queries, candidates]

    def rows(self, queries):
        return self.scores[queries]


def measured(clones, scorer, **asked):
    return list(measure_clones(clones, pair_cases(clones, 0), scorer, seed=0, **asked))


def means(clones, scorer, **asked):
    return {score.metric: score.value.mean for score in measured(clones, scorer, **asked)}


def test_who_knows_the_concepts_gets_everything_right(clones):
    found = measured(clones, Told(clones, noise=0.0))
    assert {score.metric: score.value.mean for score in found} == dict.fromkeys(METRICS, 1.0)
    assert [score.scorer for score in found] == ["told"] * len(METRICS)


def test_who_knows_nothing_gets_about_half_of_the_pairs_right(tmp_path):
    functions = [
        clone_function(n, f"concept{n // 2}", f"group{n % 4 // 2}", "f()") for n in range(800)
    ]
    pairs = [clone_pair(functions[n], functions[n + 1]) for n in range(0, 800, 2)]
    clones = CloneSet.read(write_clones(tmp_path / "c", functions, pairs), "behaviour", "test")
    found = means(clones, Told(clones, noise=1.0))
    assert found["AUROC"] == pytest.approx(0.5, abs=0.05)
    assert found["AP"] == pytest.approx(1 / 3, abs=0.05)
    assert found["recall@10"] == pytest.approx(10 / 799, abs=0.02)


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
    assert set(means(clones, Told(clones, noise=0.0))) == set(METRICS[3:])


def test_variants_differ_and_are_the_same_again(clones):
    with Augmenter(workers=1) as augmenter:
        for plan in PLANS:
            made = variant_queries(clones.texts, clones.ids, augmenter, plan, seed=0)
            assert made == variant_queries(clones.texts, clones.ids, augmenter, plan, seed=0)
            assert made.unchanged == 0
            assert all(new != old for new, old in zip(made.texts, clones.texts, strict=True))
        broken = [*clones.texts[:-1], "function ("]
        made = variant_queries(broken, clones.ids, augmenter, PLANS[0], seed=0)
        assert made.unchanged == 1
        assert made.texts[-1] == "function ("


def test_asking_by_variants_compares_them_with_the_functions_as_written(clones):
    (edits, *_) = lexical_scorers()
    asked = ["nothing of it" for _ in clones.texts]
    own = means(clones, edits)
    found = means(clones, edits, queries=asked)
    assert own["AUROC"] > 0.9
    assert own["MRR"] == 1
    assert found["MRR"] < own["MRR"]


def test_a_report_says_what_could_not_be_varied(clones):
    broken = replace(clones, texts=["function (", *clones.texts[1:]])
    (edits, *_) = lexical_scorers()
    with Augmenter(workers=1) as augmenter:
        report = report_clones(broken, [edits], augmenter, evidence="name", split="test", seed=0)
    assert report.unchanged == {"renamed": 1, "minified": 1}
    printed = as_markdown(report)
    assert "## Clones by name, test\n" in printed
    assert "Of the renamed, 1 are as written: nothing could be changed." in printed
    assert report.figures()[-1].metric == "unchanged, name, test, minified"
    assert report.figures()[-1].value == 1


def test_without_variants_functions_ask_as_written_alone(corpus):
    clones = CloneSet.read(corpus, "name", "test")
    (edits, *_) = lexical_scorers()
    report = report_clones(clones, [edits], None, evidence="name", split="test", seed=0)
    assert list(report.scores) == ["as written"]
    assert report.unchanged == {}
    # One concept gives no negatives: its row has dashes where pairs are told apart.
    assert "| token edit distance | as written | - | - | - | 1.000 " in as_markdown(report)


def test_the_command_prints_a_table_and_writes_figures(corpus, tmp_path, capsys):
    path = tmp_path / "clones.json"
    EvaluateClones(corpus=corpus, evidence="behaviour", quick=True, workers=1, json=path).run()
    printed = capsys.readouterr().out
    assert "8 pairs of 12 functions, 4 concepts." in printed
    for scorer in lexical_scorers():
        for asked in ("as written", "renamed", "minified"):
            assert f"| {scorer.name} | {asked} | " in printed
    figures = json.loads(path.read_text())
    scores, unchanged = figures["rows"][:-2], figures["rows"][-2:]
    assert len(scores) == 6 * 3 * len(METRICS)
    assert figures["data"]["size"] == 12
    assert all(row["low"] <= row["value"] <= row["high"] for row in scores)
    assert scores[0]["metric"] == "AUROC, behaviour, test, as written"
    assert all(len(row["metric"].split(", ")) == 4 for row in figures["rows"])
    assert [(row["name"], row["metric"], row["value"]) for row in unchanged] == [
        ("variants", "unchanged, behaviour, test, renamed", 0),
        ("variants", "unchanged, behaviour, test, minified", 0),
    ]


def test_the_command_refuses_no_workers():
    with pytest.raises(ValueError, match="workers must be at least 1, got 0"):
        EvaluateClones(workers=0)
