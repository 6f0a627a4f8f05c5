"""Every source file of a package through one plan."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler_aug import Augmenter, Failure, Language, Plan, PlanStep, Program
from contracode.seeds import seed_for

_LANGUAGES: dict[str, Language] = {".ts": "ts", ".tsx": "tsx"}
_BUGS = (
    ("===", "!=="),
    ("!==", "==="),
    ("&&", "||"),
    ("||", "&&"),
    (" < ", " >= "),
    (" > ", " <= "),
    (" + ", " - "),
    (" - ", " + "),
    (" = 0", " = 1"),
    ("true", "false"),
    ("false", "true"),
    ("return ", "return void "),
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A package's sources after a plan."""

    texts: dict[str, str]
    """Every source by path."""
    changed: int
    """Files whose text differs from the published one."""
    faults: tuple[str, ...]
    """Files that could not be rewritten, and passes that broke on one, with the reason."""


def preserving_passes(augmenter: Augmenter) -> list[str]:
    """Names of the passes that claim to keep behaviour."""
    return [each.name for each in augmenter.passes if each.preserves == "behaviour"]


def plan_of_all(passes: Sequence[str]) -> Plan:
    """Every pass on every second file, in an order that each file draws."""
    return Plan("all", tuple(PlanStep(name, 0.5) for name in passes), "shuffled")


def rewrite(augmenter: Augmenter, sources: Mapping[str, str], plan: Plan, seed: int) -> Rewritten:
    """Every file by itself, with a seed that its path decides."""
    programs = [
        (
            Program(text, _LANGUAGES.get(PurePosixPath(path).suffix, "js"), "program"),
            seed_for(seed, path),
        )
        for path, text in sources.items()
    ]
    texts = dict(sources)
    faults: list[str] = []
    for path, made in zip(sources, augmenter.augment(programs, plan), strict=True):
        if isinstance(made, Failure):
            faults.append(f"{path}: {made.reason}")
            continue
        faults += [f"{path}: {failed.name}: {failed.cause}" for failed in made[0].failed]
        if not is_whole(made[0].text):
            faults.append(f"{path}: half of a character, which UTF-8 can't hold")
            continue
        texts[path] = made[0].text
    changed = sum(texts[path] != text for path, text in sources.items())
    return Rewritten(texts, changed, tuple(faults))


def is_whole(text: str) -> bool:
    """Whether a text can be written; a lone half of a surrogate pair can't."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def plant_bug(sources: Mapping[str, str], tested: Sequence[str], seed: int) -> dict[str, str]:
    """The sources with one operator, literal or result changed for another.

    Args:
        sources: texts by path.
        tested: beginnings of the paths that are looked at.
        seed: decides which; lines that look like a comment are left out.
    """
    drawn = random.Random(seed)
    places = [
        (path, found.start(), wrong, right)
        for right, wrong in _BUGS
        for path, text in sources.items()
        if path.startswith(tuple(tested))
        for found in re.finditer(re.escape(right), text)
        if not re.match(r"\s*(\*|/[/*])", text[text.rfind("\n", 0, found.start()) + 1 :][:200])
    ]
    path, start, wrong, right = drawn.choice(places)
    text = sources[path]
    return {**sources, path: text[:start] + wrong + text[start + len(right) :]}
