import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from contracode.losses import FeatureQueue, Keys, Rows, cosine, counts
from contracode.methods.infonce import info_nce


@given(st.integers(0, 9), st.lists(st.integers(0, 12), max_size=20))
def test_holds_the_newest_keys_and_their_uids(size, pushes):
    queue = FeatureQueue(size, 1)
    pushed = 0
    for number in pushes:
        fresh = torch.arange(pushed, pushed + number)
        queue.push(fresh[:, None].float(), uid=fresh)
        pushed += number
    newest = list(range(max(pushed - size, 0), pushed))
    keys = queue.keys()
    assert sorted(keys.uid.tolist()) == newest
    assert keys.features.flatten().tolist() == keys.uid.tolist()
    assert keys.group.tolist() == [-1] * len(newest)


def test_a_push_neither_keeps_nor_breaks_gradients():
    queue = FeatureQueue(2, 2)
    made = torch.randn(2, 2, requires_grad=True)
    queue.push(made, uid=torch.tensor([1, 2]))
    rows = Rows(torch.randn(1, 2, requires_grad=True), torch.tensor([5]), torch.tensor([5]))
    positive = Keys(torch.randn(1, 2), torch.tensor([5]), torch.tensor([-1]))
    loss = info_nce(rows, Keys.cat(positive, queue.keys()), cosine(1.0)).total
    # The loss still needs the old keys; writing over them must not matter to it.
    queue.push(torch.randn(2, 2), uid=torch.tensor([3, 4]))
    loss.backward()
    assert rows.features.grad.abs().sum() > 0
    assert made.grad is None


def test_keys_taken_out_do_not_change_with_the_next_push():
    queue = FeatureQueue(1, 1)
    queue.push(torch.ones(1, 1), uid=torch.tensor([1]))
    taken = queue.keys()
    queue.push(torch.zeros(1, 1), uid=torch.tensor([2]))
    assert (taken.features.item(), taken.uid.item()) == (1, 1)


def test_earlier_keys_of_the_same_program_change_nothing():
    queue = FeatureQueue(4, 2)
    queue.push(torch.randn(3, 2), uid=torch.tensor([9, 9, 9]))
    row = Rows(torch.randn(1, 2), torch.tensor([9]), torch.tensor([9]))
    found = Keys(torch.randn(2, 2), torch.tensor([9, 8]), torch.tensor([-1, -1]))
    alone = info_nce(row, found, cosine(1.0)).total
    assert info_nce(row, Keys.cat(found, queue.keys()), cosine(1.0)).total == alone
    stranger = Rows(row.features, row.group, uid=torch.tensor([1]))
    assert info_nce(stranger, Keys.cat(found, queue.keys()), cosine(1.0)).total > alone


def test_a_saved_queue_goes_on_where_it_was():
    one, other = FeatureQueue(3, 1), FeatureQueue(3, 1)
    one.push(torch.ones(4, 1), uid=torch.arange(4))
    other.load_state_dict(one.state_dict())
    for queue in (one, other):
        queue.push(torch.full((1, 1), 2.0), uid=torch.tensor([4]))
    assert torch.equal(one.keys().features, other.keys().features)
    assert torch.equal(one.keys().uid, other.keys().uid)


def test_a_size_must_not_be_negative():
    with pytest.raises(ValueError, match="queue size must be >= 0, got -1"):
        FeatureQueue(-1, 2)


def test_a_queued_vector_with_a_group_is_a_later_rows_positive():
    queue = FeatureQueue(4, 2)
    queue.push(torch.randn(3, 2), torch.arange(3), group=torch.tensor([7, 7, 8]))
    queue.push(torch.randn(1, 2), torch.tensor([3]))
    row = Rows(torch.randn(1, 2), torch.tensor([7]), torch.tensor([0]))
    number = counts(row, queue.keys())
    assert (number.positive.item(), number.negative.item()) == (1, 2)
