"""Bytes become numbers in one way."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from contracode.encoders.images import normalise_pixels, pixel_statistics


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (5, 3, 4, 3), dtype=np.uint8)


def test_every_number_is_its_byte_less_the_mean_by_the_deviation(images):
    mean, std = (0.1, 0.2, 0.3), (0.5, 1.0, 2.0)
    numbers = normalise_pixels(images, mean, std)
    assert numbers.shape == (5, 3, 3, 4)
    assert numbers.dtype == torch.float32
    for image, y, x, c in np.ndindex(images.shape):
        expected = (images[image, y, x, c] / 255 - mean[c]) / std[c]
        assert numbers[image, c, y, x].item() == pytest.approx(expected, abs=1e-6)


def test_arrays_and_tensors_give_the_same_and_stay_as_they_were(images):
    images.setflags(write=False)
    tensor = torch.tensor(images)
    from_array = normalise_pixels(images, (0.5,) * 3, (0.25,) * 3)
    assert torch.equal(from_array, normalise_pixels(tensor, (0.5,) * 3, (0.25,) * 3))
    assert torch.equal(tensor, torch.tensor(images))


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3]))
def test_with_their_own_statistics_images_have_mean_0_and_deviation_1(seed, channels):
    images = np.random.default_rng(seed).integers(0, 256, (4, 5, 5, channels), dtype=np.uint8)
    numbers = normalise_pixels(images, *pixel_statistics(images)).double()
    assert numbers.mean((0, 2, 3)).tolist() == pytest.approx([0] * channels, abs=1e-5)
    assert numbers.std((0, 2, 3), correction=0).tolist() == pytest.approx([1] * channels, abs=1e-5)


def test_statistics_are_numpys(images):
    mean, std = pixel_statistics(images)
    assert mean == pytest.approx((images / 255).mean((0, 1, 2)))
    assert std == pytest.approx((images / 255).std((0, 1, 2)))


def test_a_channel_without_contrast_is_divided_by_1():
    assert pixel_statistics(np.full((2, 2, 2, 1), 51, np.uint8)) == ((0.2,), (1.0,))


def test_statistics_of_nothing_are_refused():
    with pytest.raises(ValueError, match="at least one pixel"):
        pixel_statistics(np.zeros((0, 2, 2, 1), np.uint8))


@pytest.mark.parametrize(
    ("mean", "std", "complaint"),
    [
        ((0.5,), (0.5,), "3 channels need as many means and deviations, got 1 and 1"),
        ((0.5,) * 3, (0.5, 0.5, 0.0), "must be > 0"),
    ],
)
def test_statistics_that_do_not_fit_are_refused(images, mean, std, complaint):
    with pytest.raises(ValueError, match=complaint):
        normalise_pixels(images, mean, std)
