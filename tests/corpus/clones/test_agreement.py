"""Judging pairs of functions by their answers: answers are written by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.corpus.clones.agreement import Judge, Tuples
from contracode.corpus.clones.recipe import BehaviourRecipe
from contracode.corpus.clones.rounding import close

RULE = BehaviourRecipe(least_informative=4, least_agreement=0.8)


def judged(left, right, lengths=None, *, declared=(1, 1), odd=0):
    """Evidence of two functions whose answers to the tuples, by manner, are given as texts."""
    count = len(next(iter(left.values())))
    tuples = Tuples(
        lengths=tuple(lengths or [1] * count),
        odd=tuple(place >= count - odd for place in range(count)),
    )
    judge = Judge(tuples, RULE)
    evidence = judge.compare(
        *(
            observe(judge, answers, own)
            for answers, own in zip((left, right), declared, strict=True)
        )
    )
    return evidence, judge.agree(evidence)


def observe(judge, answers, declared):
    texts = sorted({text for row in answers.values() for text in row if text is not None})
    places = {
        manner: [-1 if text is None else texts.index(text) for text in row]
        for manner, row in answers.items()
    }
    return judge.observed(places, texts, declared)


def first(*texts):
    return {"data-first": list(texts)}


SQUARES = ["#0", "#1", "#4", "#9", "#16", "#25", "#36"]


def test_equal_answers_agree():
    evidence, same = judged(first(*SQUARES), first(*SQUARES))
    assert (evidence.calls, evidence.informative, evidence.agreeing) == (7, 6, 6)
    assert (evidence.left, evidence.right, same) == ("data-first", "data-first", True)


def test_a_deliberately_wrong_pair_is_refused():
    cubes = ["#0", "#1", "#8", "#27", "#64", "#125", "#216"]
    evidence, same = judged(first(*SQUARES), first(*cubes))
    assert evidence.agreeing < 0.8 * evidence.informative
    assert not same


def test_four_of_five_agree_and_three_of_five_do_not():
    answers = ["#0", "#1", "#2", "#3", "#4", "#5"]
    assert judged(first(*answers), first(*answers[:-1], "#9"))[1]
    assert not judged(first(*answers), first(*answers[:-2], "#9", "#9"))[1]


def test_constants_prove_nothing():
    assert not judged(first(*["#7"] * 9), first(*["#7"] * 9))[1]


def test_handing_back_the_argument_proves_nothing():
    given_back = [f"=#{number}" for number in range(9)]
    assert judged(first(*given_back), first(*given_back))[0].informative == 0


def test_two_answers_are_enough_for_booleans_only():
    assert judged(first(*["false"] * 5, *["true"] * 4), first(*["false"] * 5, *["true"] * 4))[1]
    assert not judged(first(*['"a"'] * 5, *['"b"'] * 4), first(*['"a"'] * 5, *['"b"'] * 4))[1]


def test_always_false_does_not_pass_for_a_test():
    assert not judged(first(*["false"] * 5, *["true"] * 4), first(*["false"] * 9))[1]


def test_calls_that_one_side_does_not_answer_do_not_count():
    strict = [None, None, None, *SQUARES]
    evidence, same = judged(first('"a"', '"b"', '"c"', *SQUARES), first(*strict))
    assert (evidence.calls, same) == (7, True)


def test_one_that_waits_for_more_arguments_is_not_compared():
    waiting = [f"function({number})" for number in range(7)]
    assert judged(first(*SQUARES), first(*waiting))[0].informative == 0


def test_data_first_and_data_last_find_each_other():
    garbage = ["#3", "#1", "#4", "#1", "#5", "#9", "#2"]
    left = {"data-first": SQUARES}
    right = {"data-first": garbage, "data-last": SQUARES}
    evidence, same = judged(left, right, [2] * 7, declared=(2, 2))
    assert (evidence.left, evidence.right, same) == ("data-first", "data-last", True)


def test_of_one_parameter_none_comes_last():
    right = {"data-first": ["#1"] * 7, "data-last": SQUARES}
    assert not judged(first(*SQUARES), right, [2] * 7, declared=(2, 1))[1]


def test_only_what_answers_with_functions_is_curried():
    lengths = [1] * 4 + [2] * 7
    values = [None] * 4 + SQUARES
    curried = {"data-first": ["#1"] * 4 + [None] * 7, "curried": [None] * 4 + SQUARES}
    assert not judged(first(*values), curried, lengths, declared=(2, 1))[1]
    curried["data-first"][:4] = [f"function({number})" for number in range(4)]
    assert judged(first(*values), curried, lengths, declared=(2, 1))[1]


def test_optional_parameters_in_which_two_differ_are_not_reached():
    lengths = [1] * 7 + [2] * 7
    left, right = first(*SQUARES, *["#8"] * 7), first(*SQUARES, *SQUARES)
    assert judged(left, right, lengths, declared=(1, 2))[1]
    assert not judged(left, right, lengths, declared=(2, 2))[1]


def test_odd_arguments_count_only_where_the_others_do_not_tell():
    left = first(*SQUARES, *(f"#{number}" for number in range(50, 57)))
    right = first(*SQUARES, *(f"#{number}" for number in range(60, 67)))
    assert judged(left, right, odd=7)[1]
    is_date = first(*["false"] * 7, "true", "true", "true", "true")
    assert judged(is_date, is_date, odd=4)[1]
    assert not judged(left, right, odd=0)[1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("#0.30000000000000004", "#0.3", True),
        ("#3", "#2.9999999999999996", True),
        ("#0", "#-0", True),
        ("#0.3", "#0.3001", False),
        ("[#1,#2]", "[#1,#2.0000000000000004]", True),
        ("[#1,#2]", "[#1]", False),
        ('"1"', "#1", False),
        ("#NaN", "#NaN", True),
        ("#NaN", "#0", False),
        ("#Infinity", "#1e308", False),
        ("=#1", "#1", True),
        ("#1e-13", "#0", True),
    ],
)
def test_texts_are_equal_but_for_rounding(one, other, same):
    assert close(one, other) == close(other, one) == same


TEXTS = st.sampled_from([None, "#0", "#1", "#2", "true", "false", "=#1", '"a"', "function(;)"])


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=40))
def test_sides_may_be_swapped_and_agreeing_is_part_of_informative_is_part_of_calls(rows):
    left, right = (first(*side) for side in zip(*rows, strict=True))
    one, same = judged(left, right)
    other, same_swapped = judged(right, left)
    assert (one.calls, one.informative, one.agreeing, same) == (
        other.calls,
        other.informative,
        other.agreeing,
        same_swapped,
    )
    assert 0 <= one.agreeing <= one.informative <= one.calls <= len(rows)
