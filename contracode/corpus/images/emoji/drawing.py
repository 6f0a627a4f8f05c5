"""From a vendor's vector drawing to pixels."""

import io
from dataclasses import dataclass

import numpy as np
import resvg_py
from PIL import Image

from contracode.corpus.images.emoji.packages import IconSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """What all drawings are painted on."""

    size: int
    """Height and width, in pixels."""
    background: str
    """Colour, such as ``#ffffff``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A painted icon, or why there is none."""

    code: str
    """Of the emoji."""
    pixels: bytes
    """Red, green, blue; empty if it was not painted."""
    reason: str
    """Empty if it was painted."""


def draw(icons: IconSet, icon: str, code: str, canvas: Canvas) -> Drawing:
    """Paint an icon. One that can't be painted, or leaves the canvas empty, gives a reason."""
    try:
        pixels = paint(svg_of(icons, icon, canvas), canvas)
    except ValueError as error:
        return Drawing(code=code, pixels=b"", reason=f"not drawable: {error}")
    if pixels == pixels[:3] * canvas.size**2:
        return Drawing(code=code, pixels=b"", reason="one colour all over")
    return Drawing(code=code, pixels=pixels, reason="")


def svg_of(icons: IconSet, icon: str, canvas: Canvas) -> str:
    """The SVG document of an icon; what is not square is centred."""
    about = icons.icons[icon]
    left, top = about.get("left", 0), about.get("top", 0)
    width, height = about.get("width", icons.width), about.get("height", icons.height)
    # Some bodies say xlink:href without declaring the name space; then nothing would be drawn.
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{canvas.size}" height="{canvas.size}" viewBox="{left} {top} {width} {height}">'
        f"{about['body']}</svg>"
    )


def paint(svg: str, canvas: Canvas) -> bytes:
    """Red, green and blue of each pixel, row by row.

    Raises:
        ValueError: the document can't be drawn.
    """
    # The fonts of the machine would make the same recipe give other pixels elsewhere.
    png = resvg_py.svg_to_bytes(
        svg_string=svg, background=canvas.background, skip_system_fonts=True
    )
    with Image.open(io.BytesIO(png)) as image:
        pixels = np.asarray(image.convert("RGB"))
    if pixels.shape != (canvas.size, canvas.size, 3):
        raise ValueError(f"drawn with the shape {pixels.shape}")
    return pixels.tobytes()
