"""Without a process group; and state whose reader must not see, nor suffer from, a later write."""

import pytest
import torch
from distributed.memories import SymmetricQueue
from distributed.sources import SOURCES
from distributed.training import DIM, Step
from hypothesis import given
from hypothesis import strategies as st

from contracode import distributed, losses
from contracode.losses import Keys, Rows
from contracode.methods.infonce import info_nce

SCORE = losses.cosine(0.5)


def step(samples=3):
    generator = torch.Generator().manual_seed(1)
    views, slow = torch.randn(2, 2, samples, DIM, generator=generator, dtype=torch.float64)
    each = torch.arange(samples)
    return Step(views.requires_grad_(), slow, each, each, 0)


@given(st.integers(1, 3), st.integers(0, 4), st.booleans())
def test_alone_everything_is_what_it_was(views, batch, labelled):
    features = torch.randn(views, batch, 2, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(batch) // 2 if labelled else None
    rows, plain = distributed.rows_of_views(features, labels), Rows.of_views(features, labels)
    assert torch.equal(rows.group, plain.group)
    assert torch.equal(rows.uid, plain.uid)
    assert torch.equal(distributed.gather_views(features), features)
    # The very same objects, so that self-contrast is still recognised as symmetric.
    keys = Keys.of(rows)
    assert distributed.gather_keys(keys) is keys
    assert distributed.gather_rows(rows) is rows
    assert distributed.gather(rows.uid) is rows.uid
    assert (distributed.rank(), distributed.world_size()) == (0, 1)


@given(st.lists(st.tuples(st.floats(-9, 9), st.booleans()), max_size=6))
def test_alone_the_mean_is_that_of_the_loss_core(rows):
    values = torch.tensor([value for value, _ in rows], dtype=torch.float64)
    valid = torch.tensor([count for _, count in rows], dtype=torch.bool)
    assert distributed.mean_valid(values, valid) == losses.mean_valid(values, valid)


def test_an_average_is_a_new_tensor_without_gradient():
    value = torch.ones((), requires_grad=True)
    mean = distributed.average(value)
    assert not mean.requires_grad
    mean += 1
    assert value == 1


@pytest.mark.parametrize("name", ["queue", "bank"])
def test_a_write_between_forward_and_backward_changes_no_gradient(name):
    gradients = []
    for early in (False, True):
        now, source = step(), SOURCES[name]()
        loss = info_nce(*source.pair(now), SCORE).total
        if early:
            source.remember(now)
        loss.backward()
        gradients.append(now.views.grad)
    torch.testing.assert_close(*gradients, rtol=0, atol=0)


@pytest.mark.parametrize("name", ["queue", "bank"])
def test_to_read_keys_and_to_compute_a_loss_writes_nothing(name):
    now, source = step(), SOURCES[name]()
    before = {key: value.clone() for key, value in source.state().items()}
    info_nce(*source.pair(now), SCORE).total.backward()
    torch.testing.assert_close(source.state(), before, rtol=0, atol=0)


def test_a_positive_queued_between_the_two_halves_is_never_its_own_rows_negative():
    now, case = step(samples=1), SymmetricQueue()
    right = case.half(now, 1, 0)
    case.after(now)
    assert case.half(now, 1, 0) == right
    # Another record's key would have counted.
    case.queue.push(now.slow[0], now.records + 50)
    assert case.half(now, 1, 0) > right
