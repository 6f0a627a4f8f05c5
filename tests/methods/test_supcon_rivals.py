import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from methods.references import (
    WIDTH,
    assert_same_with_gradients,
    drawn,
    every_backend,
    examples,
    kinds_of_views,
    labelled_views,
    row_costs,
)
from pytorch_metric_learning import losses as rival

from contracode.losses import Keys, Rows, cosine, counts, mean_all, unreduced
from contracode.methods.infonce import nt_xent
from contracode.methods.supcon import supcon, supcon_views


def official_pytorch(features, labels, temperature):
    """What the authors' PyTorch code computes, by its formula: a mean over all anchors, scaled."""
    vectors = features.flatten(0, 1)
    kinds = kinds_of_views(*features.shape[:2], labels.tolist())
    costs = row_costs(vectors, vectors, temperature, kinds)
    return sum(cost for cost in costs if cost is not None) / len(costs) * temperature / 0.07


@examples(25)
@given(labelled_views(lowest=0), st.floats(0.1, 1.0))
def test_mean_over_all_rows_and_tau_over_base_are_the_authors_pytorch_code(batch, temperature):
    features, labels = batch
    ours = supcon_views(
        features, labels, temperature, loss_scale="tau_over_base", reduce=mean_all
    ).total
    theirs = torch.zeros_like(ours) + official_pytorch(features, labels, temperature)
    torch.testing.assert_close(ours, theirs)


@every_backend
@examples(25)
@given(labelled_views(lowest=0), st.floats(0.1, 1.0))
def test_equals_pytorch_metric_learning_where_rows_are_contrasted(backend, batch, temperature):
    features, labels = batch
    rows = Rows.of_views(features, labels)
    ours = supcon(rows, Keys.of(rows), cosine(temperature), backend=backend).total
    theirs = rival.SupConLoss(temperature)(rows.features, rows.group)
    number = counts(rows, Keys.of(rows))
    if not (number.negative > 0).any() or not (number.positive > 0).any():
        assert theirs.item() == 0  # Whatever ours is.
        return
    assert_same_with_gradients(ours, theirs, (features,))


def test_pytorch_metric_learning_gives_zero_without_negatives_where_the_definition_does_not():
    rows = Rows(drawn(3, WIDTH), torch.zeros(3, dtype=torch.int64), torch.arange(3))
    assert rival.SupConLoss(0.1)(rows.features, rows.group).item() == 0
    assert supcon(rows, Keys.of(rows), cosine(0.1)).total.item() > math.log(2)


@every_backend
@examples(25)
@given(labelled_views(lowest=0), st.floats(0.1, 1.0))
def test_one_positive_averaged_over_pairs_is_pytorch_metric_learnings_nt_xent(
    backend, batch, temperature
):
    features, labels = batch
    rows = Rows.of_views(features, labels)
    number = counts(rows, Keys.of(rows))
    theirs = rival.NTXentLoss(temperature)(rows.features, rows.group)
    costs = supcon(
        rows,
        Keys.of(rows),
        cosine(temperature),
        denominator="one_positive",
        reduce=unreduced,
        backend=backend,
    ).total
    ours = (costs * number.positive).sum() / number.positive.sum().clamp(min=1)
    assert_same_with_gradients(ours, theirs, (features,))


def test_rows_without_positives_lower_the_authors_mean_but_not_ours():
    features, labels = drawn(1, 6, 8, seed=4), torch.tensor([0, 0, 1, 1, 2, 3])
    ours = supcon_views(features, labels).total
    theirs = supcon_views(features, labels, reduce=mean_all).total
    torch.testing.assert_close(ours, theirs * 6 / 4)
    torch.testing.assert_close(ours, rival.SupConLoss(0.1)(features[0], labels))
    torch.testing.assert_close(theirs, official_pytorch(features, labels, 0.1) * 0.07 / 0.1)


@every_backend
@pytest.mark.parametrize("batch", [2, 3, 40])
def test_nt_xent_of_two_views_is_pytorch_metric_learnings(backend, batch):
    features = drawn(2, batch, 8).requires_grad_()
    theirs = rival.NTXentLoss(0.2)(features.flatten(0, 1), torch.arange(batch).repeat(2))
    assert_same_with_gradients(nt_xent(features, 0.2, backend=backend).total, theirs, (features,))
