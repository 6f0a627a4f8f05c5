"""Which extracted function an exported one is. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from contracode.corpus.clones.concepts import folded
from contracode.corpus.functions.records import FunctionRecord

_HAND_OVER = re.compile(
    r"^[^{=]*(?:=\s*[^{=]*)?(?:\{\s*return|=>)\s+(?:\(0,\s*)?([\w.$]+)\)?\(([^()]*)\)[;\s]*\}?[;\s]*$"
)
_PASSED_ON = {"this", "arguments", "arguments.length"}
_IMPLEMENTATION = re.compile(r"[iI]mplementation$")
# What libraries call the function that does the work when the exported one only sorts arguments.
_IMPLEMENTATIONS = ("Implementation", "Impl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A function that a module exports."""

    module: str
    """Path of the module inside its package."""
    key: str
    """Where it was found in the module."""
    name: str
    """Name under which it is exported."""
    text: str
    """Its source, as the engine tells it."""
    declared: int
    """Parameters before the first with a default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runnable:
    """An extracted function, and the exported one that shows what it does.

    Where the exported one only hands over to another of its file, that one is it.
    """

    record: FunctionRecord
    name: str
    """Its own name, or that of one that only hands over to it."""
    exported: Exported
    exact: bool
    """Whether the two are one; else a wrapper of it was exported, such as a curried form."""


def runnables(
    exports: Iterable[Exported],
    records: Sequence[FunctionRecord],
    is_transparent: Callable[[FunctionRecord], bool],
) -> Iterator[Runnable]:
    """Exported functions with their extracted ones; those that are not found are left out.

    A function is found by its text, else by its name in the same file, else by its name in the
    only file of that name.

    Args:
        exports: of a package.
        records: extracted from it.
        is_transparent: whether the exported function of an extracted one's name does what that one
            does, although it is another: curried, say, and not made of it as a callback.
    """
    by_text: dict[str, list[FunctionRecord]] = defaultdict(list)
    by_name: dict[str, list[FunctionRecord]] = defaultdict(list)
    for record in records:
        by_text[function_text(record)].append(record)
        if is_transparent(record):
            by_name[record.name].append(record)
    for exported in exports:
        found, exact = _implementation(exported, by_name), False
        if found is None and (same := by_text[exported.text]):
            found, exact = min(same, key=lambda each: _distance(each, exported)), True
        found = found or _named(exported, by_name[exported.name])
        if found is None:
            continue
        name = found.name
        if callee := hands_over_to(found):
            there = [each for each in by_name.get(callee, ()) if each.path == found.path]
            found, exact = (there[0] if there else None), False
        if found is not None and not hands_over_to(found):
            yield Runnable(record=found, name=name, exported=exported, exact=exact)


def callee_before(text: str, record: FunctionRecord) -> str:
    """Name of the function whose first argument an extracted one is: ``curry(function ...``.

    Args:
        text: of the whole file.
        record: from that file.
    """
    before = text[max(record.start - 80, 0) : record.start]
    found = re.search(r"([\w$]+)\s*\(\s*$", before)
    return found[1] if found else ""


def hands_over_to(record: FunctionRecord) -> str:
    """Name of the function of its package that one calls with its own parameters, and no more.

    Empty where a function does something itself; what it calls of the language (`Object.keys`) or
    of a parameter (`list.find`) is its work.
    """
    found = _HAND_OVER.search(record.source)
    if not found:
        return ""
    callee, given = found[1], [each.strip() for each in found[2].split(",") if each.strip()]
    own = {re.split(r"[=:?]", each)[0].strip() for each in record.parameters}
    root, _, last = callee.rpartition(".")
    if (root or last)[:1].isupper() or callee.split(".")[0] in own | {"this"}:
        return ""
    passed = all(each in own | _PASSED_ON or _IMPLEMENTATION.search(each) for each in given)
    return last if passed else ""


def _implementation(
    exported: Exported, by_name: Mapping[str, Sequence[FunctionRecord]]
) -> FunctionRecord | None:
    for suffix in _IMPLEMENTATIONS:
        for record in by_name.get(exported.name + suffix, ()):
            if record.path == exported.module:
                return record
    return None


def _named(exported: Exported, named: Sequence[FunctionRecord]) -> FunctionRecord | None:
    in_file = [each for each in named if each.path == exported.module]
    if in_file:
        return in_file[0]
    # Sources and modules may lie in two folders; a namesake in another's file is a helper there.
    stem = folded(exported.name)
    own_file = [each for each in named if folded(PurePosixPath(each.path).stem) == stem]
    return own_file[0] if len(own_file) == 1 else None


def _distance(record: FunctionRecord, exported: Exported) -> tuple[bool, bool]:
    return (record.path != exported.module, record.name != exported.name)


def function_text(record: FunctionRecord) -> str:
    """The function alone: of ``const f = () => 1;`` what stands behind the first ``=``."""
    source = record.source
    if record.shape != "program" or not source.startswith(("const ", "let ", "var ")):
        return source
    return source.partition("=")[2].strip().removesuffix(";").rstrip()
