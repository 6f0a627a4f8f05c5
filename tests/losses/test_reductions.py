import torch

from contracode.losses import Keys, Rows, cosine, hit_rate, mean_valid

NONE = torch.tensor([-1, -1])


def test_hit_rate_counts_rows_whose_positive_wins():
    rows = Rows(torch.tensor([[1.0, 0.0], [1.0, 0.0]]), torch.tensor([0, 1]), NONE)
    keys = Keys(torch.tensor([[1.0, 0.1], [0.0, 1.0]]), torch.tensor([0, 1]), NONE)
    assert hit_rate(rows, keys, cosine(1.0)) == 0.5


def test_a_tie_is_no_hit():
    rows = Rows(torch.ones(2, 2), torch.tensor([0, 1]), NONE)
    keys = Keys(torch.ones(2, 2), torch.tensor([0, 1]), NONE)
    assert hit_rate(rows, keys, cosine(1.0)) == 0


def test_the_mean_of_no_valid_rows_is_zero():
    assert mean_valid(torch.tensor([3.0, 4.0]), torch.tensor([False, False])) == 0
    assert mean_valid(torch.tensor([3.0, 4.0]), torch.tensor([False, True])) == 4
