import pytest
import torch

from contracode.encoders.code import (
    EncoderConfig,
    PooledEncoder,
    build_encoder,
    embed_all,
    mean_over_tokens,
    padded_batches,
)

TINY = EncoderConfig(width=16, layers=2, heads=2, feed_forward=16, max_tokens=32)
PROGRAMS = [[2, *range(5, 5 + length), 3] for length in (1, 7, 3, 20, 2, 12)]


def test_padding_does_not_enter_the_mean():
    states = torch.tensor([[[1.0], [3.0], [99.0]]])
    assert mean_over_tokens(states, torch.tensor([[True, True, False]])) == 2
    assert mean_over_tokens(states, torch.tensor([[False, False, False]])) == 0


def test_the_mean_is_taken_in_float32_at_least():
    states = torch.ones(1, 3, 2)
    is_token = torch.ones(1, 3, dtype=torch.bool)
    assert mean_over_tokens(states.bfloat16(), is_token).dtype == torch.float32
    assert mean_over_tokens(states.double(), is_token).dtype == torch.float64


@pytest.mark.parametrize("budget", [1, 30, 1000])
def test_a_program_has_the_same_vector_in_any_company(budget):
    encoder = PooledEncoder(build_encoder(TINY, 100, seed=0)).eval()
    together = embed_all(encoder, list(padded_batches(PROGRAMS, token_budget=budget)))
    for program, vector in zip(PROGRAMS, together, strict=True):
        (alone,) = embed_all(encoder, list(padded_batches([program], token_budget=1000)))
        torch.testing.assert_close(vector, alone, rtol=1e-5, atol=1e-6)


def test_the_same_seed_gives_the_same_weights_and_leaves_the_global_state():
    before = torch.random.get_rng_state()
    one, same, other = (build_encoder(TINY, 100, seed=seed) for seed in (4, 4, 5))
    assert torch.equal(torch.random.get_rng_state(), before)
    name = "layers.0.mlp.Wi.weight"
    assert torch.equal(one.state_dict()[name], same.state_dict()[name])
    assert not torch.equal(one.state_dict()[name], other.state_dict()[name])


def test_every_weight_is_trained():
    encoder = PooledEncoder(build_encoder(TINY, 100, seed=0))
    embed_all(encoder, list(padded_batches(PROGRAMS, token_budget=64))).square().sum().backward()
    assert all(weight.grad is not None for weight in encoder.parameters())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"heads": 3}, r"encoder.heads must divide 256, got 3"),
        ({"layers": 0}, r"encoder.layers must be at least 1, got 0"),
        ({"max_tokens": 2}, r"encoder.max_tokens must be at least 3, got 2"),
    ],
)
def test_sizes_that_cannot_be_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        EncoderConfig(**wrong)
