"""Processes that run functions beside their variants, and what they are asked for. Shell."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from functions_sample import SampledFunction

from compiler_aug import Augmenter, Plan, PlanStep
from compiler_aug.process import WorkerDiedError, WorkerProcess, comparer_command

PROCESSES = 2
SEEDS = 1000
"""Set aside for each function: none has so many variants of one plan."""
DEADLINE_S = 120.0
"""Of one function with all of its variants: a few thousand calls."""


def trials(seeds: int, quick: bool, only: Sequence[str]) -> list[dict[str, Any]]:
    """Every preserving pass alone; the plans of the package; all passes, each by its own coin."""
    with Augmenter(workers=1) as face:
        passes = [each.name for each in face.passes if each.preserves == "behaviour"]
    alone = 1 if quick else seeds
    plans = {name: (Plan.single(name), alone) for name in passes}
    plans |= {f"plan {name}": (Plan.named(name), 3 * alone) for name in ("default", "rich")}
    for chance in (0.5, 0.15):
        steps = tuple(PlanStep(name, chance) for name in passes)
        name = f"all passes, chance {chance:g}".replace("0.", ".")
        plans[name] = (Plan(name, steps, "shuffled"), 3 * alone)
    return [
        {"name": name, "plan": plan.message(), "count": count}
        for name, (plan, count) in plans.items()
        if not only or name in only
    ]


class Comparers:
    """Processes that compare, each used by one thread at a time; one that dies is replaced."""

    def __init__(self, request: dict[str, Any]) -> None:
        self._request = request
        self._idle: SimpleQueue[WorkerProcess | None] = SimpleQueue()
        for _ in range(PROCESSES):
            self._idle.put(None)

    def compare(self, function: SampledFunction, first_seed: int) -> dict[str, Any]:
        """What was found out about a function, or its failure."""
        process = self._idle.get() or WorkerProcess(comparer_command())
        program = function.program
        text = {"source": program.source, "language": program.language, "shape": program.shape}
        item: dict[str, Any] = {**text, "firstSeed": first_seed}
        try:
            (reply,) = process.ask(self._request | {"items": [item]}, DEADLINE_S)
        except WorkerDiedError as died:
            self._idle.put(None)
            return {"failure": str(died)}
        self._idle.put(process)
        return reply

    def close(self) -> None:
        """End the processes."""
        while not self._idle.empty():
            process = self._idle.get()
            if process is not None:
                process.close()


def compared(
    functions: Sequence[SampledFunction], request: dict[str, Any]
) -> Iterator[tuple[SampledFunction, dict[str, Any]]]:
    """What was found out about each function, in their order."""
    comparers = Comparers(request)
    try:
        with ThreadPoolExecutor(PROCESSES) as threads:
            yield from zip(
                functions,
                threads.map(comparers.compare, functions, range(0, SEEDS * len(functions), SEEDS)),
                strict=True,
            )
    finally:
        comparers.close()
