"""Encoders that read the slopes of an image instead of the image."""

import math

import pytest
import torch

from contracode.encoders.images import ImageEncoderConfig, build_image_encoder


def encoder_of(reads, channels=1, size=8):
    config = ImageEncoderConfig(architecture="resnet8", width_multiplier=0.1, reads=reads)
    return build_image_encoder(config, channels, size, seed=0).eval()


def edges(images):
    return encoder_of("edges", images.shape[1]).stages[0][0](images)


def test_even_images_have_no_edges_and_borders_are_none():
    for height, width in ((3, 4), (8, 8)):
        assert edges(torch.full((2, 3, height, width), 0.7)).amax() < 2e-3


def test_an_edge_is_where_values_change_in_each_channel():
    images = torch.zeros(1, 2, 8, 8)
    images[:, 0, :, 4:] = 1.0
    images[:, 1, 4:, :] = 1.0
    found = edges(images)
    assert found.shape == images.shape
    torch.testing.assert_close(found[0, 0], found[0, 1].T)
    assert (found[0, 0, :, [3, 4]] > 0.4).all()
    assert (found[0, 0, :, [0, 1, 6, 7]] < 2e-3).all()


def test_a_slope_is_sobels_weighted_difference():
    images = torch.rand(1, 1, 5, 5, generator=torch.Generator().manual_seed(0))
    window = images[0, 0, 1:4, 1:4]
    weights = torch.tensor([1.0, 2.0, 1.0]) / 8
    across = (window[:, 2] - window[:, 0]) @ weights
    down = (window[2] - window[0]) @ weights
    expected = math.hypot(across, down)
    assert edges(images)[0, 0, 2, 2].item() == pytest.approx(expected, abs=1e-4)


def test_an_encoder_of_edges_is_the_same_encoder_and_sees_nothing_else():
    of_images, of_edges = encoder_of("image"), encoder_of("edges")
    images = torch.rand(3, 1, 8, 8, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(of_edges(images), of_images(edges(images)))
    # Brighter everywhere: the same edges.
    torch.testing.assert_close(of_edges(images + 0.5), of_edges(images), atol=1e-4, rtol=1e-4)
    assert not torch.allclose(of_images(images + 0.5), of_images(images), atol=1e-4)
