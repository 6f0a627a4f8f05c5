"""Make variants of a program; list the passes."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tyro

if TYPE_CHECKING:
    from compiler_aug import Augmenter, Plan, Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Augment:
    """Print variants of a program: other text, same behaviour.

    The program may be a file, a declaration, a method, or a function without a name.
    """

    file: Annotated[tyro.conf.Positional[str], tyro.conf.arg(metavar="FILE")]
    """Source file, or - for standard input."""
    count: Annotated[int, tyro.conf.arg(aliases=["-n"])] = 4
    """Variants."""
    seed: int = 0
    """Variant number i has the seed plus i; the same seed gives the same bytes."""
    plan: str = "default"
    """Name of a plan (default, full, identity), or a TOML file."""
    json: bool = False
    """Print one JSON object instead of text."""

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"count must be at least 1, got {self.count}")

    def run(self) -> None:
        """Print the variants."""
        from compiler_aug import Augmenter, Failure, Plan, Program
        from contracode.cli.reading import language_of_argument, read_argument

        source = read_argument(self.file)
        plan = Plan.read(Path(self.plan)) if self.plan.endswith(".toml") else Plan.named(self.plan)
        program = Program(source, language_of_argument(self.file) or "auto")
        with Augmenter(workers=1) as augmenter:
            (result,) = augmenter.augment([(program, self.seed)], plan, self.count)
            if isinstance(result, Failure):
                raise result.as_error("standard input" if self.file == "-" else self.file)
            print(_as_json(augmenter, plan, result) if self.json else _as_text(result))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """List the passes, each with an example and what it assumes."""

    def run(self) -> None:
        """Print the catalogue."""
        from compiler_aug import Augmenter

        with Augmenter(workers=1) as augmenter:
            for record in augmenter.passes:
                before, after, seed = record["example"]
                assumed = ", ".join(map(str, record["assumes"])) or "nothing"
                print(f"{record['name']}")
                print(f"  in the paper: {record['paper'] or '-'}")
                print(f"  preserves {record['preserves']}; assumes {assumed} (ASSUMPTIONS.md)")
                print(_indented(before, "  - "))
                print(_indented(after, "  + "))
                print(f"  (seed {seed})\n")


def _as_text(variants: "list[Variant]") -> str:
    blocks = []
    for number, variant in enumerate(variants):
        passes = ", ".join(f"{each.name} ({each.changes})" for each in variant.passes)
        title = f"// variant {number}, seed {variant.seed}: {passes or 'unchanged'}"
        blocks.append(f"{title}\n{variant.text}\n")
    return "\n".join(blocks)


def _as_json(augmenter: "Augmenter", plan: "Plan", variants: "list[Variant]") -> str:
    content = {
        "plan": {"name": plan.name, "digest": plan.digest},
        "engines": augmenter.engines,
        "variants": [asdict(variant) for variant in variants],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _indented(text: str, mark: str) -> str:
    return "\n".join(mark + line for line in text.splitlines())
