"""Measures of clone scores, held against scikit-learn and slow loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from contracode.tasks.clones.cases import PairCases
from contracode.tasks.clones.metrics import (
    auroc,
    average_precision,
    ranking_scores,
    ranks_of,
    with_interval,
)

# Few different scores, so that ties are the rule.
CASES = st.lists(
    st.tuples(st.integers(-2, 2), st.booleans(), st.integers(0, 3)), min_size=2, max_size=30
).filter(lambda cases: {True, False} <= {positive for _, positive, weight in cases if weight})


def columns(cases):
    scores, positive, weights = zip(*cases, strict=True)
    return np.array(scores, float), np.array(positive, bool), np.array(weights, float)


@given(CASES)
def test_auroc_and_average_precision_are_scikit_learns(cases):
    scores, positive, weights = columns(cases)
    expected = {"sample_weight": weights}
    found = auroc(scores, positive, weights[None])
    assert found == pytest.approx([roc_auc_score(positive, scores, **expected)])
    found = average_precision(scores, positive, weights[None])
    assert found == pytest.approx([average_precision_score(positive, scores, **expected)])


@given(CASES)
def test_auroc_is_the_share_of_pairs_in_their_order(cases):
    scores, positive, weights = columns(cases)
    won = total = 0.0
    for a in np.flatnonzero(positive):
        for b in np.flatnonzero(~positive):
            weight = weights[a] * weights[b]
            total += weight
            won += weight * (float(scores[a] > scores[b]) + float(scores[a] == scores[b]) / 2)
    assert auroc(scores, positive, weights[None])[0] == pytest.approx(won / total)


@given(CASES, st.integers(1, 4))
def test_each_row_of_weights_is_measured_alone(cases, draws):
    scores, positive, weights = columns(cases)
    rows = np.stack([weights * (row + 1) + positive * row for row in range(draws)])
    for curve in (auroc, average_precision):
        alone = [curve(scores, positive, row[None])[0] for row in rows]
        assert curve(scores, positive, rows) == pytest.approx(alone)


def test_a_score_that_is_not_a_number_is_the_lowest():
    scores, positive = np.array([np.nan, 0.1, -5.0]), np.array([True, False, False])
    assert auroc(scores, positive, np.ones((1, 3)))[0] == 0


@given(st.lists(st.integers(0, 4), min_size=3, max_size=15), st.data())
def test_a_rank_counts_all_others_that_score_as_high(scores, data):
    places = data.draw(st.permutations(range(len(scores))))
    cut = data.draw(st.integers(1, len(scores) - 1))
    relevant, ignored = places[:cut][:3], places[cut:][:2]
    others = set(places) - set(relevant) - set(ignored)
    expected = [
        number + sum(scores[other] >= scores[place] for other in others)
        for number, place in enumerate(sorted(relevant, key=lambda place: -scores[place]), start=1)
    ]
    found = ranks_of(np.array(scores, float), np.array(relevant), np.array(ignored, dtype=int))
    assert found.tolist() == expected


def test_a_relevant_candidate_without_a_score_comes_last():
    scores = np.array([np.nan, 0.3, 0.2])
    assert ranks_of(scores, np.array([0]), np.array([], dtype=int)).tolist() == [3]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12, unique=True).map(sorted))
def test_ranking_scores_are_those_of_a_slow_loop(ranks):
    hits = [place in ranks for place in range(1, 31)]
    precise = [sum(hits[:place]) / place for place in range(1, 31)]
    wanted = len(ranks)
    assert ranking_scores(np.array(ranks)) == pytest.approx(
        {
            "MRR": 1 / (hits.index(True) + 1),
            "MAP@R": sum(precise[place] for place in range(wanted) if hits[place]) / wanted,
            "recall@10": sum(hits[:10]) / wanted,
        }
    )


def cases_of(concepts, positive):
    count = len(concepts)
    return PairCases(
        queries=np.arange(count),
        candidates=np.arange(count),
        positive=np.array(positive),
        hard=~np.array(positive),
        concepts=np.array(concepts),
        weights=np.ones(count),
    )


def test_an_interval_is_of_concepts_not_of_pairs():
    # Many pairs of two concepts, one told apart well and one not at all: the interval of the
    # pairs would be narrow, that of the concepts reaches from one to the other.
    cases = cases_of([0] * 200 + [1] * 200, ([True] * 100 + [False] * 100) * 2)
    scores = np.array([1.0] * 100 + [0.0] * 100 + [0.5] * 200)
    found = with_interval(auroc, cases, scores, seed=0)
    assert found.mean == pytest.approx(auroc(scores, cases.positive, cases.weights[None])[0])
    assert (found.low, found.high) == (0.5, 1.0)


def test_an_interval_depends_on_the_seed_alone():
    draw = np.random.default_rng(0)
    cases = cases_of(np.repeat(np.arange(20), 4), [True, True, False, False] * 20)
    scores = draw.normal(size=80)
    found = [with_interval(auroc, cases, scores, seed=seed) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]
    assert found[0].low < found[0].mean < found[0].high
