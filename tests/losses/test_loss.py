import pytest
import torch

from contracode.losses import Loss


def test_the_total_is_the_sum_of_the_terms():
    loss = Loss({"pull": torch.tensor(1.5), "push": torch.tensor(-0.5)})
    assert loss.total == 1
    assert loss.scaled(2.0).total == 2


def test_losses_add_up_under_different_names():
    one = Loss({"a": torch.tensor(1.0)})
    joined = one + one.named("other")
    assert list(joined.terms) == ["a", "other_a"]
    assert joined.total == 2
    with pytest.raises(ValueError, match=r"both losses have the terms \['a'\]; rename one"):
        one + one
