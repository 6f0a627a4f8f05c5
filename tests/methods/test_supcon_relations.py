import math

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
    labelled_views,
)
from pairings import pairings
from torch.nn import functional

from contracode.losses import Keys, Rows, cosine, counts, pos_mean, sum_valid, unreduced
from contracode.methods.infonce import info_nce, nt_xent
from contracode.methods.rivals import decoupled
from contracode.methods.supcon import first_positives, supcon, supcon_views


@every_backend
@examples(25)
@given(views=st.integers(1, 3), batch=st.integers(1, 6), seed=st.integers(0, 2**31))
def test_with_a_label_a_sample_it_is_nt_xent_exactly(backend, views, batch, seed):
    features = drawn(views, batch, WIDTH, seed=seed)
    own = torch.randperm(batch, generator=torch.Generator().manual_seed(seed)) + 3
    unlabelled, labelled = (
        supcon_views(features, labels, 0.2, backend=backend).total for labels in (None, own)
    )
    expected = nt_xent(features, 0.2, backend=backend).total
    assert torch.equal(unlabelled, expected)
    torch.testing.assert_close(labelled, expected, rtol=1e-14, atol=1e-14)


@every_backend
@pytest.mark.parametrize("summation", ["out", "in"])
@pytest.mark.parametrize("denominator", ["all", "one_positive"])
def test_with_one_positive_every_form_is_cross_entropy(denominator, summation, backend):
    features = drawn(2, 7, WIDTH).requires_grad_()
    unit = functional.normalize(features.flatten(0, 1), dim=1)
    logits = (unit @ unit.T / 0.3).masked_fill(torch.eye(14, dtype=torch.bool), -torch.inf)
    expected = functional.cross_entropy(logits, (torch.arange(14) + 7) % 14)
    loss = supcon_views(
        features,
        torch.arange(7),
        0.3,
        summation=summation,
        denominator=denominator,
        backend=backend,
    ).total
    assert_same_with_gradients(loss, expected, (features,))


@every_backend
@pytest.mark.parametrize("summation", ["out", "in"])
def test_with_one_positive_over_only_negatives_it_is_the_decoupled_loss(summation, backend):
    features = drawn(2, 7, WIDTH).requires_grad_()
    rows = Rows.of_views(features)
    ours = supcon_views(
        features, None, 0.3, summation=summation, denominator="only_negatives", backend=backend
    ).total
    theirs = decoupled(rows, Keys.of(rows), 0.3, backend=backend).total
    assert_same_with_gradients(ours, theirs, (features,))


@every_backend
@examples(25)
@given(pairings())
def test_the_whole_class_outside_over_all_is_info_nce(backend, pairing):
    ours = supcon(*pairing, cosine(0.5), backend=backend)
    assert torch.equal(ours.total, info_nce(*pairing, cosine(0.5), backend=backend).total)


@every_backend
@examples(25)
@given(pairings(), st.floats(0.1, 2.0))
def test_forms_are_ordered_and_have_their_floors(backend, pairing, temperature):
    rows, keys = pairing

    def costs(summation, denominator):
        return supcon(
            rows,
            keys,
            cosine(temperature),
            summation=summation,
            denominator=denominator,
            reduce=unreduced,
            backend=backend,
        ).total

    cost = {option: costs(*option) for option in OPTIONS}
    number = counts(rows, keys)
    close = 1e-9
    for denominator in ("all", "one_positive", "only_negatives"):
        assert (cost["in", denominator] <= cost["out", denominator] + close).all()
    contrasted = (number.positive > 0) & (number.negative > 0)
    for summation in ("out", "in"):
        smallest, middle, largest = (
            cost[summation, denominator][contrasted]
            for denominator in ("only_negatives", "one_positive", "all")
        )
        assert (smallest <= middle + close).all()
        assert (middle <= largest + close).all()
        assert (cost[summation, "one_positive"] >= -close).all()
        floor = number.positive.clamp(min=1).double().log()
        assert (cost[summation, "all"] >= floor - close).all()


def test_the_gap_between_out_and_in_is_the_spread_of_the_positives():
    rows = Rows.of_views(drawn(2, 6, WIDTH), torch.tensor([0, 0, 0, 1, 1, 1]))
    gaps = {
        denominator: supcon(
            rows, Keys.of(rows), cosine(0.2), denominator=denominator, reduce=unreduced
        ).total
        - supcon(
            rows,
            Keys.of(rows),
            cosine(0.2),
            summation="in",
            denominator=denominator,
            reduce=unreduced,
        ).total
        for denominator in ("all", "only_negatives")
    }
    unit = functional.normalize(rows.features, dim=1)
    for row in range(12):
        chosen = (rows.group == rows.group[row]) & (rows.uid != row)
        scores = unit[chosen] @ unit[row] / 0.2
        spread = scores.logsumexp(0) - math.log(5) - scores.mean()
        for gap in gaps.values():
            torch.testing.assert_close(gap[row], spread)


def test_equal_positives_make_in_and_out_equal():
    features = drawn(1, 4, WIDTH)[:, [0, 1, 0, 2, 1, 0]]
    labels = torch.tensor([0, 1, 0, 2, 1, 0])
    inside, outside = (
        supcon_views(features, labels, summation=summation).total for summation in ("in", "out")
    )
    torch.testing.assert_close(inside, outside)


def test_sums_by_class_equal_masks_to_the_last_bit_where_arithmetic_is_exact():
    generator = torch.Generator().manual_seed(0)
    # Unit vectors of four halves; classes of 1 + 2^k, so that the counts divide exactly.
    halves = torch.randint(0, 2, (20, 4), generator=generator).double() - 0.5
    group = torch.arange(4).repeat_interleave(torch.tensor([2, 3, 5, 9]))
    rows = Rows(halves[:19], group, torch.arange(19))
    by_class, by_mask = (
        pos_mean(rows, Keys.of(rows), cosine(0.5), backend=backend)[0]
        for backend in ("chunked", "dense")
    )
    assert (by_class - by_mask).abs().max() == 0.0


def test_sums_by_class_equal_masks_within_rounding_elsewhere():
    rows = Rows.of_views(drawn(2, 50, 16), torch.arange(50) % 7)
    by_class, by_mask = (
        supcon(rows, Keys.of(rows), cosine(1.0), reduce=unreduced, backend=backend)
        for backend in ("chunked", "dense")
    )
    sums, masks = (
        pos_mean(rows, Keys.of(rows), cosine(1.0), backend=backend)[0]
        for backend in ("chunked", "dense")
    )
    torch.testing.assert_close(sums, masks, rtol=0, atol=1e-15)
    torch.testing.assert_close(by_class.total, by_mask.total, rtol=1e-14, atol=0)


@examples(25)
@given(
    batch=labelled_views(lowest=0),
    option=st.sampled_from(OPTIONS),
    random=st.randoms(use_true_random=False),
)
def test_the_order_of_views_does_not_matter(batch, option, random):
    features, labels = batch
    order = list(range(len(features)))
    random.shuffle(order)
    options = {
        "summation": option[0],
        "denominator": option[1],
        "positives_cap": 2 * len(features),
    }
    one, other = (
        supcon_views(part, labels, **options).total for part in (features, features[order])
    )
    torch.testing.assert_close(one, other)


@every_option
@pytest.mark.parametrize("cap", [None, 2])
def test_parts_of_the_rows_with_all_keys_add_up_to_the_whole(cap, summation, denominator):
    features, labels = drawn(2, 8, WIDTH), torch.arange(8) % 3
    rows = Rows.of_views(features, labels)
    listed = None if cap is None else first_positives(labels, views=2, cap=cap)
    options = {"summation": summation, "denominator": denominator, "reduce": sum_valid}

    def sum_of(place):
        part = Rows(rows.features[place], rows.group[place], rows.uid[place])
        own = None if listed is None else listed[place]
        return supcon(part, Keys.of(rows), cosine(0.3), positives=own, **options).total

    parts = [torch.arange(3), torch.arange(3, 11), torch.arange(11, 16)]
    whole = supcon_views(features, labels, 0.3, positives_cap=cap, **options).total
    torch.testing.assert_close(sum(sum_of(part) for part in parts), whole)
