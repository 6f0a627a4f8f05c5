"""Pairs that bear the same name and nothing speaks against. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

from contracode.corpus.clones.concepts import folded, plain
from contracode.corpus.clones.exported import hands_over_to
from contracode.corpus.functions.records import FunctionRecord
from contracode.seeds import seed_for

# Kinds of things that libraries take first, by the names of parameters in them.
_KINDS = {
    "text": "s str string text input subject word chars line char html xml template",
    "list": "arr array list collection xs items values iterable data seq ary as numbers ar l",
    "object": "obj object o target record source hash dict map",
    "function": "fn func f callback cb predicate pred iteratee iterator method comparator",
    "date": "date d dt time",
    "number": "n num number x count value val i a radians degrees angle min size length",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Below that a function is an accessor or a mere hand-over: nothing of what it does is in it.
_LEAST_CHARACTERS = 40
# A `lib` in these is the package's, not that of a function's folder.
_BUILT = {"es", "esm", "src", "dist", "build"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A function with its concept."""

    concept: str
    """Owner's kind, where there is one, and name."""
    group: str
    """Of its file."""
    family: str
    """Of its package."""
    record: FunctionRecord
    """The function."""


def is_strict(named: Named) -> bool:
    """Whether a function is likely to be what its name says: public, and more than a hand-over.

    Public is a method of a class, what has a file or a folder of its own name, and what is
    documented in a file that holds many; not what helps in the folder of another.
    """
    record = named.record
    if record.name.startswith(("_", "#", "$")) or record.name == "constructor":
        return False
    if len(" ".join(record.source.split())) < _LEAST_CHARACTERS or hands_over_to(record):
        return False
    folder = _folder_of_module(record.path)
    if folder is not None:
        return folder == plain(record.name)
    in_class = named.concept.partition(".")[2] != ""
    return in_class or bool(record.documentation) or _has_own_file(record)


def _folder_of_module(path: str) -> str | None:
    """The folder that names what lies in its `lib`: `trim` of ``trim/lib/main.js``."""
    places = PurePosixPath(path).parts[:-1]
    if "lib" not in places[1:] or places[places.index("lib", 1) - 1] in _BUILT:
        return None
    return folded(places[places.index("lib", 1) - 1])


def _has_own_file(record: FunctionRecord) -> bool:
    return folded(PurePosixPath(record.path).stem) == plain(record.name)


def pairs_by_name(
    functions: Iterable[Named],
    settled: Collection[tuple[str, frozenset[str]]],
    most: int,
    dropped: Counter[str],
) -> Iterator[tuple[Named, Named]]:
    """Pairs of one group and concept, and two families.

    Args:
        functions: strict ones, in the order of the corpus.
        settled: concepts with two families each whose calls were compared, whatever came of it.
        most: pairs of a concept; which ones is drawn by their ids.
        dropped: counts pairs that are left out, by reason.
    """
    for members in _by_concept(functions):
        kept = []
        for left, right in combinations(members, 2):
            reason = _objection(left, right, settled)
            if reason is None:
                kept.append((left, right))
            else:
                dropped[reason] += 1
        dropped["more pairs of a concept than most_pairs_by_name"] += max(len(kept) - most, 0)
        drawn = sorted(kept, key=lambda pair: seed_for(0, pair[0].record.id + pair[1].record.id))
        yield from (pair for pair in kept if pair in drawn[:most])


def _by_concept(functions: Iterable[Named]) -> list[list[Named]]:
    """One function a family, by group and concept."""
    concepts: dict[tuple[str, str], dict[str, Named]] = defaultdict(dict)
    for named in functions:
        kept = concepts[named.group, named.concept]
        if named.family not in kept or _rank(named.record) < _rank(kept[named.family].record):
            kept[named.family] = named
    return [list(families.values()) for families in concepts.values()]


def _objection(
    left: Named, right: Named, settled: Collection[tuple[str, frozenset[str]]]
) -> str | None:
    if (left.concept, frozenset((left.family, right.family))) in settled:
        return "compared by calls"
    if left.record.structure == right.record.structure:
        return "same structure"
    kinds = {_kind(left.record), _kind(right.record)} - {None}
    return "parameters of different kinds" if len(kinds) > 1 else None


def _kind(record: FunctionRecord) -> str | None:
    """What the function takes first, if its parameter's name tells."""
    first = record.parameters[0] if record.parameters else ""
    name = re.match(r"[\s.{[]*([A-Za-z]+)", first)
    return _KIND_OF.get(name[1].lower()) if name else None


def _rank(record: FunctionRecord) -> tuple[bool, bool, int, str]:
    """Documented ones first, then those with a file of their own."""
    own_file = _has_own_file(record)
    return (not record.documentation, not own_file, record.path.count("/"), record.path)
