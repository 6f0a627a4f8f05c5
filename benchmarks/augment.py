"""Speed of variants: ours beside the paper's released pipeline, Babel and oxc, in the same run.

    python benchmarks/augment.py [--quick] [--json FILE] [--corpus DIR] [--plan NAME]

Prints four tables: contestants on the same JavaScript functions; what Python adds; one worker and
two; every pass alone and in the plan. Rates are per core: variants over seconds of processor time
of all threads of a process, so that neither garbage collected beside the work nor busy neighbours
change them. Contestants take turns; ratios are medians of turns. The rivals' packages are fetched
once, into data/rivals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tyro
from augment_parts import measure_pass_costs, measure_pool, measure_python
from contestant import Contestant, Round, last_core
from functions_sample import FunctionsSample, SampledFunction, default_corpus, draw_functions
from timings import Spread, ratios

from compiler_aug import Plan
from contracode.tasks.figures import FigureRow, write_figures

OURS = "ours"
CONTESTANTS = (
    OURS,
    "released",
    "released without its leak",
    "Babel parse + print",
    "oxc-transform parse + print",
)
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How much to measure."""

    quick: bool = False
    """Fewer functions and turns: under 45 s on two cores."""
    json: Path | None = None
    """Also write the figures here."""
    corpus: Path | None = None
    """Corpus with a table of functions; npm-functions if it is built, else npm-small."""
    plan: str = "default"
    """Plan that comes with the package."""
    functions: int = 400
    """Sampled functions; a quarter in a quick run."""
    count: int = 20
    """Variants of a program, as many as the paper drew."""
    turns: int = 7
    """Rounds of each contestant that are timed; 3 in a quick run."""
    seed: int = 0
    """Of the sample."""

    def __post_init__(self) -> None:
        if min(self.functions, self.count, self.turns) < 1:
            raise ValueError("functions, count and turns must be at least 1")

    @property
    def sample_size(self) -> int:
        """Functions that are measured on."""
        return max(1, self.functions // 4) if self.quick else self.functions

    @property
    def timed_turns(self) -> int:
        """Timed rounds of each contestant."""
        return min(3, self.turns) if self.quick else self.turns

    @property
    def warm_up_s(self) -> float:
        """Processor seconds of each process before its first timed round: compilers need them."""
        return 1.5 if self.quick else 10.0

    @property
    def round_s(self) -> float:
        """Processor seconds that count, of each turn."""
        return 0.5 if self.quick else 1.5

    @property
    def rewarm_s(self) -> float:
        """Processor seconds that don't count at the beginning of each turn."""
        return 0.5 if self.quick else 2.0


def warm_up(process: Contestant, seconds: float, count: int) -> Round:
    """Rounds that are not counted; the last of them."""
    spent = 0.0
    while True:
        found = process.round(count=count)
        spent += found.processor
        if spent >= seconds:
            return found


def readable_by_all(functions: Sequence[SampledFunction], plan: Plan) -> list[SampledFunction]:
    """Functions that the rivals' parser can read, too: it knows no methods."""
    alone = [each for each in functions if each.program.shape != "method"]
    for name in (OURS, "Babel parse + print"):
        with Contestant(name) as process:
            texts = process.round(alone, plan, count=1, want_texts=True).texts
        alone = [each for each, made in zip(alone, texts, strict=True) if made]
    return alone


def contest(settings: Settings, functions: list[SampledFunction], plan: Plan) -> list[FigureRow]:
    """Everybody on the same functions, in turns; prints the table."""
    found: dict[str, list[Round]] = {name: [] for name in CONTESTANTS}
    processes = [Contestant(name, last_core()) for name in CONTESTANTS]
    try:
        for process in processes:
            process.round(functions, plan, count=1)
            warm_up(process, settings.warm_up_s, settings.count)
        for turn in range(settings.timed_turns):
            for process in processes:
                # While the others had their turns, it lost caches and compiled code.
                warm = warm_up(process, settings.rewarm_s, settings.count)
                # What is fast would be over before its garbage is collected once.
                times = max(1, round(settings.round_s / warm.processor))
                first = (turn + 1) * 10**6
                found[process.name].append(
                    process.round(count=settings.count, times=times, first_seed=first)
                )
    finally:
        for process in processes:
            process.close()
    characters = sum(len(each.program.source) for each in functions) / len(functions)
    print("| contestant | variants/s per core | MB/s of source | ours is so many times as fast |")
    print("| --- | --- | --- | --- |")
    rows: list[FigureRow] = []
    ours = [one.variants / one.processor for one in found[OURS]]
    for name, rounds in found.items():
        speeds = [one.variants / one.processor for one in rounds]
        rate, faster = Spread.of(speeds), ratios(ours, speeds)
        megabytes = rate.median * characters / MEGABYTE
        shown = "" if name == OURS else faster.text(".1f")
        print(f"| {name} | {rate.text(',.0f')} | {megabytes:.2f} | {shown} |")
        rows += contest_figures(name, rate, megabytes, faster)
    return rows


def contest_figures(name: str, rate: Spread, megabytes: float, faster: Spread) -> list[FigureRow]:
    """One contestant's rates, and ours over them."""
    speed = "variants per second and core"
    rows = [
        FigureRow(
            name=name, metric=speed, value=rate.median, unit="1/s", low=rate.low, high=rate.high
        ),
        FigureRow(name=name, metric="source read per core", value=megabytes, unit="MB/s"),
    ]
    if name != OURS:
        rows.append(
            FigureRow(
                name=OURS,
                metric="ratio of speeds",
                value=faster.median,
                low=faster.low,
                high=faster.high,
                rival=name,
                ratio=faster.median,
            )
        )
    return rows


def main(settings: Settings) -> None:
    """Measure, print each table as soon as it is known, and write."""
    plan = Plan.named(settings.plan)
    corpus = settings.corpus or default_corpus()
    sample = draw_functions(corpus, settings.sample_size, settings.seed)
    common = common_functions(settings, sample, plan)
    print(
        f"plan {plan.name}, {settings.count} variants a program; "
        f"{len(common)} JavaScript functions of {sample.data.name} that all can read:"
    )
    rows = contest(settings, common, plan)
    print(
        f"\n{len(sample.functions)} functions of every shape and language, "
        f"{sample.mean_characters:.0f} characters on average"
    )
    rows += measure_python(sample.functions, plan, settings.timed_turns, settings.quick)
    rows += measure_pool(sample.functions, plan, settings.timed_turns, settings.count)
    rows += measure_pass_costs(sample.functions, plan, settings.timed_turns, settings.count)
    if settings.json:
        write_figures(settings.json, sample.data, [settings.seed], rows)


def common_functions(
    settings: Settings, sample: FunctionsSample, plan: Plan
) -> list[SampledFunction]:
    """As many JavaScript functions as the sample has functions, if the corpus has so many."""
    # About one function in five is JavaScript and no method.
    wider = draw_functions(sample.corpus, 8 * settings.sample_size, settings.seed + 1)
    plain = [each for each in wider.functions if each.program.language in ("js", "jsx")]
    return readable_by_all(plain, plan)[: settings.sample_size]


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
