"""Measures of clone scores, held against scikit-learn and slow loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import (
    average_precision_score,
    f1_score,
    precision_score,
    recall_score,
    roc_auc_score,
    roc_curve,
)

from contracode.tasks.clones.metrics import (
    Sweep,
    auroc,
    average_precision,
    best_threshold,
    f1_at,
    named_share,
    precision_at,
    ranking_scores,
    ranks_of,
    recall_at,
)

# Few different scores, so that ties are the rule.
CASES = st.lists(
    st.tuples(st.integers(-2, 2), st.booleans(), st.integers(0, 3)), min_size=2, max_size=30
).filter(lambda cases: {True, False} <= {positive for _, positive, weight in cases if weight})


def columns(cases):
    scores, positive, weights = zip(*cases, strict=True)
    return np.array(scores, float), np.array(positive, bool), np.array(weights, float)


def swept(cases):
    scores, positive, weights = columns(cases)
    return Sweep.of(scores, positive, weights[None])


@given(CASES)
def test_auroc_and_average_precision_are_scikit_learns(cases):
    scores, positive, weights = columns(cases)
    expected = {"sample_weight": weights}
    found = auroc(swept(cases))
    assert found == pytest.approx([roc_auc_score(positive, scores, **expected)])
    found = average_precision(swept(cases))
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
    assert auroc(swept(cases))[0] == pytest.approx(won / total)


@given(CASES)
def test_average_precision_is_that_of_a_slow_loop(cases):
    scores, positive, weights = columns(cases)
    summed = before = 0.0
    for threshold in sorted(set(scores), reverse=True):
        named = scores >= threshold
        caught = weights[named & positive].sum()
        if caught > before:
            summed += (caught - before) * caught / weights[named].sum()
            before = caught
    expected = summed / weights[positive].sum()
    assert average_precision(swept(cases))[0] == pytest.approx(expected)


@given(CASES, st.sampled_from([0.0, 0.01, 0.1, 0.25, 0.5, 1.0]))
def test_recall_at_few_false_alarms_is_read_off_scikit_learns_curve(cases, rate):
    scores, positive, weights = columns(cases)
    alarms, recall, _ = roc_curve(positive, scores, sample_weight=weights, drop_intermediate=False)
    expected = recall[alarms <= rate + 1e-9].max()
    assert recall_at(rate)(swept(cases))[0] == pytest.approx(expected)


@given(CASES, st.integers(-3, 3))
def test_figures_at_a_threshold_are_scikit_learns(cases, threshold):
    scores, positive, weights = columns(cases)
    named = scores >= threshold
    expected = {"sample_weight": weights, "zero_division": 0}
    for measure, other in (
        (f1_at, f1_score),
        (precision_at, precision_score),
        (named_share, recall_score),
    ):
        found = measure(float(threshold))(swept(cases))[0]
        assert found == pytest.approx(other(positive, named, **expected))


@given(CASES)
def test_no_threshold_has_a_better_f1_and_of_equal_ones_the_highest_is_taken(cases):
    scores, positive, weights = columns(cases)
    f1 = {
        threshold: f1_score(positive, scores >= threshold, sample_weight=weights)
        for threshold in set(scores)
    }
    best = max(f1.values())
    expected = max(threshold for threshold, value in f1.items() if value > best - 1e-9)
    assert best_threshold(swept(cases)) == expected


@given(CASES, st.integers(1, 4))
def test_each_row_of_weights_is_measured_alone(cases, draws):
    scores, positive, weights = columns(cases)
    rows = np.stack([weights * (row + 1) + positive * row for row in range(draws)])
    for measure in (auroc, average_precision, recall_at(0.1), f1_at(0.0)):
        alone = [measure(Sweep.of(scores, positive, row[None]))[0] for row in rows]
        assert measure(Sweep.of(scores, positive, rows)) == pytest.approx(alone)


def test_a_score_that_is_not_a_number_is_the_lowest():
    scores, positive = np.array([np.nan, 0.1, -5.0]), np.array([True, False, False])
    assert auroc(Sweep.of(scores, positive, np.ones((1, 3))))[0] == 0


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
            "P@1": precise[0],
            "P@5": precise[4],
            "P@10": precise[9],
            "recall@10": sum(hits[:10]) / wanted,
        }
    )
