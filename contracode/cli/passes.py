"""List the passes."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import tyro

if TYPE_CHECKING:
    from compiler_aug import PassRecord

_COLUMNS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """List the passes by group: what each does, what it rests on, what a plan may tell it."""

    name: Annotated[tyro.conf.Positional[str | None], tyro.conf.arg(metavar="NAME")] = None
    """Only this pass; the paper's name will do. All if not given."""
    json: bool = False
    """Print one JSON object."""

    def run(self) -> None:
        """Print the catalogue."""
        from compiler_aug import Augmenter
        from compiler_aug.catalogue import assumptions, pass_called

        with Augmenter(workers=1) as augmenter:
            passes = augmenter.passes
        if self.name is not None:
            passes = (pass_called(self.name, passes),)
        needed = {number for each in passes for number in each.assumes}
        texts = {number: assumptions()[number] for number in sorted(needed)}
        if self.json:
            print(_as_json(passes, texts))
        else:
            print("\n".join(_as_text(passes, texts)))


def _as_text(passes: "Iterable[PassRecord]", texts: Mapping[int, str]) -> Iterator[str]:
    by_group = sorted(passes, key=lambda each: each.group)
    for group, members in groupby(by_group, key=lambda each: each.group):
        yield f"{group}\n"
        for each in members:
            yield "\n".join(_described(each)) + "\n"
    if texts:
        yield "assumptions\n"
        for number, text in texts.items():
            yield textwrap.fill(
                f"{number}. {text}", _COLUMNS, initial_indent="  ", subsequent_indent="     "
            )


def _described(record: "PassRecord") -> Iterator[str]:
    before, after, seed = record.example
    yield f"  {record.name}"
    if record.aliases:
        yield f"    in the paper: {', '.join(record.aliases)}"
    assumed = ", ".join(map(str, record.assumes)) or "nothing more"
    yield f"    preserves {record.preserves}; assumes {assumed}"
    if record.options:
        options = ", ".join(f"{name} = {json.dumps(each)}" for name, each in record.options.items())
        yield textwrap.fill(
            f"options: {options}", _COLUMNS, initial_indent="    ", subsequent_indent="      "
        )
    yield f"    example, {'every chance taken' if seed is None else f'seed {seed}'}:"
    yield textwrap.indent(before, "    - ", lambda _: True)
    yield textwrap.indent(after, "    + ", lambda _: True)


def _as_json(passes: "Iterable[PassRecord]", texts: Mapping[int, str]) -> str:
    content = {
        "passes": [asdict(each) for each in passes],
        "assumptions": {str(number): text for number, text in texts.items()},
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
