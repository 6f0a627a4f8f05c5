"""How many distinct variants programs have: ours, and the paper's pipeline on the same programs.

    python benchmarks/reach.py [--quick | --all] [--json FILE] [--list FILE] [--corpus DIR]
        [--plan NAME]

Of 20 variants of a program those count that differ from its text and from each other. Programs
that can't be read have none. Intervals: 95 %, whole packages drawn again. The paper's own figures
are of another corpus (1,843,099 functions of CodeSearchNet); its released pipeline is therefore
run here, too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tyro
from contestant import Contestant
from functions_sample import SampledFunction, default_corpus, draw_functions, seeded
from package_bootstrap import interval_by_package
from tqdm import tqdm

from compiler_aug import Augmenter, Failure, Plan, Variant
from contracode.files import write_text
from contracode.tasks.figures import FigureRow, write_figures
from contracode.tokens.lexical import lexical_tokens

LEAST = (1, 5, 15)
PAPER = {"share with >= 1": 0.892, "distinct strings of 21": 10.24}
"""Of its training set; the original counts among the strings. Source: the released histogram."""
RIVAL_FUNCTIONS = 5000
"""Of the whole corpus: the released pipeline makes less than a thousand variants a second."""
FEW = 5
"""Programs with fewer distinct variants are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which programs."""

    quick: bool = False
    """300 functions: under 45 s on two cores."""
    all: bool = False
    """The whole corpus, our side only on all of it."""
    json: Path | None = None
    """Also write the figures here."""
    list: Path | None = None
    """Write the programs with fewer than 5 distinct variants here, with the reason; by tabs."""
    corpus: Path | None = None
    """Corpus with a table of functions; npm-functions if it is built, else npm-small."""
    plan: str = "default"
    """Plan that comes with the package."""
    functions: int = 5000
    """Sampled functions."""
    count: int = 20
    """Variants of a program, as many as the paper drew."""
    seed: int = 0
    """Of the sample; variants have their own."""

    def __post_init__(self) -> None:
        if self.quick and self.all:
            raise ValueError("--quick and --all exclude each other; give one")

    @property
    def sample_size(self) -> int | None:
        """None: everything."""
        if self.all:
            return None
        return min(300, self.functions) if self.quick else self.functions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one program."""

    distinct: int
    """Different variants, none of them the source."""
    reason: str
    """Why so few, if they are few."""


def outcome_of(source: str, made: Sequence[Variant] | Failure) -> Outcome:
    """Count the variants, and find out why there are few."""
    if isinstance(made, Failure):
        return Outcome(0, f"{made.kind}: {made.message}")
    distinct = len({variant.text for variant in made} - {source})
    return Outcome(distinct, reason_for_few(source, made) if distinct < FEW else "")


def reason_for_few(source: str, made: Sequence[Variant]) -> str:
    """The first that applies: passes failed, were refused, or found nearly nothing to change."""
    failed = Counter(each.cause for variant in made for each in variant.failed)
    if failed:
        ((cause, _),) = failed.most_common(1)
        return f"a pass failed: {cause}"
    refused = Counter(each.assumption for variant in made for each in variant.refused)
    if refused:
        numbers = ", ".join(str(number) for number in sorted(refused))
        return f"passes refused by assumption {numbers}"
    return f"few places to change: {len(lexical_tokens(source))} tokens"


def reached(
    functions: Sequence[SampledFunction], plan: Plan, count: int
) -> Iterator[tuple[SampledFunction, Outcome]]:
    """Our side, in the order of the functions."""
    with Augmenter(workers=2, deadline_s=60) as face:
        made = face.augment(seeded(functions, count), plan, count)
        for function, result in zip(functions, made, strict=True):
            yield function, outcome_of(function.program.source, result)


def reached_as_released(functions: Sequence[SampledFunction], count: int) -> list[int]:
    """Distinct variants of the released pipeline; a program that it can't read has none."""
    distinct: list[int] = []
    with Contestant("released") as process:
        for first in range(0, len(functions), 100):
            part = functions[first : first + 100]
            texts = process.round(part, Plan("none", ()), count=count, want_texts=True).texts
            pairs = zip(part, texts, strict=True)
            distinct += [len(set(made) - {each.standalone}) for each, made in pairs]
    return distinct


def report(
    name: str, distinct: Sequence[int], packages: Sequence[str], count: int
) -> list[FigureRow]:
    """Shares and the mean, printed as one row of the table."""
    numbers = np.asarray(distinct)
    measured = {f"share with >= {least}": numbers >= least for least in LEAST}
    measured[f"distinct strings of {count + 1}"] = numbers + 1
    rows, cells = [], [name, f"{len(numbers):,}"]
    for metric, values in measured.items():
        found = interval_by_package(values.astype(np.float64), packages)
        form = ".2f" if metric.startswith("distinct") else ".2%"
        cells.append(f"{found.mean:{form}} [{found.low:{form}}, {found.high:{form}}]")
        rows.append(
            FigureRow(name=name, metric=metric, value=found.mean, low=found.low, high=found.high)
        )
    print(f"| {' | '.join(cells)} |")
    return rows


def print_reasons(few: Sequence[tuple[SampledFunction, Outcome]]) -> None:
    """Why programs have few variants, with one example each."""
    print(f"\n{len(few)} programs with fewer than {FEW} distinct variants, by reason:")
    examples: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for function, outcome in few:
        # The number of tokens and the parser's words differ from one program to the next.
        kind = outcome.reason.split(": ")[0]
        counts[kind] += 1
        examples.setdefault(kind, f"{function.id} ({outcome.reason})")
    for kind, number in counts.most_common():
        print(f"- {kind}: {number}, such as {examples[kind]}")


def main(settings: Settings) -> None:
    """Measure, print, and write."""
    plan = Plan.named(settings.plan)
    sample = draw_functions(
        settings.corpus or default_corpus(), settings.sample_size, settings.seed
    )
    found = list(
        tqdm(
            reached(sample.functions, plan, settings.count),
            total=len(sample.functions),
            disable=None,
            unit=" programs",
        )
    )
    names = [f">= {least} variants" for least in LEAST]
    names.append(f"distinct strings of {settings.count + 1}")
    print(f"{sample.data.name}, plan {plan.name}, {settings.count} variants a program")
    print(f"| | programs | {' | '.join(names)} |\n|{' --- |' * (2 + len(names))}")
    packages = [function.package for function, _ in found]
    distinct = [outcome.distinct for _, outcome in found]
    rows = report("ours", distinct, packages, settings.count)
    rival = sample.functions
    if settings.all:
        rival = draw_functions(sample.corpus, RIVAL_FUNCTIONS, settings.seed).functions
    theirs = reached_as_released(rival, settings.count)
    rows += report("released", theirs, [each.package for each in rival], settings.count)
    print("| the paper's own, on CodeSearchNet | 1,843,099 | 89.2% | | | 10.24 |")
    few = [(function, outcome) for function, outcome in found if outcome.distinct < FEW]
    print_reasons(few)
    if settings.list:
        lines = (f"{each.id}\t{outcome.distinct}\t{outcome.reason}\n" for each, outcome in few)
        write_text(settings.list, "".join(lines))
    if settings.json:
        rows += [FigureRow(name="paper", metric=name, value=value) for name, value in PAPER.items()]
        write_figures(settings.json, sample.data, [settings.seed], rows)


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
