"""Splits by class and by family."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.corpus.images.splits import balanced, families

THINGS = [f"t{number}" for number in range(12)]


@settings(deadline=None)
@given(st.permutations(range(30)))
def test_every_class_gives_as_many_as_wanted_in_any_order(order):
    ids = [f"image {number}" for number in order]
    labels = [number % 3 for number in order]
    splits = balanced(ids, labels, {"test": 4, "valid": 2})
    assert Counter(zip(labels, splits, strict=True)) == {
        (label, split): count
        for label in range(3)
        for split, count in (("train", 4), ("valid", 2), ("test", 4))
    }
    straight = balanced(sorted(ids), [int(i.split()[1]) % 3 for i in sorted(ids)], {"test": 4})
    chosen = {name for name, split in zip(ids, splits, strict=True) if split == "test"}
    assert chosen == {n for n, s in zip(sorted(ids), straight, strict=True) if s == "test"}


def test_a_class_that_would_have_nothing_to_train_on_is_refused():
    with pytest.raises(ValueError, match="class 7 has 2 images, the splits want 2"):
        balanced(["a", "b"], [7, 7], {"test": 1, "valid": 1})


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(THINGS), min_size=1, max_size=4), max_size=8))
def test_families_are_the_connected_parts(alike):
    found = families(THINGS, alike)
    slow = {thing: {thing} for thing in THINGS}
    for _ in THINGS:
        for group in alike:
            together = set().union(*(slow[thing] for thing in group))
            for thing in together:
                slow[thing] = together
    for thing in THINGS:
        assert {other for other in THINGS if found[other] == found[thing]} == slow[thing]
        assert found[thing] == min(slow[thing], key=THINGS.index)
