from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracode.views import RecordOrder

sizes = st.integers(1, 40)


@given(records=sizes, batch=sizes, seed=st.integers(0, 9), steps=st.integers(1, 20))
def test_every_epoch_visits_every_record_once(records, batch, seed, steps):
    order = RecordOrder(records, batch, seed)
    visits = [visit for step in range(steps) for visit in order.step(step)]
    assert len(visits) == steps * batch
    assert max(Counter(visits).values()) == 1
    for epoch in range(steps * batch // records):
        of_epoch = {visit.record for visit in visits if visit.epoch == epoch}
        assert of_epoch == set(range(records))


@given(records=sizes, batch=sizes, step=st.integers(0, 500))
def test_a_step_is_the_same_whatever_came_before(records, batch, step):
    asked_alone = RecordOrder(records, batch, 3).step(step)
    walked = RecordOrder(records, batch, 3)
    for earlier in range(max(step - 3, 0), step):
        walked.step(earlier)
    assert walked.step(step) == asked_alone


def test_epochs_and_seeds_differ_in_their_order():
    order = RecordOrder(50, 50, 0)
    records = [[visit.record for visit in order.step(step)] for step in range(2)]
    other = [visit.record for visit in RecordOrder(50, 50, 1).step(0)]
    assert records[0] != records[1]
    assert records[0] != other


def test_an_order_needs_records():
    with pytest.raises(ValueError, match="need at least 1 record and 1 a step, got 0 and 4"):
        RecordOrder(0, 4, 0)
