import pytest
import torch

from contracode.tasks.images.peak_bytes import peak_bytes

CPU = torch.device("cpu")
MIB = 2**20
COUNTED = pytest.mark.parametrize("counted", ["tensors", "allocated"])


@COUNTED
def test_the_peak_is_what_is_held_at_once(counted):
    def step():
        first = torch.zeros(MIB, dtype=torch.uint8)
        second = torch.zeros(2 * MIB, dtype=torch.uint8)
        del first
        return torch.zeros(4 * MIB, dtype=torch.uint8), second

    assert peak_bytes(step, CPU, counted) == pytest.approx(6 * MIB, rel=0.01)


@COUNTED
def test_results_held_between_operators_count_and_what_was_there_does_not(counted):
    held = torch.ones(MIB)
    assert peak_bytes(lambda: held.sum(), CPU, counted) < 10_000
    peak = peak_bytes(lambda: (held + 1).add_(1).sum(), CPU, counted)
    assert peak == pytest.approx(4 * MIB, rel=0.01)


@COUNTED
def test_what_the_graph_holds_for_the_backward_pass_counts(counted):
    held = torch.ones(MIB, requires_grad=True)

    def step():
        return held.exp().exp().exp().sum()  # Each keeps its result.

    assert peak_bytes(step, CPU, counted) == pytest.approx(3 * 4 * MIB, rel=0.01)


def test_a_view_is_no_second_tensor():
    def step():
        made = torch.zeros(MIB)
        return made, made.view(2, -1), made[:10]

    assert peak_bytes(step, CPU, "tensors") == 4 * MIB


def test_only_the_allocator_sees_what_an_operator_takes_for_itself():
    held = torch.rand(MIB)
    result = 8 + 4  # Bytes a number: positions and the sorted values.
    assert peak_bytes(held.sort, CPU, "tensors") == result * MIB
    assert peak_bytes(held.sort, CPU, "allocated") >= result * MIB


def test_a_device_without_an_allocator_is_refused():
    with pytest.raises(ValueError, match="known on cpu and cuda, got meta; count tensors"):
        peak_bytes(lambda: None, torch.device("meta"), "allocated")
