"""Suites on untouched, rewritten and broken sources. Shell."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import SimpleQueue

from expected import unexpected
from outcomes import differences
from report import Baseline, Found
from rewriting import plan_of_all, plant_bug, rewrite
from suites import Suite
from trial import Run, Sources, Trial, fetch, read_sources

from compiler_aug import Augmenter, Plan


@dataclass(frozen=True, slots=True)
class Task:
    """One plan on one suite."""

    suite: Suite
    plan: Plan
    seed: int = 0


class Bench:
    """Copies of packages, each used by one thread at a time, and their untouched outcomes.

    Args:
        augmenter: what rewrites.
        places: names of the copies: as many threads may use the bench at a time.
    """

    def __init__(self, augmenter: Augmenter, places: Sequence[str]) -> None:
        self._augmenter = augmenter
        self._untouched: dict[str, tuple[Run, set[str]]] = {}
        self._here = threading.local()
        self._places: SimpleQueue[str] = SimpleQueue()
        for place in places:
            self._places.put(place)

    def trial(self, suite: Suite) -> Trial:
        """This thread's copy of a package."""
        here = self._here
        if not hasattr(here, "place"):
            here.place, here.trials = self._places.get(), {}
        if suite.name not in here.trials:
            here.trials[suite.name] = Trial(suite, here.place)
        trial: Trial = here.trials[suite.name]
        return trial

    def untouched(self, suite: Suite) -> tuple[Run, set[str]]:
        """A run on the published sources, and the assertions that another one tells differently."""
        if suite.name not in self._untouched:
            trial = self.trial(suite)
            first, again = (trial.run(trial.untouched, repeat=repeat) for repeat in range(2))
            unsteady = set(differences(first.outcomes, again.outcomes))
            self._untouched[suite.name] = first, unsteady
        return self._untouched[suite.name]

    def catches(self, suite: Suite, seed: int) -> bool:
        """Whether a bug planted in the sources changes an outcome."""
        sources = self.trial(suite).untouched
        return bool(self._differences(suite, plant_bug(sources, suite.tested, seed)))

    def baseline(self, suite: Suite, bugs: int) -> Baseline:
        """Untouched outcomes, and how many planted bugs change them."""
        run, unsteady = self.untouched(suite)
        steady = {name: holds for name, holds in run.outcomes.items() if name not in unsteady}
        about = json.loads((fetch(suite) / "package.json").read_text())
        return Baseline(
            suite=suite.name,
            version=about["version"],
            files=len(self.trial(suite).untouched),
            passed=sum(steady.values()),
            failed=len(steady) - sum(steady.values()),
            unsteady=len(unsteady),
            planted=bugs,
            caught=sum(self.catches(suite, seed) for seed in range(bugs)),
        )

    def _differences(self, suite: Suite, sources: Sources) -> list[str]:
        """Steady assertions whose outcomes differ from the untouched ones, in two runs."""
        before, unsteady = self.untouched(suite)
        limit_s = max(20.0, 10 * before.seconds)
        found: list[str] = []
        # On a busy machine a test that looks at the clock may fail once.
        for repeat in range(2):
            after = self.trial(suite).run(sources, limit_s, repeat)
            names = set(found) if repeat else {*before.outcomes, *after.outcomes}
            now = differences(before.outcomes, after.outcomes)
            found = [name for name in now if name in names and name not in unsteady]
            if not found:
                break
        return found

    def check(self, task: Task) -> Found:
        """One plan on one suite; a plan that changes no file needs no run."""
        suite, plan = task.suite, task.plan
        made = rewrite(self._augmenter, read_sources(suite), plan, task.seed)
        differing = self._differences(suite, made.texts) if made.changed else []
        passes = [step.name for step in plan.steps]
        worse = unexpected(suite.name, differing, passes)
        return Found(
            suite=suite.name,
            plan=plan.name,
            seed=task.seed,
            changed=made.changed,
            unexpected=tuple(worse),
            allowed=tuple(name for name in differing if name not in worse),
            faults=made.faults,
        )


def tasks(
    suites: Sequence[Suite], passes: Sequence[str], names: Sequence[str], seeds: int
) -> Iterator[Task]:
    """Plans by name: of the package's, a pass alone, or `all` of them, shuffled, once a seed."""
    for name in names:
        for suite in suites:
            if name == "all":
                yield from (Task(suite, plan_of_all(passes), seed) for seed in range(seeds))
            else:
                yield Task(suite, Plan.single(name) if name in passes else Plan.named(name))
