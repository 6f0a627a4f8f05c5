import subprocess
import sys

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils._python_dispatch import TorchDispatchMode

from contracode.losses import cosine, dot, gathered, sqdist
from contracode.losses.score import Score

module = sys.modules["contracode.losses.gathered"]

WAYS = {"all at once": 10**9, "chosen only": 0}
"""Both ways to the scores, by the ratio below which the whole table is multiplied."""


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    monkeypatch.setattr(module, "DENSE_RATIO", WAYS[request.param])
    return request.param


def slow_gathered(rows, table, index, score):
    """The definition, with two loops over tensors of one element."""

    def unit(vector):
        return vector / vector.norm() if score.normalise else vector

    lines = []
    for i in range(len(rows)):
        found = [unit(rows[i]) @ unit(table[int(k)]) * score.scale + score.shift for k in index[i]]
        lines.append(torch.stack(found) if found else rows.new_zeros(0))
    return torch.stack(lines) if lines else rows.new_zeros(0, index.shape[1])


@st.composite
def choices(draw):
    rows, table, picked = draw(st.integers(0, 4)), draw(st.integers(1, 6)), draw(st.integers(0, 7))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**31)))

    def vectors(number):
        made = torch.randn(number, 3, generator=generator, dtype=torch.float64) + 0.01
        return made.requires_grad_()

    # More picks than vectors force duplicates.
    index = torch.randint(table, (rows, picked), generator=generator)
    return vectors(rows), vectors(table), index, torch.randn(rows, picked, generator=generator)


@pytest.mark.parametrize("ratio", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("at_a_time", [1, 2**22])
@settings(deadline=None)
@given(case=choices(), score=st.sampled_from([cosine(0.3), dot(), sqdist()]))
def test_equals_the_slow_definition_with_its_gradients(ratio, at_a_time, case, score):
    rows, table, index, weights = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "DENSE_RATIO", ratio)
        patch.setattr(module, "GATHERED_NUMBERS", at_a_time)
        fast = gathered(rows, table, index, score)
        slow = slow_gathered(rows, table, index, score)
        torch.testing.assert_close(fast, slow)
        found = torch.autograd.grad((fast * weights).sum(), (rows, table))
    expected = torch.autograd.grad(
        (slow * weights).sum() + 0 * (rows.sum() + table.sum()), (rows, table)
    )
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs)


@pytest.mark.usefixtures("way")
def test_with_every_index_it_is_the_score_of_all_pairs():
    rows, table = torch.randn(3, 8), torch.randn(5, 8)
    everything = torch.arange(5).expand(3, 5)
    torch.testing.assert_close(
        gathered(rows, table, everything, sqdist()), sqdist()(rows, table), rtol=1e-5, atol=1e-6
    )


@pytest.mark.usefixtures("way")
def test_a_learnt_temperature_gets_its_gradient():
    log_temperature = torch.tensor(-1.0, dtype=torch.float64, requires_grad=True)
    rows, table = (torch.randn(n, 4, dtype=torch.float64) for n in (3, 5))
    index = torch.randint(5, (3, 6))

    def total(log_temperature):
        return gathered(rows, table, index, cosine(log_temperature.exp())).square().sum()

    torch.autograd.gradcheck(total, log_temperature)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("given_type", [torch.bfloat16, torch.float16])
def test_half_precision_is_multiplied_in_float32_even_under_autocast(given_type):
    rows = torch.randn(3, 64).to(given_type).requires_grad_()
    table, index = torch.randn(5, 64).to(given_type), torch.randint(5, (3, 7))
    with torch.autocast("cpu", torch.bfloat16):
        scores = gathered(rows, table, index, cosine(0.01))
    precise = gathered(rows.double(), table.double(), index, cosine(0.01))
    assert scores.dtype == torch.float32
    torch.testing.assert_close(scores.double(), precise, rtol=1e-5, atol=1e-4)
    scores.sum().backward()
    assert rows.grad.dtype == given_type


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize(("rows", "picked"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_picked_gives_nothing_and_no_gradient(rows, picked):
    features, table = torch.randn(rows, 2, requires_grad=True), torch.randn(4, 2).requires_grad_()
    index = torch.zeros(rows, picked, dtype=torch.int64)
    scores = gathered(features, table, index, cosine(1.0))
    assert scores.shape == (rows, picked)
    scores.sum().backward()
    assert not features.grad.any()
    assert not table.grad.any()


COMPILED = """
import sys
import torch
from contracode.losses import cosine, gathered

rows, table = torch.randn(3, 4, requires_grad=True), torch.randn(5, 4, requires_grad=True)
index = torch.randint(5, (3, 6))

def total(rows, table):
    return gathered(rows, table, index, cosine(0.2)).square().sum()

for ratio in (0, 10**9):
    sys.modules["contracode.losses.gathered"].DENSE_RATIO = ratio
    torch.compiler.reset()
    compiled = torch.compile(total, fullgraph=True, backend="aot_eager")
    for ours, theirs in zip(
        torch.autograd.grad(compiled(rows, table), (rows, table)),
        torch.autograd.grad(total(rows, table), (rows, table)),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs)
print("equal")
"""


def test_compiles_whole_with_gradients():
    # In its own process: the checks of shapes at run time, which tests have, can't be compiled.
    ran = subprocess.run([sys.executable, "-c", COMPILED], capture_output=True, text=True)
    assert ran.stdout == "equal\n", ran.stderr


@pytest.mark.usefixtures("way")
def test_a_table_written_before_the_backward_pass_is_an_error_not_a_wrong_gradient():
    rows, table = torch.randn(2, 3, requires_grad=True), torch.randn(4, 3)
    scores = gathered(rows, table, torch.tensor([[0, 1], [2, 3]]), dot())
    table[0] = 0.0
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        scores.sum().backward()


def largest_tensor(of, *inputs):
    """Numbers in the largest tensor that any operation made while ``of`` ran."""

    class Largest(TorchDispatchMode):
        numbers = 0

        def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
            made = operation(*args, **(kwargs or {}))
            for tensor in made if isinstance(made, tuple | list) else [made]:
                if isinstance(tensor, torch.Tensor) and not operation.is_view:
                    self.numbers = max(self.numbers, tensor.numel())
            return made

    with Largest() as seen:
        of(*inputs)
    return seen.numbers


@pytest.mark.usefixtures("way")
def test_memory_never_grows_with_rows_times_picked_times_dim(monkeypatch):
    monkeypatch.setattr(module, "GATHERED_NUMBERS", 1000)
    rows, table = torch.randn(10, 50, requires_grad=True), torch.randn(40, 50)
    index = torch.randint(40, (10, 200))
    score = Score(scale=2.0, normalise=False)

    def step():
        gathered(rows, table, index, score).sum().backward()

    # Rows times picked, which is returned, or the table; 100,000 with every chosen key at once.
    assert largest_tensor(step) <= 2000
