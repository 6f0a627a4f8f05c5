"""Which emoji belong together so closely that a split must not part them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from contracode.corpus.images.emoji.drawing import Drawing
from contracode.corpus.images.emoji.packages import Emoji
from contracode.corpus.images.splits import families

# Signs of sex, the joiner before them, and what only asks for colour or skin.
_UNSEEN = {"2640", "2642", "200D", "FE0F", "1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF"}
# Man and woman become person, boy and girl child, old man and old woman old person.
_NEUTRAL = {
    "1F468": "1F9D1",
    "1F469": "1F9D1",
    "1F466": "1F9D2",
    "1F467": "1F9D2",
    "1F474": "1F9D3",
    "1F475": "1F9D3",
}


def emoji_families(emoji: Sequence[Emoji], drawings: Iterable[Sequence[Drawing]]) -> dict[str, str]:
    """Family of each emoji, both by their codes.

    Together stand those that differ by sex alone, and those that are drawn with the very same
    pixels, as the flags of a country and of its territories.
    """
    neutral = defaultdict(list)
    for each in emoji:
        neutral[neutral_code(each.code)].append(each.code)
    same = defaultdict(set)
    for vendor in drawings:
        for drawing in vendor:
            if not drawing.reason:
                same[drawing.pixels].add(drawing.code)
    alike = [*neutral.values(), *map(sorted, same.values())]
    return families([each.code for each in emoji], alike)


def neutral_code(code: str) -> str:
    """Code points without sex and skin tone; equal for the emoji that differ by those alone."""
    parts = [_NEUTRAL.get(part, part) for part in code.split("-") if part not in _UNSEEN]
    return "-".join(parts) or code
