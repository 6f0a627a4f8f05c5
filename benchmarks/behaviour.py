"""Whether variants do what their source does: real functions are called before and after.

    python benchmarks/behaviour.py [--quick] [--json FILE] [--list FILE] [--corpus DIR]

Every function of the sample that can run alone is called on arguments made for it. What it uses and
does not declare is put in its place: objects that record what is done to them. Compared are, call
by call: the result, what is thrown, the order of calls, reads and writes on everything around the
function, `console` among it, and the arguments afterwards. A row is one pass drawn always, or a
plan. Below stands how many mistakes were noticed that were put into the same functions on purpose.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tyro
from comparers import compared, trials
from functions_sample import FunctionsSample, SampledFunction, default_corpus, draw_functions
from scipy.stats import beta
from tqdm import tqdm

from contracode.files import write_json
from contracode.tasks.figures import FigureRow, write_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which functions, and how often each pass is drawn."""

    quick: bool = False
    """150 functions: under 45 s on two cores."""
    json: Path | None = None
    """Also write the figures here."""
    list: Path | None = None
    """Write the cases that differ here, as JSON."""
    corpus: Path | None = None
    """Corpus with a table of functions; npm-functions if it is built, else npm-small."""
    functions: int = 6000
    """Sampled functions."""
    seeds: int = 2
    """Variants of each pass alone; of plans there are three times as many."""
    calls: int = 14
    """Calls of each function and of each variant."""
    mutations: int = 3
    """Mistakes put into each function."""
    only: tuple[str, ...] = ()
    """Rows to measure; all if none is named."""
    seed: int = 0
    """Of the sample."""

    @property
    def sample_size(self) -> int:
        """Functions that are drawn."""
        return min(150, self.functions) if self.quick else self.functions


@dataclass(slots=True)
class Tally:
    """What became of the variants of one row."""

    variants: int = 0
    differing: int = 0
    functions: int = 0
    functions_differing: int = 0

    def add(self, variants: int, differing: int) -> None:
        """Count the variants of one function."""
        self.variants += variants
        self.differing += differing
        self.functions += variants > 0
        self.functions_differing += differing > 0


@dataclass(slots=True)
class Outcome:
    """Everything that was found out."""

    statuses: Counter[str] = field(default_factory=Counter)
    trials: dict[str, Tally] = field(default_factory=dict)
    mutations: dict[str, Tally] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    differences: list[dict[str, Any]] = field(default_factory=list)

    def add(self, function: SampledFunction, reply: dict[str, Any]) -> None:
        """Count one function."""
        if "failure" in reply:
            self.statuses["failed"] += 1
            self.differences.append({"id": function.id, "failure": reply["failure"]})
            return
        self.statuses[reply["status"]] += 1
        for name, (variants, differing) in reply["trials"].items():
            self.trials.setdefault(name, Tally()).add(variants, differing)
        for kind, (made, noticed) in reply["mutations"].items():
            self.mutations.setdefault(kind, Tally()).add(made, noticed)
        self.failed.update(f"{name}: {cause}" for name, cause in reply["failed"])
        origin = {"id": function.id, "package": function.package, "source": function.program.source}
        language = {"language": function.program.language, "shape": function.program.shape}
        self.differences += [origin | language | found for found in reply["differences"]]


def upper_bound(successes: int, trials: int, level: float = 0.95) -> float:
    """Largest share under which so few successes are no rarer than one in twenty.

    Source: Clopper and Pearson 1934, "The use of confidence or fiducial limits", one-sided.
    """
    if successes >= trials:
        return 1.0
    return float(beta.ppf(level, successes + 1, trials - successes))


def print_trials(outcome: Outcome) -> list[FigureRow]:
    """The table of passes and plans."""
    print("\n| | variants | functions | differ | functions that differ | at most (95 %) |")
    print("| --- | --- | --- | --- | --- | --- |")
    rows = []
    for name, tally in outcome.trials.items():
        bound = upper_bound(tally.functions_differing, tally.functions)
        counts = f"{tally.variants:,} | {tally.functions:,} | {tally.differing}"
        print(f"| {name} | {counts} | {tally.functions_differing} | {bound:.3%} |")
        rows.append(FigureRow(name=name, metric="variants compared", value=tally.variants))
        share = tally.functions_differing / tally.functions if tally.functions else 0.0
        metric = "share of functions with a variant that differs"
        rows.append(FigureRow(name=name, metric=metric, value=share, high=bound))
    return rows


def print_mutations(outcome: Outcome) -> list[FigureRow]:
    """How many mistakes made on purpose were noticed; some of them change nothing."""
    print("\n| mistake put in on purpose | made | noticed |\n| --- | --- | --- |")
    total = Tally()
    for tally in outcome.mutations.values():
        total.add(tally.variants, tally.differing)
    rows = []
    for kind, tally in [*sorted(outcome.mutations.items()), ("all", total)]:
        share = tally.differing / tally.variants if tally.variants else 0.0
        print(f"| {kind.replace('|', '¦')} | {tally.variants:,} | {share:.1%} |")
        rows.append(FigureRow(name=f"mistake: {kind}", metric="share noticed", value=share))
    return rows


def main(settings: Settings) -> None:
    """Compare, print, and write."""
    sample = draw_functions(
        settings.corpus or default_corpus(), settings.sample_size, settings.seed
    )
    outcome = measure(sample, settings)
    print(f"{sample.data.name}: {sample.data.size:,} functions drawn")
    for status, count in outcome.statuses.most_common():
        print(f"- {status}: {count:,}")
    rows = [
        FigureRow(name=f"functions {status}", metric="count", value=count)
        for status, count in outcome.statuses.items()
    ]
    rows += print_trials(outcome)
    rows += print_mutations(outcome)
    for cause, count in outcome.failed.most_common(10):
        print(f"a pass failed {count} times: {cause[:200]}")
    if settings.list:
        write_json(settings.list, {"differences": outcome.differences})
    if settings.json:
        write_figures(settings.json, sample.data, [settings.seed], rows)


def measure(sample: FunctionsSample, settings: Settings) -> Outcome:
    """Compare every function of the sample with its variants."""
    request = {
        "op": "compare",
        "trials": trials(settings.seeds, settings.quick, settings.only),
        "limits": {"calls": settings.calls, "mutations": settings.mutations},
    }
    outcome = Outcome()
    found = compared(sample.functions, request)
    for function, reply in tqdm(
        found, total=len(sample.functions), disable=None, unit=" functions"
    ):
        outcome.add(function, reply)
    return outcome


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
