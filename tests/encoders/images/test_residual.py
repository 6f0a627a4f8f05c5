"""Residual networks against an implementation that shares no code with them."""

import pytest
import torch
from torch import nn
from torch.nn import functional
from transformers import ResNetConfig, ResNetModel

from contracode.encoders.images.residual import (
    basic_block,
    bottleneck,
    draw_kaiming_weights,
    normed_convolution,
)
from contracode.encoders.images.resnet import resnet

LAYERS = nn.Conv2d | nn.BatchNorm2d


def draw(network, seed=0):
    """Random weights and statistics everywhere, so that nothing is 0 or 1 by chance."""
    generator = torch.Generator().manual_seed(seed)
    for value in network.state_dict().values():
        if value.is_floating_point():
            value.copy_(torch.rand(value.shape, generator=generator) * 0.2 + 0.1)
    return network.eval()


def layers_of_theirs(network):
    """Convolutions and norms in the order that ours have: each block's shortcut comes last."""
    found = [each for each in network.embedder.modules() if isinstance(each, LAYERS)]
    for stage in network.encoder.stages:
        for block in stage.layers:
            for part in (block.layer, block.shortcut):
                found += [each for each in part.modules() if isinstance(each, LAYERS)]
    return found


@pytest.mark.parametrize(
    ("depth", "theirs"),
    [
        (18, {"depths": [2, 2, 2, 2], "layer_type": "basic", "hidden_sizes": [4, 8, 16, 32]}),
        (
            50,
            {
                "depths": [3, 4, 6, 3],
                "layer_type": "bottleneck",
                "hidden_sizes": [16, 32, 64, 128],
            },
        ),
    ],
)
def test_vectors_and_maps_are_those_of_transformers_resnet(depth, theirs):
    ours = draw(resnet(depth, 3, first="imagenet", width_multiplier=1 / 16))
    other = ResNetModel(ResNetConfig(embedding_size=4, **theirs)).eval()
    mine = [each for each in ours.modules() if isinstance(each, LAYERS)]
    for here, there in zip(mine, layers_of_theirs(other), strict=True):
        there.load_state_dict(here.state_dict())
    images = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        answer = other(images, output_hidden_states=True)
        for here, there in zip(ours.maps(images), answer.hidden_states[1:], strict=True):
            torch.testing.assert_close(here, there)
        torch.testing.assert_close(ours(images), answer.pooler_output.flatten(1))


@pytest.mark.parametrize(
    "block", [basic_block(3, 3, 1), bottleneck(4, 4, 4, groups=2)], ids=["basic", "bottleneck"]
)
def test_a_branch_of_zeros_leaves_what_is_positive(block):
    last = [each for each in block.branch if isinstance(each, nn.BatchNorm2d)][-1]
    nn.init.zeros_(last.weight)
    channels = block.branch[0].in_channels
    maps = torch.randn(2, channels, 5, 5, generator=torch.Generator().manual_seed(0))
    assert torch.equal(block.eval()(maps), maps.clamp(min=0))


def test_weights_are_drawn_by_outgoing_connections():
    convolution = nn.Conv2d(8, 128, 3, groups=1)
    with torch.random.fork_rng():
        torch.default_generator.manual_seed(0)
        draw_kaiming_weights(convolution)
    assert convolution.weight.std().item() == pytest.approx((2 / (128 * 9)) ** 0.5, rel=0.03)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 5), (2, 2), (5, 4)])
def test_a_strided_convolution_has_its_gradients_in_bfloat16_too(height, width):
    convolution, _ = normed_convolution(16, 16, 3, 2)
    generator = torch.Generator().manual_seed(0)
    maps = torch.randn(32, 16, height, width, generator=generator)
    exact = convolution.weight.detach().double().requires_grad_()
    wanted = functional.conv2d(maps.double(), exact, stride=2, padding=1)
    wanted.sum().backward()
    for _ in range(20):
        # Memory that a gradient which is not set would be made of.
        freed = [torch.full((4096 * size,), torch.nan) for size in range(1, 9)]
        del freed
        convolution.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            found = convolution(maps)
        found.sum().backward()
        assert found.shape == wanted.shape
        torch.testing.assert_close(convolution.weight.grad.double(), exact.grad, rtol=0.02, atol=1)
