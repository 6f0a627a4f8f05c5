import pytest
import torch

from contracode.losses import Keys, Rows, cosine, lse, sqdist

both_backends = pytest.mark.parametrize("backend", ["dense", "chunked"])


def rows_of(features):
    return Rows(features, torch.arange(len(features)), torch.arange(len(features)))


@both_backends
def test_a_zero_vector_scores_zero_and_gets_no_gradient(backend):
    features = torch.randn(5, 4)
    features[2] = 0
    rows = rows_of(features.requires_grad_())
    value = lse(rows, Keys.of(rows), cosine(0.1), backend=backend)
    value.sum().backward()
    assert value[2].item() == pytest.approx(torch.tensor(4.0).log().item())
    assert features.grad[2].abs().max() == 0
    assert features.grad.isfinite().all()


@both_backends
@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_a_direction_does_not_depend_on_size(backend, size):
    features = torch.randn(6, 4)
    value, scaled = (
        lse(rows_of(part), Keys.of(rows_of(part)), cosine(0.1), backend=backend)
        for part in (features, features * size)
    )
    torch.testing.assert_close(value, scaled)


@both_backends
def test_a_learnt_temperature_may_be_a_vector_of_one_number(backend):
    rows = rows_of(torch.randn(6, 4))
    gradients = []
    for shape in ((), (1,)):
        temperature = torch.full(shape, 0.2, requires_grad=True)
        lse(rows, Keys.of(rows), cosine(temperature), backend=backend).sum().backward()
        assert temperature.grad.shape == shape
        gradients.append(temperature.grad.item())
    assert gradients[0] == pytest.approx(gradients[1])


@both_backends
def test_keys_of_another_precision_are_compared_in_the_better_one(backend):
    rows = rows_of(torch.randn(4, 3, dtype=torch.float64))
    keys = Keys.of(rows_of(torch.randn(5, 3)))
    assert lse(rows, keys, sqdist(), backend=backend).dtype == torch.float64
