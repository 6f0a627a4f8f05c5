"""Parts of our own speed: what Python adds, what a second worker brings, what every pass costs."""

import itertools
import os
import time
from collections.abc import Sequence

from contestant import Contestant, last_core
from functions_sample import SampledFunction, seeded
from timings import Spread, interleaved, processor_seconds, ratios

from compiler_aug import Augmenter, Failure, Plan
from contracode.tasks.figures import FigureRow

COUNTS = (1, 4, 20)
"""Variants a program: training draws few, the paper drew 20."""


def measure_python(
    functions: Sequence[SampledFunction], plan: Plan, turns: int, quick: bool
) -> list[FigureRow]:
    """Processor time a variant inside of Node, and through `Augmenter`; prints the table."""
    print("\n| variants a program | in Node, us a variant | through Python | Python adds |")
    print("| --- | --- | --- | --- |")
    rows = []
    with Contestant("ours", last_core()) as process, Augmenter(workers=1, deadline_s=60) as face:
        process.round(functions, plan, count=1)
        for count in COUNTS:
            # As many variants whatever the count, so that one is measured as finely as the other.
            times = max(1, (8 if quick else 40) // count)

            def in_node(turn: int, count: int = count, times: int = times) -> float:
                first = turn * count * times * len(functions)
                return process.round(count=count, times=times, first_seed=first).microseconds

            def through_python(turn: int, count: int = count, times: int = times) -> float:
                first = turn * count * times * len(functions)
                return microseconds_through(face, functions, plan, count, times, first)

            sides = {"node": in_node, "python": through_python}
            interleaved(sides, 1)
            found = interleaved(sides, turns)
            pairs = zip(found["node"], found["python"], strict=True)
            added = Spread.of([through - inside for inside, through in pairs])
            node, through = Spread.of(found["node"]), Spread.of(found["python"])
            texts = (each.text(".0f") for each in (node, through, added))
            print(f"| {count} | {' | '.join(texts)} |")
            rows += [
                microseconds_row(f"in Node, {count} variants a program", node),
                microseconds_row(f"through Python, {count} variants a program", through),
                microseconds_row(f"what Python adds, {count} variants a program", added),
            ]
    return rows


def microseconds_through(
    face: Augmenter,
    functions: Sequence[SampledFunction],
    plan: Plan,
    count: int,
    times: int,
    first_seed: int,
) -> float:
    """Processor time a variant of this process and its worker, in microseconds."""
    programs = list(seeded([*functions] * times, count, first_seed))
    before = _processor(face)
    variants = _number_made(face, programs, plan, count)
    return (_processor(face) - before) / variants * 1e6


def _processor(face: Augmenter) -> float:
    return time.process_time() + sum(map(processor_seconds, face.pids()))


def _number_made(face: Augmenter, programs: list, plan: Plan, count: int) -> int:  # type: ignore[type-arg]
    made = (each for each in face.augment(programs, plan, count) if not isinstance(each, Failure))
    return sum(map(len, made))


def measure_pool(
    functions: Sequence[SampledFunction], plan: Plan, turns: int, count: int
) -> list[FigureRow]:
    """Variants a second of the clock with one worker and with two; prints the table."""
    programs = list(seeded(functions, count))

    def rate(face: Augmenter) -> float:
        begin = time.perf_counter()
        return _number_made(face, programs, plan, count) / (time.perf_counter() - begin)

    with Augmenter(workers=1, deadline_s=60) as one, Augmenter(workers=2, deadline_s=60) as two:
        sides = {"1": lambda _: rate(one), "2": lambda _: rate(two)}
        interleaved(sides, 2)
        found = interleaved(sides, turns)
    gain = ratios(found["2"], found["1"])
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"\n| workers | variants/s of the clock, {machine} | gain |")
    print("| --- | --- | --- |")
    rows = []
    for workers, rates in found.items():
        spread = Spread.of(rates)
        print(
            f"| {workers} | {spread.text(',.0f')} | {gain.text('.2f') if workers == '2' else ''} |"
        )
        rows.append(
            FigureRow(
                name=f"{workers} workers",
                metric="variants per second of the clock",
                value=spread.median,
                unit="1/s",
                low=spread.low,
                high=spread.high,
                rival="1 workers" if workers == "2" else None,
                ratio=gain.median if workers == "2" else None,
            )
        )
    return rows


def measure_pass_costs(
    functions: Sequence[SampledFunction], plan: Plan, turns: int, count: int
) -> list[FigureRow]:
    """Time of each pass alone, and its share in the plan, slowest first; prints the table."""
    with Augmenter(workers=1) as face:
        names = [each.name for each in face.passes]
    alone: dict[str, list[float]] = {name: [] for name in ("identity", *names)}
    with Contestant("ours", last_core()) as process:
        process.round(functions, plan, count=count)
        for turn, name in itertools.product(range(turns + 1), alone):
            chosen = Plan("identity", ()) if name == "identity" else Plan.single(name)
            first = turn * count * len(functions)
            found = process.round(plan=chosen, count=count, first_seed=first)
            # The first turn warms up.
            if turn > 0:
                alone[name].append(found.microseconds)
    shares = shares_in_plan(functions, plan, turns, count)
    spreads = {name: Spread.of(found) for name, found in alone.items()}
    print(f"\n| pass | alone, us a variant | share of the time in plan {plan.name} |")
    print("| --- | --- | --- |")
    rows = []
    for name in sorted(spreads, key=lambda name: -spreads[name].median):
        share = shares.get(name)
        shown = "" if share is None else f"{share:.1%}"
        label = "no pass: reading alone" if name == "identity" else name
        print(f"| {label} | {spreads[name].text('.1f')} | {shown} |")
        rows.append(microseconds_row(f"{label}, alone", spreads[name]))
        if share is not None:
            rows.append(FigureRow(name=label, metric=f"share of time in {plan.name}", value=share))
    rest = 1 - sum(shares.values())
    print(f"| reading, copying, printing: the rest | | {rest:.1%} |")
    rows.append(FigureRow(name="the rest", metric=f"share of time in {plan.name}", value=rest))
    return rows


def shares_in_plan(
    functions: Sequence[SampledFunction], plan: Plan, turns: int, count: int
) -> dict[str, float]:
    """Part of the time that is spent inside of each pass of the plan."""
    with Contestant("ours", last_core()) as process:
        process.round(functions, plan, count=count, time_passes=True)
        firsts = [turn * count * len(functions) for turn in range(1, turns + 1)]
        found = [process.round(count=count, first_seed=first) for first in firsts]
    clock = sum(each.clock for each in found)
    return {
        step.name: sum(each.inPasses.get(step.name, 0.0) for each in found) / clock
        for step in plan.steps
    }


def microseconds_row(name: str, spread: Spread) -> FigureRow:
    """Processor time a variant."""
    return FigureRow(
        name=name,
        metric="processor time a variant",
        value=spread.median,
        unit="us",
        low=spread.low,
        high=spread.high,
    )
