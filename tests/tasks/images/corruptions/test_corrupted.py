"""Images made worse: laws of all corruptions, and each against a direct computation."""

import colorsys
import io
import re

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from contracode.tasks.images.corruptions import CORRUPTIONS, SEVERITIES, corrupted
from contracode.tasks.images.corruptions.draws import Draws


def photos(count=6, side=32, channels=3, seed=0):
    """Smooth random images with some structure."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(count, side, side, channels))
    smooth = ndimage.gaussian_filter(noise, (0, 3, 3, 0))
    smooth -= smooth.min(axis=(1, 2, 3), keepdims=True)
    smooth /= smooth.max(axis=(1, 2, 3), keepdims=True)
    return (smooth * 200 + 20).astype(np.uint8)


def far(one, other):
    return np.abs(one.astype(float) - other).mean()


@pytest.mark.parametrize("name", CORRUPTIONS)
@pytest.mark.parametrize(("side", "channels"), [(28, 1), (96, 3)])
def test_every_size_keeps_its_shape_and_is_changed(name, side, channels):
    images = photos(2, side, channels)
    for severity in (3, 5):
        worse = corrupted(images, name, severity, seed=0)
        assert worse.shape == images.shape
        assert worse.dtype == np.uint8
        assert far(worse, images) > 0.05


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_first_images_do_not_hang_on_how_many_follow(name):
    images = photos(6)
    assert (corrupted(images[:2], name, 3, 7) == corrupted(images, name, 3, 7)[:2]).all()


@pytest.mark.parametrize("name", [name for name in CORRUPTIONS if name != "elastic"])
def test_a_severer_corruption_goes_farther(name):
    # The published elastic deformations trade size for detail and are left out.
    images = photos(20)
    steps = [far(corrupted(images, name, severity, 0), images) for severity in SEVERITIES]
    assert steps == sorted(steps)


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_the_seed_decides_what_is_drawn(name):
    images = photos(3)
    one, again, other = (corrupted(images, name, 2, seed) for seed in (1, 1, 2))
    assert (one == again).all()
    drawn = {"gaussian noise", "shot noise", "impulse noise", "motion blur", "fog", "elastic"}
    assert (one != other).any() == (name in drawn)


@pytest.mark.parametrize(
    "name", ["defocus blur", "motion blur", "zoom blur", "elastic", "pixelate"]
)
def test_what_is_even_stays_even(name):
    even = np.full((2, 28, 28, 3), 130, np.uint8)
    assert (corrupted(even, name, 5, 0) == even).all()


def test_noise_is_as_strong_as_published():
    grey = np.full((40, 32, 32, 1), 128, np.uint8)
    assert corrupted(grey, "gaussian noise", 5, 0).std() / 255 == pytest.approx(0.1, rel=0.02)
    # A Poisson count over 50 photons has the variance value / 50.
    shot = corrupted(grey, "shot noise", 5, 0).std() / 255
    assert shot == pytest.approx(np.sqrt(128 / 255 / 50), rel=0.02)
    broken = corrupted(grey, "impulse noise", 5, 0)
    assert np.mean(broken == 0) == pytest.approx(0.035, rel=0.1)
    assert np.mean(broken == 255) == pytest.approx(0.035, rel=0.1)
    assert np.isin(broken, (0, 128, 255)).all()


def test_the_defocus_is_a_convolution_with_a_soft_disc():
    images = photos(1, channels=1)
    places = np.arange(-8, 9)
    disc = (places[:, None] ** 2 + places**2 <= 1.5**2).astype(float)
    weights = np.exp(-np.array([1, 0, 1]) / (2 * 0.1**2))
    soft = np.outer(weights, weights) / weights.sum() ** 2
    kernel = ndimage.convolve(disc / disc.sum(), soft, mode="constant")
    expected = ndimage.convolve(images[0, :, :, 0].astype(float), kernel, mode="mirror")
    found = corrupted(images, "defocus blur", 5, 0)[0, :, :, 0]
    assert np.abs(found - expected).max() <= 0.51


@pytest.mark.parametrize(("severity", "deviation"), [(1, 1.0), (5, 2.5)])
def test_motion_is_half_a_gaussian_of_moved_copies(severity, deviation):
    images = photos(3, side=30)
    angles = np.deg2rad(Draws(2, "motion blur").generator("angles").uniform(-45, 45, 3))
    found = corrupted(images, "motion blur", severity, 2)
    for image, angle, worse in zip(images, angles, found, strict=True):
        total, mass = np.zeros(image.shape), 0.0
        for step in range(int(4 * deviation) + 1):
            down, right = round(step * np.cos(angle)), round(step * np.sin(angle))
            weight = np.exp(-(step**2) / (2 * deviation**2))
            padded = np.pad(image, ((12, 12), (12, 12), (0, 0)), mode="edge").astype(float)
            total += weight * padded[12 - down : 42 - down, 12 - right : 42 - right]
            mass += weight
        assert np.abs(worse - total / mass).max() <= 0.52


def test_motion_smears_a_point_along_a_line_and_keeps_its_light():
    point = np.zeros((8, 31, 31, 1), np.uint8)
    point[:, 15, 15] = 255
    for image in corrupted(point, "motion blur", 5, 0):
        rows, columns = np.nonzero(image[:, :, 0])
        assert rows.min() == 15
        assert rows.max() >= 18
        assert np.abs(columns - 15).max() <= rows.max() - 15
        # Every pixel is rounded.
        assert image.astype(int).sum() == pytest.approx(255, abs=6)


def test_a_zoom_keeps_the_middle_and_moves_the_rest_outwards():
    image = np.zeros((1, 33, 33, 1), np.uint8)
    image[0, 16, :] = 255
    image[0, 4, :] = 255
    rows = corrupted(image, "zoom blur", 5, 0)[0, :, 16, 0].astype(float)
    assert rows[16] > 200
    assert rows[:4].sum() > 100
    assert rows[5:15].sum() < 60


def test_fog_lightens_the_dark_and_keeps_the_range():
    images = photos(4)
    foggy = corrupted(images, "fog", 5, 0)
    assert foggy.max() <= images.max()
    assert foggy.astype(int).min(axis=(1, 2, 3)).mean() > images.min()
    clouds = foggy[:, :, :, 0].astype(int) - foggy[:, :, :, 1]
    # One cloud for all channels: their differences are those of the image, but smaller.
    plain = images[:, :, :, 0].astype(int) - images[:, :, :, 1]
    assert np.abs(clouds).mean() < np.abs(plain).mean()


def test_brightness_is_value_in_hsv():
    images = photos(1)
    found = corrupted(images, "brightness", 3, 0)
    for before, after in zip(images.reshape(-1, 3), found.reshape(-1, 3), strict=True):
        hue, saturation, value = colorsys.rgb_to_hsv(*before / 255.0)
        expected = np.array(colorsys.hsv_to_rgb(hue, saturation, min(1, value + 0.15))) * 255
        assert np.abs(after - expected).max() <= 0.6
    grey = photos(1, channels=1)
    expected = np.minimum(grey + 0.15 * 255, 255)
    assert np.abs(corrupted(grey, "brightness", 3, 0) - expected).max() <= 0.51


def test_contrast_shrinks_towards_the_mean_of_a_channel():
    images = photos(2)
    means = images.mean(axis=(1, 2), keepdims=True)
    expected = (images - means) * 0.15 + means
    assert np.abs(corrupted(images, "contrast", 5, 0) - expected).max() <= 0.51


@pytest.mark.parametrize(("severity", "lengths"), [(1, (0.0, 0.0, 0.08)), (4, (0.1, 0.04, 0.05))])
def test_an_elastic_move_is_that_of_a_slow_loop(severity, lengths):
    images = photos(3, side=30, channels=1)[:, :, :26]
    reach, smoothness, tilt = (26 * length for length in lengths)
    draws = Draws(4, "elastic")
    moves = draws.generator("corners").uniform(-tilt, tilt, (3, 3, 2))
    fields = draws.generator("field").uniform(-1, 1, (3, 2, 30, 26))
    found = corrupted(images, "elastic", severity, 4)
    # x, y of three corners of a square about the centre, arms of a third of the shorter side.
    corners = np.array([[15 + 8, 13 + 8], [15 + 8, 13 - 8], [15 - 8, 13 - 8]], float)
    for image, move, field, worse in zip(images, moves, fields, found, strict=True):
        there = np.linalg.solve(np.hstack([corners + move, np.ones((3, 1))]), corners)
        right, down = (
            ndimage.gaussian_filter(each, smoothness, mode="reflect", truncate=3) for each in field
        )
        source = np.empty((2, 30, 26))
        for row in range(30):
            for column in range(26):
                x = column + reach * right[row, column]
                y = row + reach * down[row, column]
                source[1, row, column], source[0, row, column] = np.array([x, y, 1]) @ there
        pixels = image[:, :, 0].astype(float)
        expected = ndimage.map_coordinates(pixels, source, order=1, mode="mirror")
        assert np.abs(worse[:, :, 0] - expected).max() <= 0.52


def test_an_elastic_move_is_as_long_as_published():
    across = np.tile(np.arange(32, dtype=np.uint8) * 8, (30, 32, 1))[..., None]
    moves = (corrupted(across, "elastic", 1, 0).astype(float) - across)[:, 8:24, 8:24] / 8
    # At severity 1 there is only the tilt, whose corners move by up to 0.08 of the side each.
    assert 0.5 < np.abs(moves).max() < 0.08 * 32 * 3
    assert np.abs(moves.mean(axis=(1, 2, 3))).mean() > 0.3


@pytest.mark.parametrize("channels", [1, 3])
def test_files_and_screens_are_those_of_pillow(channels):
    images = photos(2, channels=channels)
    for image, boxes, packed in zip(
        images, corrupted(images, "pixelate", 4, 0), corrupted(images, "jpeg", 2, 0), strict=True
    ):
        own = Image.fromarray(image.squeeze())
        small = own.resize((24, 24), Image.Resampling.BOX).resize((32, 32), Image.Resampling.BOX)
        assert (np.asarray(small) == boxes.squeeze()).all()
        file = io.BytesIO()
        own.save(file, "JPEG", quality=65)
        assert (np.asarray(Image.open(file)) == packed.squeeze()).all()


def test_images_that_may_not_be_written_to_are_read():
    images = photos(2)
    images.flags.writeable = False
    assert corrupted(images, "contrast", 1, 0).shape == images.shape
    assert len(corrupted(images[:0], "fog", 1, 0)) == 0


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="no corruption is called 'snow'; there are gaussian"):
        corrupted(photos(), "snow", 1, 0)
    with pytest.raises(ValueError, match=re.escape("one of (1, 2, 3, 4, 5), got 6")):
        corrupted(photos(), "fog", 6, 0)
    with pytest.raises(ValueError, match="1 or 3 channels, got 2"):
        corrupted(photos(channels=2), "fog", 1, 0)
