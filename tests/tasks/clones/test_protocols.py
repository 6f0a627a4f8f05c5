"""Clone pairs read, and met with negatives: cleanly, and as the paper's code does it."""

from dataclasses import replace

import numpy as np
import pytest
from clone_corpora import clone_function, clone_pair, write_clones
from hypothesis import given
from hypothesis import strategies as st
from told_scores import problems

from contracode.errors import CorpusError
from contracode.tasks.clones import CloneSet, clean_cases, released_cases
from contracode.tasks.clones.protocols import problems_of, released_faults, standard_error

CONCEPTS = [("clamp", "belts"), ("chunk", "belts"), ("cross", "vectors"), ("mean", "statistics")]
FUNCTIONS = [
    clone_function(number, *CONCEPTS[number % 4], text=f"f({number}) {{}}") for number in range(12)
]
BY_CONCEPT = [FUNCTIONS[start::4] for start in range(4)]
PAIRS = [clone_pair(each[0], each[1]) for each in BY_CONCEPT] + [
    clone_pair(BY_CONCEPT[0][0], BY_CONCEPT[0][2]),
    clone_pair(BY_CONCEPT[1][0], BY_CONCEPT[1][2], "name"),
]
SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=7).filter(lambda sizes: max(sizes) > 1)


@pytest.fixture
def corpus(tmp_path):
    return write_clones(tmp_path / "npm-clones", FUNCTIONS, PAIRS)


def test_a_set_holds_the_functions_of_its_pairs(corpus):
    clones = CloneSet.read(corpus, "behaviour", "test")
    ids = [[clones.ids[place] for place in pair] for pair in clones.pairs.tolist()]
    assert ids == [[pair.left, pair.right] for pair in PAIRS[:5]]
    assert set(clones.ids) == {each for pair in ids for each in pair}
    kept = [function for function in FUNCTIONS if function.id in clones.ids]
    assert list(clones.texts) == [function.anonymous for function in kept]
    assert list(clones.concepts) == [function.concept for function in kept]
    assert list(clones.groups) == [function.group for function in kept]
    assert CloneSet.read(corpus, "name", "test").ids == ["id001", "id009"]


def test_pairs_of_another_split_or_evidence_are_not_there(corpus):
    message = "has no pairs by name in its split valid"
    with pytest.raises(CorpusError, match=message):
        CloneSet.read(corpus, "name", "valid")


def test_pairs_of_functions_that_are_not_there_are_refused(tmp_path):
    lost = replace(PAIRS[0], left="gone")
    corpus = write_clones(tmp_path / "npm-clones", FUNCTIONS, [lost])
    with pytest.raises(CorpusError, match="pairs 1 functions that it does not hold, gone for one"):
        CloneSet.read(corpus, "behaviour", "test")


def test_concepts_are_drawn_whole(corpus):
    clones = CloneSet.read(corpus, "behaviour", "test")
    for count in (1, 2, 3):
        drawn = clones.drawn(count, seed=5)
        assert len(set(drawn.concepts)) == count
        whole = [place for place, each in enumerate(clones.concepts) if each in drawn.concepts]
        assert list(drawn.ids) == [clones.ids[place] for place in whole]
        assert all(drawn.concepts[left] == drawn.concepts[right] for left, right in drawn.pairs)
    assert set(clones.drawn(2, seed=5).concepts) <= set(clones.drawn(3, seed=5).concepts)
    assert clones.drawn(99, seed=5).pairs.tolist() == clones.pairs.tolist()


@given(SIZES)
def test_of_problems_every_two_programs_are_a_pair_once(sizes):
    clones = problems(sizes)
    pairs = {frozenset(pair) for pair in clones.pairs.tolist()}
    expected = {
        frozenset((a, b))
        for a in range(sum(sizes))
        for b in range(a)
        if clones.concepts[a] == clones.concepts[b]
    }
    assert pairs == expected
    assert len(clones.pairs) == len(pairs)


def test_problems_without_a_pair_are_not_drawn():
    clones = problems([1] * 20 + [2] * 3)
    for seed in range(5):
        drawn = clones.drawn(2, seed)
        assert len(drawn.pairs) == len(set(drawn.concepts)) == 2
    # Where all are taken they stay: nobody's clones, but negatives.
    assert clones.drawn(3, 0) is clones


def test_what_is_left_without_some_functions_has_no_lonely_ones():
    clones = problems([3, 2, 2])
    left = clones.without({"0/1", "1/0"})
    assert list(left.ids) == ["0/0", "0/2", "2/0", "2/1"]
    assert left.pairs.tolist() == [[0, 1], [2, 3]]


def test_every_pair_has_a_hard_and_an_easy_negative_where_there_is_one(corpus):
    clones = CloneSet.read(corpus, "behaviour", "test")
    cases = clean_cases(clones, seed=0)
    assert cases.positive.sum() == 5
    # Two groups have one concept, so nothing hard for their pairs.
    assert cases.hard.sum() == 3
    assert (~cases.positive & ~cases.hard).sum() == 5
    for query, candidate, positive, hard in zip(
        cases.queries, cases.candidates, cases.positive, cases.hard, strict=True
    ):
        assert (clones.concepts[query] == clones.concepts[candidate]) == positive
        assert (clones.groups[query] == clones.groups[candidate]) == (positive or hard)


def test_a_concept_weighs_one_however_many_pairs_it_has(corpus):
    cases = clean_cases(CloneSet.read(corpus, "behaviour", "test"), seed=0)
    for number in range(4):
        own = cases.concepts == number
        assert cases.weights[own & cases.positive].sum() == 1
        assert cases.weights[own & cases.hard].sum() in (0, 1)
        assert cases.weights[own & ~cases.positive & ~cases.hard].sum() == 1


@given(SIZES, st.integers(0, 9))
def test_clean_pairs_are_distinct_never_mirrored_and_never_of_one_function(sizes, seed):
    clones = problems(sizes)
    cases = clean_cases(clones, seed)
    assert (cases.queries != cases.candidates).all()
    clone_pairs = [
        frozenset(pair)
        for pair in zip(
            cases.queries[cases.positive].tolist(),
            cases.candidates[cases.positive].tolist(),
            strict=True,
        )
    ]
    assert len(set(clone_pairs)) == len(clone_pairs) == len(clones.pairs)
    concepts = np.array(clones.concepts)
    same = concepts[cases.queries] == concepts[cases.candidates]
    assert (same == cases.positive).all()
    assert (cases.concepts == cases.other_concepts).tolist() == cases.positive.tolist()
    # Without groups there is one negative for each pair, and none of it is called hard.
    assert (~cases.positive).sum() == len(clones.pairs)
    assert not cases.hard.any()


def test_functions_of_equal_text_are_no_negatives_of_each_other():
    clones = problems([2] * 6)
    clones = replace(clones, texts=["same()" if n % 2 else f"f{n}()" for n in range(12)])
    assert clones.texts_of_several_concepts == 6
    texts = np.array(clones.texts)
    for seed in range(20):
        cases = clean_cases(clones, seed)
        negative = ~cases.positive
        assert (texts[cases.queries] != texts[cases.candidates])[negative].all()
    everywhere = replace(clones, texts=["same()"] * 12)
    assert clean_cases(everywhere, 0).positive.all()


def negatives(clones, seed):
    cases = clean_cases(clones, seed)
    places = zip(cases.queries, cases.candidates, cases.positive, strict=True)
    return {(clones.ids[a], clones.ids[b]) for a, b, positive in places if not positive}


def test_negatives_depend_on_the_seed_and_on_no_order(corpus, tmp_path):
    clones = CloneSet.read(corpus, "behaviour", "test")
    turned = write_clones(tmp_path / "turned", FUNCTIONS[::-1], PAIRS[::-1])
    again = CloneSet.read(turned, "behaviour", "test")
    assert negatives(clones, 3) == negatives(again, 3)
    assert len({frozenset(negatives(clones, seed)) for seed in range(5)}) > 1


def strangers(clones, seed):
    """The negative of every clone pair, in a set without groups."""
    cases = clean_cases(clones, seed)
    first, second = (
        [clones.ids[place] for place in places] for places in (cases.queries, cases.candidates)
    )
    return {
        (first[n], second[n]): second[n + 1] for n in range(0, len(first), 2) if cases.positive[n]
    }


def test_without_some_functions_the_negatives_of_the_others_stay():
    clones = problems([4] * 10)
    gone = {"3/1", "7/0"}
    before, after = strangers(clones, 3), strangers(clones.without(gone), 3)
    assert len(before) == 60
    assert set(after) == {pair for pair in before if not gone & set(pair)}
    for pair, stranger in after.items():
        assert stranger == before[pair] or before[pair] in gone


def test_every_stranger_is_drawn_about_as_often():
    clones = problems([2] * 11)
    first = [clean_cases(clones, seed).candidates[1] for seed in range(2000)]
    counts = np.bincount(first, minlength=22)
    assert counts[:2].sum() == 0
    # 20 strangers, 100 draws each, a standard deviation of 9.7.
    assert abs(counts[2:] - 100).max() < 45


def test_chosen_cases_are_those_named(corpus):
    cases = clean_cases(CloneSet.read(corpus, "behaviour", "test"), seed=0)
    some = cases.chosen(cases.hard)
    assert some.hard.all()
    assert not some.positive.any()
    assert np.array_equal(some.queries, cases.queries[cases.hard])
    assert np.array_equal(some.candidates, cases.candidates[cases.hard])
    assert np.array_equal(some.concepts, cases.concepts[cases.hard])


def slow_loops(sizes):
    """The loops of the released code, spelt out: programs are (problem, number)."""
    programs = [[(p, n) for n in range(size)] for p, size in enumerate(sizes)]
    clones = []
    for problem in programs:
        for first in problem[:-1]:
            clones += [(first, second) for second in problem[1:]]
    others = []
    for problem in programs[:-1]:
        for other in programs[1:]:
            others += [(first, second) for first in problem for second in other]
    return clones, others


def test_the_released_loops_hold_the_faults_of_the_reference():
    found = released_faults(problems_of(problems([3, 4, 2, 5])))
    assert found.as_counts() == {
        "clones in the loop": 30,
        "clones with themselves": 6,
        "non-clones in the loop": 99,
        "non-clones of one problem": 20,
        "non-clones with themselves": 6,
    }
    ten = released_faults(problems_of(problems([10, 2])))
    assert (ten.clones - 1, ten.clones_with_themselves) == (81, 8)


@given(SIZES)
def test_the_released_loops_are_those_of_slow_ones(sizes):
    clones = problems(sizes)
    same, others = slow_loops(sizes)
    found = released_faults(problems_of(clones))
    assert found.clones == len(same)
    assert found.clones_with_themselves == sum(a == b for a, b in same)
    assert found.non_clones == len(others)
    assert found.non_clones_of_one_problem == sum(a[0] == b[0] for a, b in others)
    assert found.non_clones_with_themselves == sum(a == b for a, b in others)
    cases = released_cases(clones, seed=1)
    place = {name: number for number, name in enumerate(clones.ids)}
    pairs = list(zip(cases.queries.tolist(), cases.candidates.tolist(), strict=True))
    spelt = [(place[f"{a[0]}/{a[1]}"], place[f"{b[0]}/{b[1]}"]) for a, b in same]
    assert pairs[: len(same)] == spelt
    listed = {(place[f"{a[0]}/{a[1]}"], place[f"{b[0]}/{b[1]}"]) for a, b in others}
    assert set(pairs[len(same) :]) <= listed
    assert len(pairs) == 2 * len(same)
    assert (cases.weights == 1).all()


def test_released_negatives_are_drawn_evenly_from_the_loop():
    clones = problems([3, 4, 2, 5])
    drawn = [released_cases(clones, seed) for seed in range(200)]
    same = [(cases.concepts == cases.other_concepts)[~cases.positive].mean() for cases in drawn]
    # 6,000 draws of which 20 / 99 share a problem: a standard error of .005.
    assert np.mean(same) == pytest.approx(20 / 99, abs=0.02)


@pytest.mark.parametrize(
    ("area", "printed"), [(0.7016, 0.81), (0.7231, 0.79), (0.7404, 0.77), (0.7939, 0.70)]
)
def test_standard_errors_are_those_that_the_paper_prints(area, printed):
    # Of its 2,065 clone pairs and as many others, in percent.
    assert round(100 * standard_error(area, 2065, 2065), 2) == printed
