"""Images as people have them become a model's pixels, or are refused with a sentence."""

import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tiny_image_model import encoded, tiny_images

from contracode.encoders.images import MAX_PIXELS, pixels_of, prepare
from contracode.errors import ImageReadError

GREY, COLOUR = tiny_images(1)[0], tiny_images(1, channels=3)[0]


def saved(image, form="PNG", **choices):
    file = io.BytesIO()
    image.save(file, form, **choices)
    return file.getvalue()


@pytest.mark.parametrize("pixels", [GREY, COLOUR], ids=["grey", "colour"])
def test_an_image_that_fits_keeps_its_pixels(pixels):
    channels = pixels.shape[2]
    assert np.array_equal(prepare(encoded(pixels), 8, channels), pixels)
    assert np.array_equal(prepare(Image.fromarray(np.squeeze(pixels)), 8, channels), pixels)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_the_three_formats_are_read(form):
    image = Image.new("RGB", (20, 20), (200, 100, 50))
    got = prepare(saved(image, form), 8, 3)
    assert got.shape == (8, 8, 3)
    assert np.abs(got.astype(int) - (200, 100, 50)).max() <= 3
    assert pixels_of(saved(image, form)) == 400


@pytest.mark.parametrize("form", ["BMP", "GIF", "TIFF", "PPM"])
def test_other_formats_are_refused(form):
    with pytest.raises(ImageReadError, match="wanted a whole PNG, JPEG or WebP image"):
        prepare(saved(Image.new("L", (4, 4)), form), 8, 1)


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]),
    st.integers(1, 12),
    st.sampled_from([1, 3]),
)
@settings(max_examples=60, deadline=None)
def test_any_image_comes_to_the_size_and_channels(width, height, mode, size, channels):
    got = prepare(saved(Image.new(mode, (width, height))), size, channels)
    assert got.shape == (size, size, channels)
    assert got.dtype == np.uint8


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_shows_white(mode):
    clear = Image.new(mode, (8, 8), 0)
    assert prepare(saved(clear), 8, 3).min() == 255
    half = Image.new("RGBA", (8, 8), (0, 0, 0, 128))
    assert set(prepare(saved(half), 8, 1).flatten().tolist()) == {127}


def test_a_transparent_colour_of_a_palette_shows_white():
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0])
    assert prepare(saved(image, transparency=0), 8, 3).min() == 255


def test_colour_becomes_grey_by_luma_and_grey_becomes_colour():
    red = Image.new("RGB", (8, 8), (255, 0, 0))
    assert set(prepare(saved(red), 8, 1).flatten().tolist()) == {76}  # 0.299 x 255
    assert np.array_equal(prepare(encoded(GREY), 8, 3), np.repeat(GREY, 3, axis=2))


def test_16_bits_become_8_by_their_upper_half():
    values = np.arange(64, dtype=np.uint16).reshape(8, 8) * 1000
    got = prepare(saved(Image.fromarray(values)), 8, 1)
    assert np.array_equal(got[..., 0], values >> 8)


def test_scaling_down_looks_at_every_pixel():
    """Without smoothing, a pattern finer than the result would come out as black or white."""
    board = (np.indices((64, 64)).sum(0) % 2 * 255).astype(np.uint8)
    got = prepare(encoded(board), 8, 1)
    assert np.abs(got.astype(int) - 127).max() <= 2


def test_the_centre_of_an_oblong_image_is_kept():
    strip = np.zeros((8, 24), np.uint8)
    strip[:, 8:16] = 255
    assert prepare(encoded(strip), 8, 1).min() == 255


def test_a_camera_that_was_turned_is_heeded():
    image = Image.fromarray(GREY[..., 0])
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees, clockwise
    turned = prepare(saved(image, exif=exif), 8, 1)
    assert np.array_equal(turned[..., 0], np.rot90(GREY[..., 0], -1))


def test_the_first_picture_of_an_animation_is_taken():
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    data = saved(first, "PNG", save_all=True, append_images=[second])
    assert prepare(data, 8, 3)[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_is_cut_off_is_refused(form):
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    data = encoded(noise, form)
    for part in (0, 1, 10, len(data) // 2, len(data) - 60):
        with pytest.raises(ImageReadError, match="wanted a whole PNG, JPEG or WebP image: "):
            prepare(data[:part], 8, 3)


@given(st.data(), st.sampled_from(["PNG", "JPEG", "WEBP"]))
@settings(max_examples=150, deadline=None)
def test_damage_is_refused_or_gives_an_image(data, form):
    """Whatever a parser raises, it comes out as the one error."""
    file = bytearray(encoded(COLOUR, form))
    for place in data.draw(st.lists(st.integers(0, len(file) - 1), min_size=1, max_size=8)):
        file[place] = data.draw(st.integers(0, 255))
    with suppress(ImageReadError):
        assert prepare(bytes(file), 8, 3).shape == (8, 8, 3)


def bomb(width, height):
    """A PNG of some bytes that announces a large image."""

    def chunk(kind, body):
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7072, 10_000, 30_000, 2**31 - 1])
def test_an_image_with_too_many_pixels_is_refused_before_it_is_decoded(side):
    for read in (pixels_of, lambda data: prepare(data, 8, 1)):
        with pytest.raises(ImageReadError, match=r"pixels, at most 50,000,000 are read"):
            read(bomb(side, side))


def test_the_limit_itself_is_read():
    assert pixels_of(bomb(MAX_PIXELS, 1)) == MAX_PIXELS


@pytest.mark.parametrize(("size", "channels"), [(0, 1), (8, 2)])
def test_a_size_that_makes_no_image_is_refused(size, channels):
    with pytest.raises(ValueError, match="size must be at least 1 and channels 1 or 3"):
        prepare(encoded(GREY), size, channels)
