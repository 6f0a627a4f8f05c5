"""Each family against what its paper or its released code says of it."""

import math

import pytest
import torch
from torch import nn

from contracode.encoders.images import (
    ImageEncoderConfig,
    activation_shares,
    build_image_encoder,
)
from contracode.encoders.images.cifar_resnet import cifar_resnet


def published(architecture, channels=3, size=32):
    """The published width, without drawing weights."""
    with torch.device("meta"):
        return build_image_encoder(
            ImageEncoderConfig(architecture=architecture), channels, size, seed=0
        )


def sides(encoder, size):
    with torch.device("meta"):
        return [each.shape[-1] for each in encoder.eval().maps(torch.zeros(1, 3, size, size))]


@pytest.mark.parametrize(("size", "last"), [(28, 2), (32, 3), (64, 7)])
def test_small_alexnet_has_the_papers_layers(size, last):
    encoder = published("small_alexnet", 3, size)
    assert encoder.channels == (96, 192, 384, 384, 192)
    assert encoder.width == 4096
    first, second = (each for each in encoder.tail if isinstance(each, nn.Linear))
    # At 64 px the released code has 192 x 7 x 7 inputs, CACR's at 32 px 192 x 3 x 3.
    assert (first.in_features, first.out_features) == (192 * last * last, 4096)
    assert (second.in_features, second.out_features) == (4096, 4096)
    pools = [[type(each) for each in stage].count(nn.MaxPool2d) for stage in encoder.stages]
    assert pools == [1, 1, 0, 0, 1]


def test_small_alexnets_vectors_are_behind_the_last_relu():
    encoder = build_image_encoder(
        ImageEncoderConfig(architecture="small_alexnet", width_multiplier=0.05), 1, 28, 0
    )
    vectors = encoder(torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0)))
    assert vectors.min() == 0
    assert vectors.max() > 0


@pytest.mark.parametrize("depth", [8, 14, 20, 32, 44, 56, 110])
def test_a_cifar_resnet_has_as_many_weighted_layers_as_its_name_says(depth):
    encoder = published(f"resnet{depth}")
    assert encoder.channels == (16, 32, 64)
    assert sides(encoder, 32) == [32, 16, 8]
    convolutions = [each for each in encoder.modules() if isinstance(each, nn.Conv2d)]
    shortcuts = [each for each in convolutions if each.kernel_size == (1, 1)]
    assert len(convolutions) - len(shortcuts) + 1 == depth  # and the classifier
    assert len(shortcuts) == 2


@pytest.mark.parametrize("architecture", ["resnet8x4", "resnet32x4"])
def test_the_wide_cifar_resnets_widen_in_the_first_group(architecture):
    encoder = published(architecture)
    assert encoder.channels == (64, 128, 256)
    convolutions = [each for each in encoder.modules() if isinstance(each, nn.Conv2d)]
    assert convolutions[0].out_channels == 32
    assert sum(each.kernel_size == (1, 1) for each in convolutions) == 3


@pytest.mark.parametrize("depth", [2, 9, 0, -4])
def test_a_depth_that_gives_no_whole_blocks_is_refused(depth):
    with pytest.raises(ValueError, match="depth must be 8, 14, 20"):
        cifar_resnet(depth, 3)


@pytest.mark.parametrize(
    ("architecture", "channels", "size", "maps"),
    [
        ("resnet18", (64, 128, 256, 512), 32, [32, 16, 8, 4]),
        ("resnet50", (256, 512, 1024, 2048), 32, [32, 16, 8, 4]),
        ("resnet50_imagenet", (256, 512, 1024, 2048), 224, [56, 28, 14, 7]),
        (
            "progressive_resnet50_imagenet",
            (56, 96, 384, 768, 1536, 3072),
            224,
            [56, 36, 24, 16, 12, 8],
        ),
        ("progressive_resnet50", (56, 96, 384, 768, 1536, 3072), 56, [56, 36, 24, 16, 12, 8]),
    ],
)
def test_stages_have_the_published_channels_and_sizes(architecture, channels, size, maps):
    encoder = published(architecture)
    assert encoder.channels == channels
    assert sides(encoder, size) == maps


@pytest.mark.parametrize(
    ("architecture", "shares"),
    [
        ("resnet50_imagenet", [43.64, 29.09, 21.82, 5.45]),
        ("progressive_resnet50_imagenet", [15.46, 10.96, 19.48, 17.31, 19.48, 17.31]),
    ],
)
def test_blocks_hold_the_activations_that_loco_published(architecture, shares):
    ours = activation_shares(published(architecture), 3, 224)
    assert [100 * share for share in ours] == pytest.approx(shares, abs=0.005)


def test_shares_need_blocks():
    with pytest.raises(ValueError, match="shares are of residual blocks, this encoder has none"):
        activation_shares(published("small_alexnet"), 3, 32)


def test_progressive_resnets_groups_stay_when_it_is_made_narrow():
    narrow = build_image_encoder(
        ImageEncoderConfig(architecture="progressive_resnet50", width_multiplier=0.1), 3, 32, 0
    )
    for encoder in (published("progressive_resnet50"), narrow):
        groups = [
            {each.groups for each in stage.modules() if isinstance(each, nn.Conv2d)}
            for stage in encoder.stages
        ]
        assert groups == [{1}, {1}, {1}, {1, 2}, {1, 16}, {1, 128}]


def test_residual_networks_start_with_kaimings_deviation():
    encoder = build_image_encoder(ImageEncoderConfig(architecture="resnet20"), 3, 32, seed=0)
    convolution = encoder.stages[2][1].branch[0]
    assert convolution.weight.std().item() == pytest.approx(math.sqrt(2 / (64 * 9)), rel=0.02)


def test_small_alexnet_starts_with_the_released_deviation():
    encoder = build_image_encoder(ImageEncoderConfig(architecture="small_alexnet"), 3, 15, 0)
    assert encoder.tail[1].weight.std().item() == pytest.approx(0.02, rel=0.01)


def test_pac_bayes_networks_have_no_batch_norm():
    for architecture in ("pac_bayes_cnn", "pac_bayes_mlp"):
        encoder = build_image_encoder(ImageEncoderConfig(architecture=architecture), 3, 32, 0)
        assert not any(isinstance(each, nn.BatchNorm2d) for each in encoder.modules())


def test_the_mlp_is_two_linear_layers_of_the_flattened_image():
    encoder = build_image_encoder(ImageEncoderConfig(architecture="pac_bayes_mlp"), 1, 4, 0)
    images = torch.rand(3, 1, 4, 4, generator=torch.Generator().manual_seed(0))
    hidden, last = (each for each in encoder.modules() if isinstance(each, nn.Linear))
    expected = last(torch.relu(hidden(images.flatten(1))))
    torch.testing.assert_close(encoder(images), expected)
