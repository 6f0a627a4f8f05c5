"""Variants and what passes changed, as text and JSON on standard output."""

import difflib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict

from compiler_aug import ExplainedVariant, Failure, Program, Variant
from contracode.corpus.variants.outputs import json_lines
from contracode.corpus.variants.records import Made
from contracode.corpus.variants.rows import utf8_of
from contracode.corpus.variants.stream import Making

_BOLD, _RED, _GREEN, _CYAN, _PLAIN = "\033[1m", "\033[31m", "\033[32m", "\033[36m", "\033[0m"


def print_one(made: Made, making: Making, *, as_json: bool) -> None:
    """Variants of one program; as JSON, one object with what makes them again."""
    for _, variants in made:
        if as_json:
            content = {
                "plan": {"name": making.plan.name, "digest": making.plan.digest},
                "engines": making.augmenter.engines,
                "variants": [asdict(variant) for variant in variants],
            }
            print(utf8_of(json.dumps(content, indent=2, ensure_ascii=False)))
        else:
            print("\n".join(_blocks("", variants)))


def print_made(made: Made, *, as_json: bool) -> None:
    """Variants of many programs; as JSON, one a line."""
    if as_json:
        for line in json_lines(made):
            print(line)
        return
    for program, variants in made:
        for block in _blocks(f"{program.id}, ", variants):
            print(block)


def explain(
    programs: Iterable[Program], making: Making, on_failure: Callable[[Failure], object]
) -> None:
    """Print what each pass changed, on the way to each variant."""
    is_coloured = sys.stdout.isatty()
    for program in programs:
        first = making.seed_of(program.id)
        for number in range(making.count):
            found = making.augmenter.explain(program, making.plan, first + number)
            if isinstance(found, Failure):
                on_failure(found)
                break
            print(f"{program.id}, variant {number}, seed {found.variant.seed}")
            for line in _diffs(program.source, found):
                print(_coloured(line) if is_coloured else line)
            print()


def _blocks(name: str, variants: Iterable[Variant]) -> Iterator[str]:
    for number, variant in enumerate(variants):
        passes = ", ".join(f"{each.name} ({each.changes})" for each in variant.passes)
        title = f"// {name}variant {number}, seed {variant.seed}: {passes or 'unchanged'}"
        yield utf8_of(f"{title}\n{variant.text}\n")


def _diffs(source: str, explained: ExplainedVariant) -> Iterator[str]:
    """One unified diff a pass that changed something, then what became of the others."""
    variant = explained.variant
    before, name = source, "source"
    for applied, text in zip(variant.passes, explained.texts, strict=True):
        after = f"{applied.name} ({applied.changes})"
        old, new = utf8_of(before).splitlines(), utf8_of(text).splitlines()
        yield from difflib.unified_diff(old, new, name, after, lineterm="")
        before, name = text, after
    if variant.unchanged:
        yield f"nothing to change: {', '.join(variant.unchanged)}"
    for refused in variant.refused:
        yield f"refused: {refused.name}, by assumption {refused.assumption}"
    for failed in variant.failed:
        yield f"failed: {failed.name}: {failed.cause}"


def _coloured(line: str) -> str:
    if line.startswith(("--- ", "+++ ")):
        return f"{_BOLD}{line}{_PLAIN}"
    colour = {"-": _RED, "+": _GREEN, "@": _CYAN}.get(line[:1])
    return f"{colour}{line}{_PLAIN}" if colour else line
