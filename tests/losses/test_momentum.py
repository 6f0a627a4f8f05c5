import pytest
import torch
from torch import nn

from contracode.losses import MomentumCopy


def test_weights_move_by_their_share_of_the_distance():
    source = nn.Linear(2, 2)
    slow = MomentumCopy(source)
    before = [weight.clone() for weight in slow.module.parameters()]
    with torch.no_grad():
        for weight in source.parameters():
            weight.add_(1.0)
    slow.follow(source, 0.9)
    for old, new in zip(before, slow.module.parameters(), strict=True):
        torch.testing.assert_close(new, old + 0.1)


def test_momentum_1_stands_still_and_0_copies():
    source, start = nn.Linear(2, 2), nn.Linear(2, 2)
    slow = MomentumCopy(start)
    slow.follow(source, 1.0)
    assert torch.equal(slow.module.weight, start.weight)
    slow.follow(source, 0.0)
    assert torch.equal(slow.module.weight, source.weight)


def test_takes_no_gradient_and_shares_no_memory():
    source = nn.Linear(2, 2)
    slow = MomentumCopy(source)
    assert not any(weight.requires_grad for weight in slow.parameters())
    assert slow.module.weight.data_ptr() != source.weight.data_ptr()


def test_a_momentum_lies_between_0_and_1():
    source = nn.Linear(1, 1)
    with pytest.raises(ValueError, match="momentum must be in"):
        MomentumCopy(source).follow(source, 1.5)
