"""Image encoders by name: their shapes, their seeds, their widths, their refusals."""

import pytest
import torch
from pydantic import TypeAdapter, ValidationError

from contracode.encoders.images import (
    ARCHITECTURES,
    ImageEncoderConfig,
    build_image_encoder,
    trained_parameters,
)


def build(architecture, channels=1, size=28, *, multiplier=0.125, seed=0):
    config = ImageEncoderConfig(architecture=architecture, width_multiplier=multiplier)
    return build_image_encoder(config, channels, size, seed)


def shapes_on_meta(architecture, channels, size, multiplier):
    """Shapes of maps and vectors, without computing them."""
    with torch.device("meta"):
        encoder = build(architecture, channels, size, multiplier=multiplier)
        images = torch.zeros(2, channels, size, size)
        return encoder, [each.shape for each in encoder.maps(images)], encoder(images).shape


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize(("channels", "size", "multiplier"), [(1, 28, 0.01), (3, 64, 1.0)])
def test_maps_and_vectors_have_the_shapes_that_the_encoder_says(
    architecture, channels, size, multiplier
):
    encoder, maps, vectors = shapes_on_meta(architecture, channels, size, multiplier)
    assert [shape[:2] for shape in maps] == [(2, width) for width in encoder.channels]
    assert vectors == (2, encoder.width)
    assert min(side for shape in maps for side in shape[2:]) >= 1


@pytest.mark.parametrize(
    "architecture",
    [
        "small_alexnet",
        "resnet8",
        "resnet8x4",
        "resnet18",
        "resnet50",
        "progressive_resnet50",
        "pac_bayes_cnn",
        "pac_bayes_mlp",
    ],
)
def test_every_trained_weight_gets_a_gradient(architecture):
    encoder = build(architecture, multiplier=0.05)
    generator = torch.Generator().manual_seed(1)
    encoder(torch.rand(3, 1, 28, 28, generator=generator)).square().sum().backward()
    assert all(weight.grad is not None for weight in encoder.parameters())


@pytest.mark.parametrize("architecture", ["small_alexnet", "resnet8", "pac_bayes_cnn"])
def test_the_seed_decides_the_weights_and_global_state_stays(architecture):
    before = torch.get_rng_state()
    one, same, other = (build(architecture, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(before, torch.get_rng_state())
    pairs = list(zip(one.parameters(), same.parameters(), other.parameters(), strict=True))
    assert all(torch.equal(first, again) for first, again, _ in pairs)
    assert not all(torch.equal(first, another) for first, _, another in pairs)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_narrower_encoder_has_fewer_weights(architecture):
    with torch.device("meta"):
        widths = [build(architecture, 3, 32, multiplier=each) for each in (0.2, 1.0)]
    weights = [trained_parameters(each) for each in widths]
    assert weights == sorted(set(weights))


def test_no_maps_change_after_they_are_given():
    """ReLUs work in place, but never on what a stage has given out."""
    encoder = build("resnet20", 3, 32).eval()
    images = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        maps = encoder.maps(images)
        again = images
        for stage, given_out in zip(encoder.stages, maps, strict=True):
            again = stage(again)
            assert torch.equal(again, given_out)


def test_an_unknown_architecture_lists_the_known_ones():
    with pytest.raises(ValidationError, match=r"should be 'small_alexnet', .* input_value='vgg'"):
        TypeAdapter(ImageEncoderConfig).validate_python({"architecture": "vgg"})


@pytest.mark.parametrize("multiplier", [0.0, -1.0, float("nan"), float("inf")])
def test_a_multiplier_that_is_no_width_is_refused(multiplier):
    with pytest.raises(ValueError, match="width_multiplier must be > 0 and finite"):
        ImageEncoderConfig(architecture="resnet8", width_multiplier=multiplier)


def test_an_unknown_setting_is_refused():
    with pytest.raises(ValidationError, match="depth"):
        TypeAdapter(ImageEncoderConfig).validate_python({"architecture": "resnet8", "depth": 8})


@pytest.mark.parametrize(
    ("architecture", "size", "complaint"),
    [
        ("small_alexnet", 14, "small_alexnet needs images of at least 15 px, got 14"),
        ("pac_bayes_cnn", 12, "pac_bayes_cnn needs images of at least 13 px, got 12"),
        ("resnet8", 0, "at least 1 channel and 1 px, got 1 channels of 0 px"),
    ],
)
def test_images_that_are_too_small_are_refused(architecture, size, complaint):
    with pytest.raises(ValueError, match=complaint):
        build(architecture, 1, size)


@pytest.mark.parametrize(("architecture", "size"), [("small_alexnet", 15), ("pac_bayes_cnn", 13)])
def test_the_smallest_images_have_one_place_in_the_last_map(architecture, size):
    _, maps, _ = shapes_on_meta(architecture, 1, size, 0.1)
    assert maps[-1][2:] == (1, 1)
