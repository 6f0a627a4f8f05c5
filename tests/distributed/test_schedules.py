"""LoCo's schedules in two processes: gather in the objective, average gradients once."""

import pytest
import torch
from distributed.schedules import STEPS


@pytest.mark.parametrize("name", STEPS)
def test_averaged_gradients_are_those_of_one_process(processes, name):
    alone = STEPS[name]()
    for found in (process[name] for process in processes):
        assert isinstance(found, dict), found
        torch.testing.assert_close(found, alone, rtol=1e-9, atol=1e-12)
    assert all(value.any() for value in alone.values())
    assert len(alone) >= 8
