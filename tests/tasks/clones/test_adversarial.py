"""Variants that mislead most: the rule, the draw of what is attacked, real variants."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_scores import Matrix, problems

from compiler_aug import Augmenter, Plan
from contracode.tasks.clones.adversarial import attack, attack_cases, attacked, worst_of
from contracode.tasks.clones.scorers import lexical_scorers
from contracode.tasks.clones.variants import ASKED, varied

SCORES = st.lists(
    st.tuples(st.booleans(), st.lists(st.integers(-5, 5), min_size=4, max_size=4)), min_size=1
)
SOURCES = [
    f"function own(value, other) {{ const sum = value + {n}; return sum * other; }}"
    for n in range(12)
]
CLONES = replace(problems([3] * 4), texts=SOURCES)


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


@given(SCORES, st.integers(1, 4))
def test_clones_score_their_lowest_and_others_their_highest(rows, count):
    positive, scores = zip(*rows, strict=True)
    found = worst_of(np.array(scores, float), np.array(positive), count)
    expected = [(min if clone else max)(each[:count]) for clone, each in rows]
    assert found.tolist() == expected


@given(SCORES)
def test_more_variants_never_help(rows):
    positive, scores = zip(*rows, strict=True)
    scores, positive = np.array(scores, float), np.array(positive)
    fewer = worst_of(scores, positive, 1)
    for count in (2, 3, 4):
        more = worst_of(scores, positive, count)
        assert (more[positive] <= fewer[positive]).all()
        assert (more[~positive] >= fewer[~positive]).all()
        fewer = more


def test_a_score_that_is_not_a_number_is_the_lowest():
    scores = np.array([[0.5, np.nan], [0.5, np.nan], [np.nan, np.nan]])
    found = worst_of(scores, np.array([True, False, False]), 2)
    assert found.tolist() == [-np.inf, 0.5, -np.inf]


def test_one_clone_pair_a_problem_is_attacked():
    clones = problems([5] * 9)
    for count in (1, 4, 9, 50):
        cases = attack_cases(clones, "clean", count, seed=0)
        assert cases.positive.sum() == min(count, 9)
        assert len(set(cases.queries.tolist())) == min(count, 9)
        assert set(cases.concepts[cases.positive]) == set(cases.concepts)
        assert (cases.weights == 1).all()
    fewer, more = (attack_cases(clones, "clean", count, seed=0) for count in (4, 9))
    assert set(fewer.queries.tolist()) < set(more.queries.tolist())


def test_whole_problems_are_attacked_as_released():
    clones = problems([5] * 9)
    cases = attack_cases(clones, "as-released", 12, seed=0)
    # Three problems have 12 functions or more; each has 16 ordered pairs.
    assert cases.positive.sum() == 48
    assert len(set(cases.concepts[cases.positive])) == 3
    concepts = np.array(clones.concepts)
    same = concepts[cases.queries] == concepts[cases.candidates]
    assert same[cases.positive].all()
    assert 0 < same[~cases.positive].sum() < 48


def test_fewer_variants_are_the_first_of_more_and_seeds_go_by_id(augmenter):
    plan = Plan.named("paper-adversarial")
    many = varied(SOURCES, CLONES.ids, augmenter, plan, count=8, seed=3)
    few = varied(SOURCES, CLONES.ids, augmenter, plan, count=2, seed=3)
    assert [texts[:2] for texts in many.texts] == list(few.texts)
    turned = varied(SOURCES[::-1], CLONES.ids[::-1], augmenter, plan, count=8, seed=3)
    assert list(turned.texts)[::-1] == list(many.texts)
    other = varied(SOURCES, CLONES.ids, augmenter, plan, count=8, seed=4)
    assert list(other.texts) != list(many.texts)


def test_a_quarter_of_the_paper_s_draws_is_unchanged_and_counted(augmenter):
    plan = Plan.named("paper-adversarial")
    found = varied(SOURCES, CLONES.ids, augmenter, plan, count=16, seed=0)
    same = sum(
        text == source for texts, source in zip(found.texts, SOURCES, strict=True) for text in texts
    )
    assert found.unchanged == same
    assert found.count == 192
    # A quarter of 192 is 48, give or take 6.
    assert 30 <= same <= 66


def test_what_the_compiler_does_not_read_asks_as_written_and_is_counted(augmenter):
    texts = ["int main() { printf(1); }", *SOURCES[1:3]]
    found = varied(texts, ["a", "b", "c"], augmenter, Plan.named("full"), count=3, seed=0)
    assert found.failed == {"syntax": 1}
    assert found.texts[0] == [texts[0]] * 3
    assert found.unchanged == 3


def test_variants_by_which_everyone_asks_differ_and_are_the_same_again(augmenter):
    for plan in ASKED:
        made = varied(SOURCES, CLONES.ids, augmenter, plan, seed=0)
        assert made == varied(SOURCES, CLONES.ids, augmenter, plan, seed=0)
        assert made.unchanged == 0
        assert all(new != old for (new,), old in zip(made.texts, SOURCES, strict=True))


@dataclass(frozen=True, slots=True)
class ByText:
    """1 for the functions of one problem as written; what is no known text scores as told."""

    clones: object
    variant: float
    name: str = "by text"

    def compare(self, queries, candidates):
        concept = dict(zip(self.clones.texts, self.clones.concepts, strict=True))
        return Matrix(
            np.array(
                [
                    [
                        float(concept[a] == concept[b]) if a in concept else self.variant
                        for b in candidates
                    ]
                    for a in queries
                ]
            )
        )


def test_figures_under_attack_are_those_worked_out(augmenter):
    cases = attack_cases(CLONES, "clean", 4, seed=0)
    found = attack(CLONES, cases, augmenter, Plan.named("full"), most=4, seed=0)
    assert found.varied.unchanged == 0

    def areas(variant):
        made = attacked(
            CLONES, found, ByText(CLONES, variant), counts=(1, 4), protocol="clean", seed=0
        )
        return {count: values["AUROC"].mean for count, values in made.values.items()}

    assert areas(0.5) == {0: 1, 1: 0.5, 4: 0.5}
    # A plan that changes nothing misleads nobody.
    idle = attack(CLONES, cases, augmenter, Plan.named("identity"), most=4, seed=0)
    assert idle.varied.unchanged == idle.varied.count == 16
    made = attacked(CLONES, idle, ByText(CLONES, 0.5), counts=(1, 4), protocol="clean", seed=0)
    assert {values["AUROC"].mean for values in made.values.values()} == {1.0}


def test_scores_of_variants_are_those_of_a_slow_loop(augmenter):
    (edits, *_) = lexical_scorers()
    cases = attack_cases(CLONES, "clean", 4, seed=0)
    found = attack(CLONES, cases, augmenter, Plan.named("paper-adversarial"), most=4, seed=0)
    variants = dict(zip(found.places, found.varied.texts, strict=True))
    made = attacked(CLONES, found, edits, counts=(4,), protocol="clean", seed=0)
    won = 0.0
    scores = {True: [], False: []}
    for query, candidate, clone in zip(
        cases.queries.tolist(), cases.candidates.tolist(), cases.positive.tolist(), strict=True
    ):
        each = [
            edits.compare([text], CLONES.texts).pairs(np.array([0]), np.array([candidate]))[0]
            for text in variants[query]
        ]
        scores[clone].append((min if clone else max)(each))
    for high in scores[True]:
        for low in scores[False]:
            won += float(high > low) + float(high == low) / 2
    expected = won / (len(scores[True]) * len(scores[False]))
    assert made.values[4]["AUROC"].mean == pytest.approx(expected)
