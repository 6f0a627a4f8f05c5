import math

import pytest
import torch

from contracode.losses import (
    Keys,
    Rows,
    cosine,
    hit_rate,
    mean_all,
    mean_valid,
    sum_valid,
    unreduced,
)

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


def test_the_four_ways_to_reduce_count_invalid_rows_as_nothing():
    values, valid = torch.tensor([3.0, 4.0, 9.0]), torch.tensor([True, True, False])
    assert mean_valid(values, valid) == 3.5
    assert mean_all(values, valid) == pytest.approx(7 / 3)
    assert sum_valid(values, valid) == 7
    assert unreduced(values, valid).tolist() == [3, 4, 0]


def test_an_invalid_row_gets_no_gradient_even_if_it_is_not_a_number():
    values = torch.tensor([1.0, math.nan], requires_grad=True)
    mean_valid(values, torch.tensor([True, False])).backward()
    assert values.grad.tolist() == [1, 0]
