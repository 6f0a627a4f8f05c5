"""All calls of a build: which functions are called, and what they answered. Shell."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tqdm import tqdm

from contracode.corpus.clones.agreement import Judge, Observed
from contracode.corpus.clones.behaviour import Called, chosen
from contracode.corpus.clones.concepts import Concepts
from contracode.corpus.clones.execution import (
    call_functions,
    fault_of,
    list_exports,
    read_exports,
    read_observed,
)
from contracode.corpus.clones.exported import (
    Exported,
    Runnable,
    callee_before,
    runnables,
)
from contracode.corpus.clones.recipe import ClonesRecipe
from contracode.corpus.clones.runner import Runner
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.parts import Parts
from contracode.corpus.sources import read_source

Exports = tuple[list[Exported], dict[str, str]]
"""Functions that the modules of a package export, and modules that could not be imported."""

Records = Mapping[str, Sequence[FunctionRecord]]
"""Package, its functions."""


@dataclass(slots=True, kw_only=True)
class Calls:
    """What was called and what came of it."""

    judge: Judge
    """Who compares the answers."""
    called: list[Called] = field(default_factory=list)
    """One function a family and concept."""
    observed: dict[str, Observed] = field(default_factory=dict)
    """Answers, by the function's id."""
    faults: Counter[str] = field(default_factory=Counter)
    """Functions whose answers are not used, by reason."""
    not_imported: dict[str, int] = field(default_factory=dict)
    """Modules that could not be imported, by package."""
    not_found: dict[str, int] = field(default_factory=dict)
    """Exported functions that no extracted one corresponds to, by package."""

    @property
    def called_count(self) -> int:
        """Functions called."""
        return len(self.called)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where a build's steps read and write."""

    recipe: ClonesRecipe
    """Of the data set."""
    packages: Path
    """Fetched packages."""
    parts: Parts
    """Finished parts."""
    decided_by: Mapping[str, Any]
    """What every part depends on."""
    workers: int
    """Packages that are worked on at a time."""

    def part(self, step: str, package: str, **more: object) -> Path:
        """Where the result of a step for a package stands."""
        decided_by = {**self.decided_by, "step": step, "package": package, **more}
        return self.parts.path(f"{package}-{step}", decided_by, ".json")

    def is_transparent(self, record: FunctionRecord) -> bool:
        """Whether a function stands for itself, or in a call that only hands arguments on."""
        if record.shape != "expression" or record.source.startswith(f"function {record.name}("):
            return True
        callee = callee_before(read_source(self.packages / record.package / record.path), record)
        return not callee or callee in self.recipe.wrappers.names

    def each(self, doing: str, parts: Mapping[str, Path], do: Callable[[str, Path], None]) -> None:
        """Make the parts that are not there, some at a time; threads wait for the processes."""
        packages = [package for package, part in parts.items() if not part.exists()]
        with ThreadPoolExecutor(self.workers) as threads:
            made = [threads.submit(do, package, parts[package]) for package in packages]
            for each in tqdm(as_completed(made), total=len(made), desc=doing, unit=" packages"):
                each.result()


def import_all(work: Work) -> dict[str, Exports]:
    """What the modules of all packages that are run export."""
    parts = {package: work.part("exports", package) for package in work.recipe.run}
    work.each(
        "importing",
        parts,
        lambda package, part: list_exports(package, work.recipe, work.packages, part),
    )
    return {package: read_exports(part) for package, part in parts.items()}


def call_all(work: Work, exports: Mapping[str, Exports], records: Records) -> Calls:
    """Choose one function a family and concept, and call it."""
    with Runner(work.packages) as runner:
        calls = Calls(judge=Judge(runner.tuples(), work.recipe.behaviour))
    candidates = _runnables(work, records, exports, calls)
    calls.called = chosen(candidates, Concepts(work.recipe).name)
    wanted: dict[str, list[Exported]] = {}
    for each in calls.called:
        wanted.setdefault(each.runnable.record.package, []).append(each.runnable.exported)
    answers = {
        package: work.part(
            "answers", package, keys=[f"{each.module}#{each.key}" for each in chosen_]
        )
        for package, chosen_ in wanted.items()
    }
    work.each(
        "calling",
        answers,
        lambda package, part: call_functions(package, wanted[package], work.packages, part),
    )
    _observe(work.recipe, calls, answers)
    return calls


def _runnables(
    work: Work, records: Records, exports: Mapping[str, Exports], calls: Calls
) -> Iterable[tuple[str, Runnable]]:
    for package, (found, failures) in exports.items():
        if failures:
            calls.not_imported[package] = len(failures)
        matched = list(runnables(found, records[package], work.is_transparent))
        if len(matched) < len(found):
            calls.not_found[package] = len(found) - len(matched)
        for each in matched:
            if work.recipe.is_paired(package, each.record.path):
                yield work.recipe.family_of(package), each


def _observe(recipe: ClonesRecipe, calls: Calls, answers: Mapping[str, Path]) -> None:
    replies = {package: read_observed(path) for package, path in answers.items()}
    for each in calls.called:
        record, exported = each.runnable.record, each.runnable.exported
        reply = replies[record.package][f"{exported.module}#{exported.key}"]
        fault = fault_of(reply)
        if fault is None:
            calls.observed[record.id] = calls.judge.observed(
                reply["places"],
                reply["answers"],
                exported.declared,
                data_last=record.package in recipe.data_last.packages,
            )
        else:
            calls.faults[fault] += 1
