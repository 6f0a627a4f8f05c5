"""Painting icons: pixels told beforehand, and what can't be painted."""

import numpy as np
import pytest

from contracode.corpus.images.emoji.drawing import Canvas, draw
from contracode.corpus.images.emoji.packages import IconSet

CANVAS = Canvas(size=8, background="#ffffff")
RED, WHITE = [255, 0, 0], [255, 255, 255]


def drawn(body, canvas=CANVAS, **sizes):
    icons = IconSet(
        vendor="tiny",
        version="1",
        licence="MIT",
        icons={"icon": {"body": body, **sizes}},
        aliases={},
        codes={},
        width=8,
        height=8,
    )
    return draw(icons, "icon", "1F43B", canvas)


def pixels(drawing, size=8):
    assert drawing.reason == ""
    return np.frombuffer(drawing.pixels, np.uint8).reshape(size, size, 3)


def test_a_square_lies_where_it_was_put_on_the_background():
    painted = pixels(drawn('<path fill="#f00" d="M2 3h4v2h-4z"/>'))
    red = (painted == RED).all(axis=2)
    assert np.argwhere(red).min(axis=0).tolist() == [3, 2]
    assert red.sum() == 8
    assert (painted[~red] == WHITE).all()


def test_a_drawing_that_is_not_square_is_centred():
    painted = pixels(drawn('<path fill="#f00" d="M0 0h4v8h-4z"/>', width=4))
    assert np.flatnonzero((painted[0] == RED).all(axis=1)).tolist() == [2, 3, 4, 5]


def test_what_is_transparent_shows_the_background():
    body = '<path fill="#f00" fill-opacity=".5" d="M0 0h4v8h-4z"/>'
    painted = pixels(drawn(body, Canvas(size=8, background="#0000ff")))
    assert painted[0, 7].tolist() == [0, 0, 255]
    assert np.abs(painted[0, 0].astype(int) - [127, 0, 127]).max() <= 1


def test_a_body_may_say_xlink_without_declaring_it():
    body = '<defs><path id="a" fill="#f00" d="M0 0h4v8h-4z"/></defs><use xlink:href="#a"/>'
    assert (pixels(drawn(body))[:, :4] == RED).all()


@pytest.mark.parametrize("body", ["<path", "<g></path>", '<use other:href="#a"/>', "&nothing;"])
def test_a_broken_drawing_gives_its_reason(body):
    broken = drawn(body)
    assert broken.pixels == b""
    assert broken.reason.startswith("not drawable: ")


@pytest.mark.parametrize("body", ["", '<path fill="#fff" d="M0 0h8v8h-8z"/>', "<text>A</text>"])
def test_an_empty_canvas_gives_its_reason(body):
    assert drawn(body).reason == "one colour all over"
