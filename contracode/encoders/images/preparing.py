"""From an image as people have it to the pixels that a model reads."""

import io
from typing import NoReturn

import numpy as np
from jaxtyping import UInt8
from PIL import Image, ImageOps

from contracode.errors import ImageReadError

MAX_PIXELS = 50_000_000
"""Most pixels of an image: 150 MB once decoded. A file of some kilobytes can hold billions."""
_FORMATS = ("PNG", "JPEG", "WEBP")


def pixels_of(data: bytes) -> int:
    """Number of an image's pixels, from its header; nothing is decoded.

    Raises:
        ImageReadError: it is no PNG, JPEG or WebP, or has more than ``MAX_PIXELS``.
    """
    with _opened(data) as image:
        return image.width * image.height


def prepare(
    image: bytes | Image.Image, size: int, channels: int
) -> UInt8[np.ndarray, "size size channels"]:
    """Decode an image and bring it to a model's size and channels.

    It is turned as its camera says; of an animation the first picture is taken; what is transparent
    shows white; colour becomes grey by its luma; 16 bits become 8 by their upper half. It is scaled
    (bicubic, over all pixels that fall together) until the shorter side fits, and the centre is
    kept. An image that fits already keeps its pixels as they are.

    Args:
        image: bytes of a PNG, JPEG or WebP file, or an image in memory.
        size: height and width to bring it to, in pixels.
        channels: 1 for grey, 3 for red, green and blue.

    Raises:
        ImageReadError: it can't be decoded: another format, broken, cut off, or more than
            ``MAX_PIXELS`` pixels.
        ValueError: size or channels make no image.
    """
    if size < 1 or channels not in (1, 3):
        raise ValueError(
            f"size must be at least 1 and channels 1 or 3, got {size} px and {channels} channels"
        )
    if isinstance(image, bytes):
        with _opened(image) as opened:
            return _fitted(opened, size, channels)
    return _fitted(image, size, channels)


def _opened(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageReadError(_too_many("far too many")) from error
    except Exception as error:  # noqa: BLE001 - _refuse says why
        _refuse(error)
    if image.width * image.height > MAX_PIXELS:
        raise ImageReadError(_too_many(f"{image.width} x {image.height}"))
    return image


def _fitted(
    image: Image.Image, size: int, channels: int
) -> UInt8[np.ndarray, "size size channels"]:
    try:
        plain = _opaque(_of_8_bits(ImageOps.exif_transpose(image)))
        fitted = ImageOps.fit(plain, (size, size), Image.Resampling.BICUBIC)
        array = np.asarray(fitted.convert("L" if channels == 1 else "RGB"))
    except Exception as error:  # noqa: BLE001 - _refuse says why
        _refuse(error)
    return np.array(array).reshape(size, size, channels)


def _of_8_bits(image: Image.Image) -> Image.Image:
    """Grey of more than 8 bits, which Pillow would cut off at 255, by its upper half."""
    if not image.mode.startswith("I"):
        return image
    return Image.fromarray((np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8))


def _opaque(image: Image.Image) -> Image.Image:
    """The image in grey or colour; what is transparent shows white."""
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, layered).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _refuse(error: Exception) -> NoReturn:
    """Refuse a file that Pillow failed on.

    Its parsers raise whatever they meet in a file: OSError, SyntaxError, ValueError, struct.error,
    zlib.error, IndexError and others; none of them is a defect of ours.
    """
    if isinstance(error, MemoryError):
        raise error
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "cannot identify image file" in reason:
        reason = "these bytes are not the beginning of one"
    raise ImageReadError(f"wanted a whole PNG, JPEG or WebP image: {reason}") from error


def _too_many(what: str) -> str:
    return f"the image has {what} pixels, at most {MAX_PIXELS:,} are read; scale it down first"
