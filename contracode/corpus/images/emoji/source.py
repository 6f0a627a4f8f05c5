"""Emoji of several vendors: fetched, matched, painted vendor by vendor, split by family. Shell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from contracode.corpus.dataset import Place
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.corpus.images.emoji.drawing import Canvas, Drawing, draw
from contracode.corpus.images.emoji.families import emoji_families
from contracode.corpus.images.emoji.matching import match_icons
from contracode.corpus.images.emoji.packages import Emoji, IconSet, read_emoji, read_icons
from contracode.corpus.images.harvest import Harvest
from contracode.corpus.images.recipe import EmojiRecipe
from contracode.corpus.images.records import ImageRecord
from contracode.corpus.parts import Parts
from contracode.corpus.splits import Split, split_of
from contracode.corpus.tables import as_columns, read_file, schema_of, write_rows

# Raised when the same icon would be painted otherwise.
_PAINTED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kinds:
    """What belongs together."""

    emoji: Sequence[Emoji]
    subgroups: Sequence[str]
    """Classes of the images, in order."""
    family: Mapping[str, str]
    """Code of an emoji to that of its family."""


def pins(dataset: Path) -> dict[str, str]:
    """What decides the pixels besides the recipe: the packages, and the library that paints."""
    return {"lock_sha256": lock_digest(dataset), "resvg_py": version("resvg_py")}


def harvest(recipe: EmojiRecipe, place: Place) -> Harvest:
    """The drawings of all vendors, one vendor after the other; those painted before are kept.

    Raises:
        CorpusError: the packages can't be fetched, or hold something else.
    """
    packages = fetch_packages(place.dataset, place.packages)
    emoji = read_emoji(packages, recipe.names)
    sets = [read_icons(packages, name) for name in recipe.vendors]
    matched = match_icons(emoji, sets)
    painted = _paint(recipe, sets, matched, Parts(place.out / "parts"), pins(place.dataset))
    left_out = Counter(each.reason for vendor in painted for each in vendor if each.reason)
    left_out["stands for no emoji, or for one in a skin tone"] = sum(
        len(icons.icons) - len(found) for icons, found in zip(sets, matched, strict=True)
    )
    subgroups = tuple(sorted({each.subgroup for each in emoji}))
    family = emoji_families(emoji, painted)
    return Harvest(
        classes=subgroups,
        records=_records(
            recipe, sets, painted, _Kinds(emoji=emoji, subgroups=subgroups, family=family)
        ),
        images=sum(not each.reason for vendor in painted for each in vendor),
        left_out=left_out,
        facts={
            "size": recipe.size,
            "background": recipe.background,
            "vendors": {each.vendor: f"{each.version}, {each.licence}" for each in sets},
            "families": len(set(family.values())),
            **_facts(emoji, painted),
        },
    )


def _paint(
    recipe: EmojiRecipe,
    sets: Sequence[IconSet],
    matched: Sequence[Mapping[str, str]],
    parts: Parts,
    pinned: Mapping[str, str],
) -> list[list[Drawing]]:
    canvas = Canvas(size=recipe.size, background=recipe.background)
    painted = []
    with tqdm(total=sum(map(len, matched)), desc="painting", unit=" images") as bar:
        for icons, found in zip(sets, matched, strict=True):
            decided_by: dict[str, Any] = {
                **pinned,
                "format": _PAINTED,
                "canvas": as_columns(canvas),
                "icons": dict(found),
            }
            part = parts.path(icons.vendor, decided_by)
            if not part.exists():
                rows = []
                for code, icon in found.items():
                    rows.append(as_columns(draw(icons, icon, code, canvas)))
                    bar.update()
                write_rows(part, rows, schema_of(Drawing))
            else:
                bar.update(len(found))
            table = read_file(part, [*schema_of(Drawing).names])
            painted.append([Drawing(**row) for row in table.to_pylist()])
    return painted


def _records(
    recipe: EmojiRecipe,
    sets: Sequence[IconSet],
    painted: Sequence[Sequence[Drawing]],
    kinds: _Kinds,
) -> Iterator[ImageRecord]:
    by_code = {each.code: each for each in kinds.emoji}
    shares: dict[Split, float] = {"test": recipe.test_share, "valid": recipe.valid_share}
    labels = {name: label for label, name in enumerate(kinds.subgroups)}
    for icons, drawings in zip(sets, painted, strict=True):
        for drawing in drawings:
            if drawing.reason:
                continue
            about = by_code[drawing.code]
            family = kinds.family[drawing.code]
            yield ImageRecord(
                id=f"emoji/{icons.vendor}/{drawing.code}",
                pixels=drawing.pixels,
                height=recipe.size,
                width=recipe.size,
                channels=3,
                label=labels[about.subgroup],
                name=about.name,
                concept=about.code,
                group=about.group,
                subgroup=about.subgroup,
                family=by_code[family].name,
                vendor=icons.vendor,
                licence=icons.licence,
                split=split_of(f"emoji/{family}", shares, "train"),
            )


def _facts(emoji: Sequence[Emoji], painted: Sequence[Sequence[Drawing]]) -> dict[str, Any]:
    vendors = Counter(each.code for vendor in painted for each in vendor if not each.reason)
    return {
        "emoji": len(vendors),
        "emoji_of_several_vendors": sum(count > 1 for count in vendors.values()),
        "emoji_nobody_draws": len(emoji) - len(vendors),
    }
