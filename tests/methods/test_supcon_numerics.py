import pytest
import torch
from methods.references import WIDTH, drawn, every_backend, every_option
from torch.utils._python_dispatch import TorchDispatchMode

from contracode.methods.supcon import supcon_views


@every_option
@pytest.mark.parametrize("cap", [None, 2])
@every_backend
def test_bfloat16_vectors_are_compared_in_float32(backend, cap, summation, denominator):
    rounded = drawn(2, 8, 32, dtype=torch.float32).bfloat16().requires_grad_()
    labels = torch.arange(8) % 3
    options = {"summation": summation, "denominator": denominator, "positives_cap": cap}
    with torch.autocast("cpu", torch.bfloat16):
        loss = supcon_views(rounded, labels, backend=backend, **options).total
    precise = rounded.detach().double().requires_grad_()
    expected = supcon_views(precise, labels, **options).total
    assert loss.dtype == torch.float32
    torch.testing.assert_close(loss.double(), expected, rtol=1e-5, atol=1e-6)
    loss.backward()
    expected.backward()
    torch.testing.assert_close(rounded.grad.double(), precise.grad, rtol=2**-8, atol=1e-6)


@every_option
@pytest.mark.parametrize("cap", [None, 2])
def test_the_length_of_vectors_does_not_matter(cap, summation, denominator):
    features, labels = drawn(2, 6, WIDTH), torch.arange(6) % 2
    lengths = drawn(2, 6, 1, seed=1).exp() * 1e3
    options = {"summation": summation, "denominator": denominator, "positives_cap": cap}
    long, plain = (
        supcon_views(part, labels, 0.05, **options).total for part in (features * lengths, features)
    )
    torch.testing.assert_close(long, plain)


class Largest(TorchDispatchMode):
    """Remembers the largest number of elements that any operation returned."""

    def __init__(self):
        super().__init__()
        self.elements = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        found = func(*args, **(kwargs or {}))
        for part in found if isinstance(found, tuple | list) else [found]:
            if isinstance(part, torch.Tensor):
                self.elements = max(self.elements, part.numel())
        return found


@every_option
@pytest.mark.parametrize("cap", [None, 4])
def test_nothing_held_grows_with_rows_times_keys(cap, summation, denominator):
    features = drawn(2, 600, 8, dtype=torch.float32).requires_grad_()
    labels = torch.arange(600) % 10
    with Largest() as largest:
        supcon_views(
            features,
            labels,
            summation=summation,
            denominator=denominator,
            positives_cap=cap,
            backend="chunked",
        ).total.backward()
    assert largest.elements < 1200**2
