import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler_aug import Augmenter, Plan
from contracode.tasks.intervals import bootstrap
from contracode.tasks.retrieval import (
    Query,
    draw_queries,
    hits_at,
    rank_of_target,
    ranks,
    reciprocal,
)

SOURCES = [f"function name{n}(a, b) {{ const c = a * {n}; return b + c; }}" for n in range(30)]
IDENTITIES = [f"id{n}" for n in range(30)]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=1) as pool:
        yield pool


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=20), st.data())
def test_a_rank_counts_all_that_score_as_high(scores, data):
    target = data.draw(st.integers(0, len(scores) - 1))
    others = scores[:target] + scores[target + 1 :]
    expected = 1 + sum(score >= scores[target] for score in others)
    assert rank_of_target(np.array(scores, dtype=float), target) == expected


def test_a_score_that_is_not_a_number_is_the_last():
    assert rank_of_target(np.array([0.5, float("nan"), 0.1]), 1) == 3


def test_hits_and_reciprocal_ranks():
    queries = [Query(0, ""), Query(1, "")]
    found = ranks(iter([np.array([0.9, 0.1]), np.array([0.9, 0.1])]), queries)
    assert found.tolist() == [1, 2]
    assert hits_at(found, 1).tolist() == [1.0, 0.0]
    assert reciprocal(found).tolist() == [1.0, 0.5]


def draw(augmenter, sources, identities, seed=0, count=10, plan="full"):
    drawn = draw_queries(
        sources, identities, augmenter, plan=Plan.named(plan), count=count, seed=seed
    )
    return {identities[query.target]: query.text for query in drawn}


def test_the_draw_depends_on_the_seed_and_not_on_the_order(augmenter):
    forward = draw(augmenter, SOURCES, IDENTITIES)
    assert draw(augmenter, SOURCES[::-1], IDENTITIES[::-1]) == forward
    assert draw(augmenter, SOURCES, IDENTITIES, seed=1) != forward


def test_every_query_differs_from_its_function(augmenter):
    for identity, text in draw(augmenter, SOURCES, IDENTITIES).items():
        assert text != SOURCES[IDENTITIES.index(identity)]


def test_functions_without_a_variant_are_passed_over(augmenter):
    sources = [*SOURCES[:2], "broken (", "function f() {\n  return g;\n}"]
    assert draw(augmenter, sources, IDENTITIES[:4], plan="identity") == {}
    assert set(draw(augmenter, sources, IDENTITIES[:4])) >= {"id0", "id1"}
    assert "id2" not in draw(augmenter, sources, IDENTITIES[:4])


def test_the_interval_of_a_constant_is_the_constant():
    interval = bootstrap(np.full(10, 0.25), seed=0)
    assert (interval.mean, interval.low, interval.high) == (0.25, 0.25, 0.25)


def test_an_interval_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one value"):
        bootstrap(np.zeros(0), seed=0)


def test_the_interval_of_a_share_is_that_of_a_binomial():
    values = (np.arange(400) < 100).astype(float)
    interval = bootstrap(values, seed=1, resamples=4000)
    deviation = (0.25 * 0.75 / 400) ** 0.5
    assert interval.low == pytest.approx(0.25 - 1.96 * deviation, abs=0.006)
    assert interval.high == pytest.approx(0.25 + 1.96 * deviation, abs=0.006)
