import itertools
import math

import pytest
import torch

from contracode.views.images.modalities import chrominance, edges, lightness, without_colour

EVERY_COLOUR = torch.tensor(list(itertools.product([0.0, 0.25, 0.5, 0.75, 1.0], repeat=3)))


def one_pixel_each(colours):
    return colours[:, :, None, None]


def slow_lab(red, green, blue):
    """CIE's formulas for sRGB under D65, one colour."""
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (red, green, blue)
    ]
    matrix = (
        (0.412453, 0.357580, 0.180423),
        (0.212671, 0.715160, 0.072169),
        (0.019334, 0.119193, 0.950227),
    )
    xyz = [sum(m * v for m, v in zip(row, linear, strict=True)) for row in matrix]
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 4 / 29
        for t in (value / its for value, its in zip(xyz, white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


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


def test_grey_is_the_same_in_all_channels_and_keeps_lightness():
    grey = without_colour(one_pixel_each(EVERY_COLOUR))
    assert grey.shape == (125, 3, 1, 1)
    red, green, blue = EVERY_COLOUR.T
    expected = 0.299 * red + 0.587 * green + 0.114 * blue
    for channel in range(3):
        torch.testing.assert_close(grey[:, channel, 0, 0], expected)


def test_lightness_and_chrominance_are_lab():
    images = one_pixel_each(EVERY_COLOUR)
    expected = torch.tensor([slow_lab(*colour) for colour in EVERY_COLOUR.tolist()])
    ours = torch.cat([100 * lightness(images), 110 * chrominance(images)], dim=1)[:, :, 0, 0]
    torch.testing.assert_close(ours, expected, atol=0.05, rtol=1e-3)
    assert lightness(images).amin() >= 0
    assert lightness(images).amax() <= 1 + 1e-6
    assert chrominance(images).abs().amax() <= 1


def test_chrominance_of_grey_is_nothing():
    grey = torch.linspace(0, 1, 11)[:, None, None, None].expand(-1, 3, 2, 2)
    assert chrominance(grey).abs().amax() < 1e-3


@pytest.mark.parametrize("modality", [without_colour, lightness, chrominance])
def test_images_without_colours_are_refused(modality):
    with pytest.raises(ValueError, match="must have red, green and blue, got 1 channels"):
        modality(torch.zeros(1, 1, 2, 2))
