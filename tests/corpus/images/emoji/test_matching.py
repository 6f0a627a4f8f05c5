"""Which drawing shows which emoji: two tables, and the order of what is believed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.corpus.images.emoji.matching import code_key, match_icons, name_key
from contracode.corpus.images.emoji.packages import Emoji, IconSet

EMOJI = {
    "23F0": "alarm clock",
    "1F4A5": "collision",
    "1F917": "smiling face with open hands",
    "1F170-FE0F": "A button (blood type)",
    "1F1E6-1F1FD": "flag: Åland Islands",
    "1F997": "cricket",
    "1F3CF": "cricket game",
    "1F554": "nine o\u2019clock",
    "002A-FE0F-20E3": "keycap: *",
    "1F43B": "bear",
}


def emoji():
    return [
        Emoji(code=code, name=name, other_names=("bang",) if name == "collision" else (), group="g",
              subgroup="s")
        for code, name in EMOJI.items()
    ]  # fmt: skip


def icon_set(icons, aliases=None, codes=None):
    return IconSet(
        vendor="tiny",
        version="1",
        licence="MIT",
        icons={name: {"body": ""} for name in icons},
        aliases=aliases or {},
        codes=codes or {},
        width=8,
        height=8,
    )


def matched(*icons, aliases=None, codes=None, beside=()):
    sets = [icon_set(icons, aliases, codes), *beside]
    return match_icons(emoji(), sets)[0]


@pytest.mark.parametrize(
    ("icon", "code"),
    [
        ("alarm-clock", "23F0"),
        ("alarmclock", "23F0"),
        ("bang", "1F4A5"),
        ("a-button", "1F170-FE0F"),
        ("flag-aland-islands", "1F1E6-1F1FD"),
        ("flag-for-aland-islands", "1F1E6-1F1FD"),
        ("nine-oclock", "1F554"),
        ("keycap-asterisk", "002A-FE0F-20E3"),
    ],
)
def test_a_name_is_known_as_vendors_write_it(icon, code):
    assert matched(icon) == {code: icon}


@pytest.mark.parametrize("icon", ["alarm-clock-dark", "clock", "hugging-face", "", "-"])
def test_another_name_is_not_guessed(icon):
    assert matched(icon) == {}


def test_code_points_count_more_than_names():
    assert matched("bang", "bear", codes={"1f43b": "bang"}) == {"1F43B": "bang"}
    assert matched("x", codes={"1f170": "x"}) == {"1F170-FE0F": "x"}


def test_code_points_of_a_missing_drawing_are_passed_over():
    assert matched("bear", codes={"1f43b": "gone"}) == {"1F43B": "bear"}


def test_a_name_that_another_vendor_gives_with_code_points_is_known():
    beside = [icon_set(["hugging-face"], codes={"1f917": "hugging-face"})]
    assert matched("hugging-face", beside=beside) == {"1F917": "hugging-face"}


def test_a_name_that_vendors_give_to_different_emoji_is_not_believed():
    beside = [
        icon_set(["hug"], codes={"1f917": "hug"}),
        icon_set(["hug"], codes={"1f43b": "hug"}),
    ]
    assert matched("hug", beside=beside) == {}


def test_a_drawing_stands_for_one_emoji_and_its_first_name_counts():
    found = matched(
        "cricket-game", "bear-face", aliases={"cricket": "cricket-game", "bear": "bear-face"}
    )
    assert found == {"1F3CF": "cricket-game", "1F43B": "bear-face"}


@settings(deadline=None)
@given(st.text())
def test_comparing_a_name_twice_changes_nothing(name):
    assert name_key(name_key(name)) == name_key(name)


def test_the_selector_of_colour_is_not_compared():
    assert code_key("2a-fe0f-20e3") == code_key("2A-20E3")
