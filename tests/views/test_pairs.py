import pytest

from compiler_aug import Augmenter, Plan, Program
from contracode.views import PairMaker, RecordOrder

SOURCES = [
    f"function add{number}(first, second) {{ return first + second + {number}; }}"
    for number in range(6)
]
BROKEN = "function ("
NAMED = [(f"id-{number}", Program(source)) for number, source in enumerate([*SOURCES, BROKEN])]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as running:
        yield running


def in_characters(texts):
    return [[ord(character) for character in text] for text in texts]


def in_text(views):
    return ["".join(map(chr, ids)) for ids in views]


def maker(augmenter, seed=0, batch=7):
    order = RecordOrder(len(NAMED), batch, seed)
    return PairMaker(NAMED, order, augmenter, Plan.named("full"), in_characters)


def test_a_step_is_a_pure_function_of_seed_and_step(augmenter):
    assert maker(augmenter)(3) == maker(augmenter)(3)
    assert maker(augmenter)(3) != maker(augmenter, seed=1)(3)


def test_every_epoch_has_fresh_views_of_every_program(augmenter):
    texts = {}
    for epoch in range(2):
        pairs = maker(augmenter)(epoch)
        views = zip(in_text(pairs.queries), in_text(pairs.keys), strict=True)
        texts[epoch] = dict(zip(pairs.records, views, strict=True))
    for record, source in enumerate(SOURCES):
        seen = {*texts[0][record], *texts[1][record], source}
        assert len(seen) == 5


def test_both_views_come_from_the_record_named(augmenter):
    pairs = maker(augmenter)(0)
    for record, *views in zip(
        pairs.records, in_text(pairs.queries), in_text(pairs.keys), strict=True
    ):
        if record < len(SOURCES):
            assert all(f"add{record}" in view for view in views)


def test_a_program_that_fails_is_seen_as_it_is_and_counted(augmenter):
    pairs = maker(augmenter)(0)
    place = pairs.records.index(len(SOURCES))
    assert in_text([pairs.queries[place], pairs.keys[place]]) == [BROKEN, BROKEN]
    assert pairs.failures == 1


def test_tokens_counts_both_views(augmenter):
    pairs = maker(augmenter, batch=2)(0)
    assert pairs.tokens == sum(len(text) for text in in_text(pairs.queries + pairs.keys))
