"""Many processes train as one does: the same losses, parameter gradients and state."""

import pytest
import torch
from distributed.cases import CASES
from distributed.mistakes import MISTAKES
from distributed.training import train

EXACT = {"rtol": 1e-9, "atol": 1e-12}
"""Far below the promised 1e-6: all is float64, and only the order of sums differs."""


def outcomes(processes, name):
    """What each process found of a case, by rank."""
    found = [process[name] for process in processes]
    for outcome in found:
        assert isinstance(outcome, dict), outcome
    return found


@pytest.mark.parametrize("name", sorted(CASES.keys() - MISTAKES.keys()))
def test_two_processes_have_the_gradients_and_the_state_of_one(processes, name):
    alone = train(CASES[name]())
    for found in outcomes(processes, name):
        torch.testing.assert_close(found, alone, **EXACT)
    assert any(value.abs().max() > 1e-3 for key, value in alone.items() if "gradient" in key)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_known_mistake_is_noticed(processes, name):
    alone = train(CASES[name]())
    noticed = [
        not torch.allclose(found[key], value, rtol=1e-3, atol=1e-5)
        for found in outcomes(processes, name)
        for key, value in alone.items()
    ]
    assert any(noticed)


def test_a_sum_over_processes_without_gradient_divides_gradients_by_their_number(processes):
    right = train(CASES["a loss of correlations"]())
    for found in outcomes(processes, "GradientDividedByWorld"):
        torch.testing.assert_close(found["loss 0"], right["loss 0"])
        for key in (key for key in right if key.startswith("gradient 0")):
            torch.testing.assert_close(len(processes) * found[key], right[key], **EXACT)


def test_a_queue_that_each_process_begins_with_its_own_keys_differs_between_them(processes):
    first, second = outcomes(processes, "OwnKeysFirst")
    assert not torch.equal(first["state uid"], second["state uid"])
    # Once it is full, not even the same records are left in it.
    assert sorted(first["state uid"].tolist()) != sorted(second["state uid"].tolist())


@pytest.mark.parametrize("source", ["queue", "bank"])
def test_state_is_the_same_on_all_processes_bit_for_bit(processes, source):
    first, second = outcomes(processes, f"info_nce, dense, {source}")
    names = [name for name in first if name.startswith("state")]
    assert names
    assert all(torch.equal(first[name], second[name]) for name in names)
