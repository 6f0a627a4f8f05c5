"""Clone pairs read and met with negatives."""

from dataclasses import replace

import numpy as np
import pytest
from clone_corpora import clone_function, clone_pair, write_clones

from contracode.errors import CorpusError
from contracode.tasks.clones import CloneSet
from contracode.tasks.clones.cases import pair_cases

CONCEPTS = [("clamp", "belts"), ("chunk", "belts"), ("cross", "vectors"), ("mean", "statistics")]
FUNCTIONS = [
    clone_function(number, *CONCEPTS[number % 4], text=f"f({number}) {{}}") for number in range(12)
]
BY_CONCEPT = [FUNCTIONS[start::4] for start in range(4)]
PAIRS = [clone_pair(each[0], each[1]) for each in BY_CONCEPT] + [
    clone_pair(BY_CONCEPT[0][0], BY_CONCEPT[0][2]),
    clone_pair(BY_CONCEPT[1][0], BY_CONCEPT[1][2], "name"),
]


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


def test_every_pair_has_a_hard_and_an_easy_negative_where_there_is_one(corpus):
    clones = CloneSet.read(corpus, "behaviour", "test")
    cases = pair_cases(clones, seed=0)
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
    cases = pair_cases(CloneSet.read(corpus, "behaviour", "test"), seed=0)
    for number in range(4):
        own = cases.concepts == number
        assert cases.weights[own & cases.positive].sum() == 1
        assert cases.weights[own & cases.hard].sum() in (0, 1)
        assert cases.weights[own & ~cases.positive & ~cases.hard].sum() == 1


def negatives(clones, seed):
    cases = pair_cases(clones, seed)
    places = zip(cases.queries, cases.candidates, cases.positive, strict=True)
    return {(clones.ids[a], clones.ids[b]) for a, b, positive in places if not positive}


def test_negatives_depend_on_the_seed_and_on_no_order(corpus, tmp_path):
    clones = CloneSet.read(corpus, "behaviour", "test")
    turned = write_clones(tmp_path / "turned", FUNCTIONS[::-1], PAIRS[::-1])
    again = CloneSet.read(turned, "behaviour", "test")
    assert negatives(clones, 3) == negatives(again, 3)
    assert len({frozenset(negatives(clones, seed)) for seed in range(5)}) > 1


def test_chosen_cases_are_those_named(corpus):
    cases = pair_cases(CloneSet.read(corpus, "behaviour", "test"), seed=0)
    some = cases.chosen(cases.hard)
    assert some.hard.all()
    assert not some.positive.any()
    assert np.array_equal(some.queries, cases.queries[cases.hard])
    assert np.array_equal(some.candidates, cases.candidates[cases.hard])
    assert np.array_equal(some.concepts, cases.concepts[cases.hard])
    assert np.array_equal(some.weights, cases.weights[cases.hard])
