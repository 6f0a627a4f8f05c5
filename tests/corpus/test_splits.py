from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.corpus.splits import SPLITS, split_of

SHARES = {"test": 0.2, "valid": 0.1}


def test_each_split_has_its_share_of_many_names():
    found = [split_of(f"thing {number}", SHARES, "train") for number in range(10_000)]
    assert abs(found.count("test") / 10_000 - 0.2) < 0.015
    assert abs(found.count("valid") / 10_000 - 0.1) < 0.015


@settings(deadline=None)
@given(st.text(), st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_larger_first_share_only_adds_to_it(name, share, more):
    smaller = split_of(name, {"test": share}, "train")
    larger = split_of(name, {"test": share + more}, "train")
    assert (smaller, larger) in {("test", "test"), ("train", "train"), ("train", "test")}
    assert {smaller, larger} <= set(SPLITS)


def test_the_split_of_a_name_never_changes():
    found = "".join(split_of(name, SHARES, "train")[1] for name in "abcdefgh")
    assert found == "rrrerera"
