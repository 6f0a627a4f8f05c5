"""Laws of near-duplicates, held against a slow loop over all pairs of token sequences."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.corpus.near import MAX_MISS, NearIndex, bands_for, jaccard, shingles_of

WORDS = st.sampled_from(["x", "y", "call", "(", ")", "{", "}", "=", "+", "1", "'a b'", "`t${x}`"])
LISTS = st.lists(WORDS, max_size=60)
GAPS = st.sampled_from([" ", "\n", "\t ", " /* note */ ", " // it's\n", "/* ` ' */"])


def slow_jaccard(left, right, width=5):
    """From the tokens themselves, without a hash or a scanner."""

    def runs(tokens):
        if len(tokens) < width:
            return {tuple(tokens)}
        return {tuple(tokens[at : at + width]) for at in range(len(tokens) - width + 1)}

    a, b = runs(left), runs(right)
    return len(a & b) / len(a | b)


@given(st.text(), st.text())
def test_equal_texts_match_whatever_they_hold(text, other):
    index = NearIndex()
    index.add("other", other)
    index.add("first", text)
    assert index.match(text) in ("other", "first")
    assert index.admit("again", text) is not None
    assert len(index) == 2


@given(LISTS, LISTS)
def test_the_jaccard_index_is_that_of_the_runs_of_five_tokens(left, right):
    a, b = shingles_of(" ".join(left)), shingles_of(" ".join(right))
    assert jaccard(a, b) == jaccard(b, a) == slow_jaccard(left, right)


@given(LISTS, st.data())
def test_comments_and_white_space_between_tokens_do_not_matter(tokens, data):
    gaps = data.draw(st.lists(GAPS, min_size=len(tokens), max_size=len(tokens)))
    spread = "".join(gap + token for gap, token in zip(gaps, tokens, strict=True)) + " // end"
    assert jaccard(shingles_of(" ".join(tokens)), shingles_of(spread)) == 1


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a=-b", "a = - b"),
        ("f(a)/*", "f(a)"),
        ('"// no comment" + a', '"// no comment"+a'),
        (r"'it\'s' + a", r"'it\'s'+a"),
        ("`a // ${b}\n/*` + c", "`a // ${b}\n/*`+c"),
    ],
)
def test_layout_is_told_from_text(text, same):
    assert jaccard(shingles_of(text), shingles_of(same)) == 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ('"// one" + a', '"// two" + a'),
        ("'a b'", "'a  b'"),
        ("ab", "a b"),
        ("this.#size", "this.size"),
        ("", "x"),
    ],
)
def test_what_is_no_layout_counts(text, other):
    assert jaccard(shingles_of(text), shingles_of(other)) < 1


def edited(tokens, changes, draw):
    """The same tokens, with some places renamed."""
    copy = list(tokens)
    for place in draw.sample(range(len(copy)), changes):
        copy[place] = f"other{place}"
    return copy


def families(seed, count):
    """Sequences of 60 to 300 tokens, each with copies that get less and less like it."""
    draw = random.Random(seed)
    for _ in range(count):
        tokens = [f"t{draw.randrange(400)}" for _ in range(draw.randrange(60, 300))]
        yield tokens
        for changes in range(1, 7):
            yield edited(tokens, changes, draw)


def test_the_index_gives_what_all_pairs_give():
    index = NearIndex()
    added = []
    for place, tokens in enumerate(families(seed=7, count=25)):
        near = [key for key, other in added if slow_jaccard(other, tokens) >= 0.8]
        found = index.match(" ".join(tokens))
        assert found == (near[0] if near else None)
        assert index.matches(" ".join(tokens)) == near
        index.add(str(place), " ".join(tokens))
        added.append((str(place), tokens))
    assert len(index) == len(added)


def test_admitting_keeps_the_first_of_its_kind_and_names_it():
    original = " ".join(f"t{place}" for place in range(100))
    near, far = original.replace("t50", "u50"), original.replace("t5", "u5")
    index = NearIndex()
    assert [index.admit(key, text) for key, text in (("a", original), ("b", near))] == [None, "a"]
    assert index.admit("c", far) is None
    assert index.match(far + " end") == "c"
    assert len(index) == 2


def test_of_several_near_texts_the_first_added_is_named():
    index = NearIndex()
    text = " ".join(f"t{place}" for place in range(100))
    for key in ("z", "a", "m"):
        index.add(key, text)
    assert index.match(text) == "z"


@pytest.mark.parametrize(("apart", "near"), [(11, True), (12, False)])
def test_the_threshold_itself_is_near(apart, near):
    # 99 shingles, 88 of which the other text has beside its own: 88 / 110, then 88 / 111.
    left = [f"t{place}" for place in range(103)]
    right = [*left[:92], *(f"u{place}" for place in range(apart))]
    assert (slow_jaccard(left, right) >= 0.8) is near
    index = NearIndex()
    index.add("left", " ".join(left))
    assert (index.match(" ".join(right)) == "left") is near


def test_a_short_function_is_near_to_equal_ones_only():
    index = NearIndex()
    index.add("x", "get() { return this.x; }")
    assert index.match("get() { return this.y; }") is None
    assert index.match("get()  {return this.x} // without a semicolon") is None
    assert index.match("get(){return this.x;}") == "x"


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.8, 0.9, 1.0])
def test_as_few_bands_as_the_promised_miss_needs(threshold):
    bands = bands_for(threshold)
    assert (1 - threshold**5) ** bands <= MAX_MISS
    assert bands == 1 or (1 - threshold**5) ** (bands - 1) > MAX_MISS


def test_the_default_misses_fewer_than_one_in_ten_thousand_at_the_threshold():
    assert NearIndex().bands == 24
    assert pytest.approx(7.3e-5, rel=0.01) == (1 - 0.8**5) ** 24


@pytest.mark.parametrize("seed", [1, 2])
def test_pairs_at_the_threshold_are_found_as_often_as_the_curve_says(seed):
    found = 0
    for place in range(2000):
        # 32 shingles shared, 4 on either side: exactly 0.8.
        shared = [f"s{place}x{each}" for each in range(36)]
        index = NearIndex(seed=seed)
        index.add("left", " ".join([*shared, "a", "b", "c", "d"]))
        found += index.match(" ".join([*shared, "e", "f", "g", "h"])) == "left"
    # 0.15 misses are expected; five would come once in ten million runs.
    assert found > 2000 - 5


@pytest.mark.parametrize("threshold", [0.49, 1.01])
def test_a_threshold_out_of_range_is_refused(threshold):
    with pytest.raises(ValueError, match=r"threshold must be in \[0\.5, 1\], got"):
        NearIndex(threshold)
