from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from listings import found

from contracode.detection.groups import _holders, grouped, without_nested
from contracode.detection.pairs import LABELS, ClonePair


def pair(left, right, label="near", score=1.0):
    return ClonePair(
        left=left, right=right, label=label, cosine=0.5, lexical=0.5, score=score, probability=None
    )


EDGES = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] < ends[1])
)


@given(EDGES, st.data())
def test_groups_hold_every_pair_and_only_pairs(edges, data):
    labels = {edge: data.draw(st.sampled_from(LABELS)) for edge in sorted(edges)}
    groups = grouped(pair(*edge, label=labels[edge]) for edge in edges)
    inside = [set(combinations(group.members, 2)) for group in groups]
    assert set().union(*inside) == edges
    for group in groups:
        assert [(each.left, each.right) for each in group.pairs] == [
            (group.members[0], other) for other in group.members[1:]
        ]


def test_a_chain_is_not_one_group():
    groups = grouped([pair(0, 1), pair(1, 2), pair(2, 3)])
    assert [group.members for group in groups] == [(0, 1), (1, 2), (2, 3)]


def test_copies_stay_a_group_beside_a_weaker_neighbour():
    copies = [pair(0, 1, "exact"), pair(0, 2, "exact"), pair(1, 2, "exact")]
    near = [pair(0, 3), pair(1, 3), pair(2, 3)]
    groups = grouped(copies + near)
    assert [(group.label, group.members) for group in groups] == [
        ("exact", (0, 1, 2)),
        ("near", (0, 1, 2, 3)),
    ]


def test_the_order_of_pairs_does_not_matter():
    pairs = [pair(0, 1), pair(1, 2, score=2.0), pair(0, 2, "semantic-only"), pair(3, 4, "exact")]
    assert grouped(pairs) == grouped(reversed(pairs))


def at(path, start, end):
    return found("x" * (end - start), path=path, start=start, end=end)


def test_groups_inside_of_others_are_left_out():
    functions = [at("a", 0, 90), at("a", 10, 20), at("b", 0, 90), at("b", 10, 20)]
    outer, inner = grouped([pair(0, 2, "exact"), pair(1, 3, "exact")])
    assert without_nested([outer, inner], functions) == [outer]


def test_a_clone_inside_and_one_elsewhere_stay():
    functions = [at("a", 0, 90), at("a", 10, 20), at("b", 0, 90), at("c", 10, 20)]
    groups = grouped([pair(0, 2, "exact"), pair(1, 3, "exact")])
    assert without_nested(groups, functions) == groups


def test_two_clones_inside_of_one_function_stay():
    functions = [at("a", 0, 90), at("a", 10, 20), at("a", 30, 40), at("b", 0, 90)]
    groups = grouped([pair(0, 3, "exact"), pair(1, 2, "exact")])
    assert without_nested(groups, functions) == groups


SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8, unique=True)


@given(SPANS)
def test_holders_are_those_of_a_slow_loop(spans):
    # Functions never overlap in part.
    nested = []
    for start, end in ((min(each), max(each) + 1) for each in spans):
        if (
            all(
                end <= a or b <= start or (a <= start and end <= b) or (start <= a and b <= end)
                for a, b in nested
            )
            and (start, end) not in nested
        ):
            nested.append((start, end))
    functions = [at("a", *span) for span in nested]
    expected = [
        {b for b, outer in enumerate(functions) if b != a and outer.holds(inner)}
        for a, inner in enumerate(functions)
    ]
    assert [set(each) for each in _holders(functions)] == expected
