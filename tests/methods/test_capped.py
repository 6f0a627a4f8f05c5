import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from methods.references import (
    OPTIONS,
    WIDTH,
    assert_same_with_gradients,
    drawn,
    every_backend,
    every_option,
    examples,
    kinds_of_views,
    labelled_views,
    mean_of_counted,
    row_costs,
)

from contracode.losses import Rows
from contracode.methods.supcon import first_positives, supcon_views


@every_backend
@every_option
@examples(8)
@given(
    batch=labelled_views(),
    cap=st.sampled_from([None, 0, 1, 2, 6]),
    anchors=st.sampled_from(["all", "one"]),
)
def test_views_with_anchors_and_cap_equal_the_slow_definition_with_its_gradients(
    backend, summation, denominator, batch, cap, anchors
):
    features, labels = batch
    views, samples, _ = features.shape
    cap = None if cap is None else cap * views
    fast = supcon_views(
        features,
        labels,
        0.5,
        anchors=anchors,
        summation=summation,
        denominator=denominator,
        positives_cap=cap,
        backend=backend,
    ).total
    kinds = kinds_of_views(views, samples, labels.tolist(), anchors, cap)
    vectors = features.flatten(0, 1)
    costs = row_costs(vectors, vectors, 0.5, kinds, summation, denominator)
    assert_same_with_gradients(fast, mean_of_counted(costs, features), (features,))


@examples(25)
@given(batch=labelled_views(lowest=0), least=st.integers(0, 4))
def test_listed_positives_are_of_the_class_each_once_and_as_many_as_the_cap_allows(batch, least):
    features, labels = batch
    views, samples, _ = features.shape
    listed = first_positives(labels, views=views, cap=least * views)
    rows = Rows.of_views(features, labels)
    assert listed.shape == (views * samples, views - 1 + views * min(least, samples - 1))
    for row, line in enumerate(listed.tolist()):
        kept = [key for key in line if key != -1]
        assert len(kept) == len(set(kept))
        assert row not in kept
        assert all(rows.group[key] == rows.group[row] for key in kept)
        alike = int((labels == rows.group[row]).sum())
        assert len(kept) == views - 1 + views * min(least, alike - 1)


@examples(25)
@given(batch=labelled_views(lowest=0), option=st.sampled_from(OPTIONS))
def test_a_cap_that_is_not_reached_changes_nothing(batch, option):
    features, labels = batch
    options = {"summation": option[0], "denominator": option[1]}
    capped, whole = (
        supcon_views(features, labels, **options, positives_cap=cap).total
        for cap in (features.shape[0] * 50, None)
    )
    assert_same_with_gradients(capped, whole, (features,))


@pytest.mark.parametrize("cap", [-2, 1, 3])
def test_a_cap_must_be_a_multiple_of_the_views(cap):
    message = f"positives_cap must be a multiple, 0 or more, of the 2 views, got {cap}"
    with pytest.raises(ValueError, match=message):
        supcon_views(drawn(2, 3, WIDTH), torch.arange(3), positives_cap=cap)
