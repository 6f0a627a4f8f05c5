"""Pairs by name."""

from collections import Counter

import pytest
from clone_records import function

from contracode.corpus.clones.by_name import Named, is_strict, pairs_by_name

BODY = "function NAME(list) { for (const item of list) use(item); return list; }"


def named(family, name="chunk", *, concept=None, group="utility", **more):
    record = function(more.pop("source", BODY.replace("NAME", name)), name, package=family, **more)
    return Named(concept=concept or name, group=group, family=family, record=record)


def pairs(*functions, settled=(), most=10):
    dropped = Counter()
    made = pairs_by_name(functions, settled, most, dropped)
    return [(left.family, right.family) for left, right in made], +dropped


def test_two_families_with_one_name_pair():
    assert pairs(named("one"), named("two"), named("three", "zip")) == ([("one", "two")], {})


def test_a_family_stands_once_and_its_documented_function_is_taken():
    documented = named("one", documentation="Cut into parts.", path="deep/er/parts.js")
    made = list(pairs_by_name([named("one"), documented, named("two")], (), 10, Counter()))
    assert [left.record.path for left, _ in made] == ["deep/er/parts.js"]


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ({"structure": "s"}, {"structure": "s"}, "same structure"),
        ({"parameters": ("str",)}, {"parameters": ("arr",)}, "parameters of different kinds"),
        (
            {"parameters": ("str: string",)},
            {"parameters": ("{ arr }",)},
            "parameters of different kinds",
        ),
    ],
)
def test_what_speaks_against_a_pair_is_counted(one, two, reason):
    assert pairs(named("one", **one), named("two", **two)) == ([], {reason: 1})


def test_groups_are_kept_apart_and_settled_pairs_left_out():
    one, two = named("one"), named("two")
    assert pairs(one, named("two", group="vectors"))[0] == []
    settled = {("chunk", frozenset(("one", "two")))}
    assert pairs(one, two, settled=settled) == ([], {"compared by calls": 1})


def test_a_concept_has_so_many_pairs_at_most_and_always_the_same():
    functions = [named(f"family{number}") for number in range(8)]
    drawn, dropped = pairs(*functions, most=5)
    assert len(drawn) == 5
    assert dropped == {"more pairs of a concept than most_pairs_by_name": 23}
    assert pairs(*functions, most=5)[0] == drawn


@pytest.mark.parametrize(
    ("more", "strict"),
    [
        ({"documentation": "Cut."}, True),
        ({"path": "lib/chunk.js"}, True),
        ({"path": "list/chunk/lib/main.js"}, True),
        ({"path": "list/zip/lib/main.js", "documentation": "Cut."}, False),
        ({"path": "list/zip/lib/chunk.js", "documentation": "Cut."}, False),
        ({"path": "es/lib/parts.js", "documentation": "Cut."}, True),
        ({"concept": "list.chunk"}, True),
        ({}, False),
        ({"name": "_chunk", "documentation": "Cut."}, False),
        ({"source": "const chunk = (a) => 1;", "documentation": "Cut."}, False),
        (
            {
                "source": "function chunk(list, size) { return innerChunk(list, size); }",
                "parameters": ("list", "size"),
                "documentation": "Cut.",
            },
            False,
        ),
    ],
)
def test_public_functions_that_do_something_are_strict(more, strict):
    assert is_strict(named("one", **more)) == strict
