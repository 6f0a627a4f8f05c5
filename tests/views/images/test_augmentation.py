"""Views are random where they are asked to be, and the image where they are not."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.views.images import Augmentation, ViewsConfig

PLAIN = {"crop": "none", "flip": False, "jitter": 0.0, "grey_share": 0.0}


def some_images(batch=3, channels=3, size=8, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 256, (batch, channels, size, size), generator=generator).byte()


def views_of(images, seed=0, **config):
    augmentation = Augmentation(
        ViewsConfig(**config), size=images.shape[-1], channels=images.shape[1]
    )
    return augmentation(images, seed)


@given(
    number=st.integers(1, 4),
    batch=st.integers(1, 4),
    channels=st.sampled_from([1, 3]),
    crop=st.sampled_from(["resized", "padded", "none"]),
    jitter=st.sampled_from([0.0, 0.4, 1.0]),
    seed=st.integers(0, 2**62),
)
@settings(max_examples=25, deadline=None)
def test_views_have_the_images_shape_and_range_and_follow_from_the_seed(
    number, batch, channels, crop, jitter, seed
):
    images = some_images(batch, channels)
    config = {"number": number, "crop": crop, "jitter": jitter, "jitter_share": 1.0}
    before = torch.get_rng_state()
    views = views_of(images, seed, **config)
    assert views.shape == (number, *images.shape)
    assert views.dtype == torch.float32
    assert 0 <= views.min() <= views.max() <= 1
    assert torch.equal(views, views_of(images, seed, **config))
    torch.rand(3)
    assert torch.equal(views, views_of(images, seed, **config))
    torch.set_rng_state(before)


def test_global_randomness_is_left_alone():
    before = torch.get_rng_state()
    views_of(some_images())
    assert torch.equal(before, torch.get_rng_state())


def test_each_view_of_each_image_is_drawn_on_its_own():
    equal = some_images(1).expand(4, -1, -1, -1)
    views = views_of(equal, number=3).flatten(0, 1)
    distances = (views[:, None] - views[None]).abs().amax((2, 3, 4))
    assert (distances[~torch.eye(12, dtype=torch.bool)] > 0.01).all()


def test_another_seed_makes_other_views():
    assert not torch.equal(views_of(some_images(), 1), views_of(some_images(), 2))


@pytest.mark.parametrize("channels", [1, 3])
def test_without_anything_a_view_is_the_image(channels):
    images = some_images(channels=channels)
    views = views_of(images, number=2, **PLAIN)
    assert torch.equal(views, (images.float() / 255).expand(2, -1, -1, -1, -1))


def test_padding_by_nothing_shifts_nothing():
    images = some_images()
    assert torch.equal(
        views_of(images, **{**PLAIN, "crop": "padded"}, padding=0)[0], images.float() / 255
    )


def test_flips_show_the_image_or_its_mirror_half_of_the_time():
    images = some_images(batch=200)
    views = views_of(images, number=2, **{**PLAIN, "flip": True}).flatten(0, 1)
    pixels = (images.float() / 255).repeat(2, 1, 1, 1)
    same = (views == pixels).flatten(1).all(1)
    mirrored = (views == pixels.flip(3)).flatten(1).all(1)
    assert (same ^ mirrored).all()
    assert 0.4 < same.float().mean() < 0.6


def test_padded_crops_are_shifts_of_the_padded_image():
    images = some_images(batch=60, channels=1, size=6)
    views = views_of(images, number=1, **{**PLAIN, "crop": "padded"}, padding=2)[0]
    padded = torch.nn.functional.pad(images.float() / 255, (2, 2, 2, 2))
    found = set()
    for view, image in zip(views, padded, strict=True):
        shifts = {
            (y, x)
            for y in range(5)
            for x in range(5)
            if torch.allclose(view, image[:, y : y + 6, x : x + 6], atol=1e-6)
        }
        assert len(shifts) == 1
        found |= shifts
    assert len(found) > 15


def test_resized_crops_of_a_slope_are_parts_of_it():
    slope = torch.linspace(0, 255, 16).round().byte().expand(20, 1, 16, 16)
    views = views_of(slope, number=1, **{**PLAIN, "crop": "resized"}, least_area=0.25)[0]
    steps = views[..., 1:] - views[..., :-1]
    assert (steps >= -1e-6).all()
    shown = views[..., -1].amax((1, 2)) - views[..., 0].amin((1, 2))
    # A quarter of the area, at most 4 to 3 in shape, is at least 0.43 wide.
    assert shown.min() > 0.35
    assert shown.max() <= 1
    assert shown.std() > 0.05


def test_whole_crops_keep_every_even_image():
    even = torch.full((4, 3, 8, 8), 51, dtype=torch.uint8)
    views = views_of(even, **{**PLAIN, "crop": "resized"})
    torch.testing.assert_close(views, torch.full_like(views, 0.2))


def test_grey_images_are_jittered_in_one_channel():
    even = torch.full((50, 1, 4, 4), 100, dtype=torch.uint8)
    views = views_of(even, number=1, **{**PLAIN, "jitter": 0.4}, jitter_share=0.5)[0]
    unchanged = (views - 100 / 255).abs().amax((1, 2, 3)) < 1e-6
    assert 10 < unchanged.sum() < 40
    assert views.amax() > 100 / 255 > views.amin()


def test_views_that_lose_their_colour_have_equal_channels():
    views = views_of(some_images(60), number=1, **{**PLAIN, "grey_share": 0.5})[0]
    grey = (views - views[:, :1]).abs().amax((1, 2, 3)) < 1e-6
    assert 15 < grey.sum() < 45


def test_hue_turns_and_jitter_changes_colours():
    images = some_images(4)
    still = views_of(images, **{**PLAIN, "jitter": 0.1}, hue=0.0, jitter_share=1.0)
    turned = views_of(images, **{**PLAIN, "jitter": 0.1}, hue=0.5, jitter_share=1.0)
    assert (still - turned).abs().amax() > 0.1


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"number": 0}, "views.number must be at least 1, got 0"),
        ({"least_area": 0.0}, r"views.least_area must be in \(0, 1\], got 0.0"),
        ({"least_area": 1.5}, r"views.least_area must be in \(0, 1\], got 1.5"),
        ({"padding": -1}, "views.padding must be >= 0, got -1"),
        ({"jitter": 1.5}, r"views.jitter must be in \[0, 1\], got 1.5"),
        ({"jitter_share": -0.5}, r"views.jitter_share must be in \[0, 1\], got -0.5"),
        ({"grey_share": 2.0}, r"views.grey_share must be in \[0, 1\], got 2.0"),
        ({"hue": 0.6}, r"views.hue must be in \[0, 0.5\], got 0.6"),
    ],
)
def test_settings_that_cannot_be_are_refused(setting, message):
    with pytest.raises(ValueError, match=message):
        ViewsConfig(**setting)
