"""Which drawing of a vendor shows which emoji: by code points where they are told, else by name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from contracode.corpus.images.emoji.packages import Emoji, IconSet

_VARIATION_SELECTOR = "FE0F"
_BRACKETED = re.compile(r"\(.*?\)")
_SAID = {"*": " asterisk ", "#": " hash ", "&": " and "}


def match_icons(emoji: Sequence[Emoji], sets: Sequence[IconSet]) -> list[dict[str, str]]:
    """For each set, code of an emoji to the name of its drawing.

    A drawing stands for one emoji at most. Drawings in skin tones stand for none. The names that
    sets with code points give an emoji are looked for in the sets without: names have changed
    since those were drawn.
    """
    names = _known_names(emoji, sets)
    return [_matched(emoji, each, names) for each in sets]


def name_key(name: str) -> str:
    """A name as it is compared: small letters and digits only, no accents.

    Vendors write ``alarm clock`` as alarm-clock or alarmclock.
    """
    for sign, word in _SAID.items():
        name = name.replace(sign, word)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain.replace("flag-for-", "flag-"))


def code_key(code: str) -> str:
    """Code points as they are compared: capitals, without the selector of colour."""
    return "-".join(part for part in code.upper().split("-") if part != _VARIATION_SELECTOR)


def _matched(emoji: Sequence[Emoji], icons: IconSet, names: Mapping[str, str]) -> dict[str, str]:
    by_key = {code_key(each.code): each.code for each in emoji}
    found: dict[str, str] = {}
    taken: set[str] = set()

    def take(code: str | None, icon: str) -> None:
        if code is not None and code not in found and icon not in taken and icon in icons.icons:
            found[code] = icon
            taken.add(icon)

    for code, icon in icons.codes.items():
        take(by_key.get(code_key(code)), icon)
    for icon in icons.icons:
        take(names.get(name_key(icon)), icon)
    # Last, because a vendor's second names are loose: `cricket` is the game and the insect.
    for alias, icon in icons.aliases.items():
        take(names.get(name_key(alias)), icon)
    return {each.code: found[each.code] for each in emoji if each.code in found}


def _known_names(emoji: Sequence[Emoji], sets: Iterable[IconSet]) -> dict[str, str]:
    """Name to code. Of names in use for several emoji the official one counts, or none."""
    by_key = {code_key(each.code): each.code for each in emoji}
    official = [(each.name, each.code) for each in emoji]
    spoken = [(name, each.code) for each in emoji for name in each.other_names]
    shortened = [(_BRACKETED.sub("", each.name), each.code) for each in emoji]
    drawn = [
        (icon, by_key[code_key(code)])
        for each in sets
        for code, icon in each.codes.items()
        if code_key(code) in by_key
    ]
    known: dict[str, str] = {}
    for source in (official, spoken, shortened, drawn):
        known = {**_unambiguous(source), **known}
    return known


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in pairs:
        codes[name_key(name)].add(code)
    return {name: next(iter(each)) for name, each in codes.items() if len(each) == 1 and name}
