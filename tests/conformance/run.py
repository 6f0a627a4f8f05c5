"""Behaviour kept: the tests that packages ship, on every source file rewritten.

    python tests/conformance/run.py [--only SUITE ...] [--plans PLAN ...] [--json FILE]

A plan is `default`, `rich`, `all` (every pass at .5, shuffled, once a seed), or a pass, alone.
Outcomes are compared by assertion with those of the untouched package, and kept in
data/conformance/outcomes by what decides them: a killed run goes on, and after a change of a pass
only packages that it writes differently are tested again.
"""

import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path

import tyro
from bench import Bench, tasks
from report import Report
from rewriting import preserving_passes
from suites import SUITES
from tqdm import tqdm

from compiler_aug import Augmenter
from contracode.files import write_json, write_text

AT_ONCE = 2
"""Test processes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to test."""

    only: tuple[str, ...] = ()
    """Suites; all if none is given."""
    plans: tuple[str, ...] = ()
    """`default`, `rich`, `all`, or names of passes; everything if none is given."""
    seeds: int = 3
    """Runs of `all`."""
    bugs: int = 8
    """Planted in each suite; a suite that catches none fails."""
    json: Path | None = None
    """Also write what was found here."""
    document: Path | None = None
    """Also write the tables here."""


def main(settings: Settings) -> None:
    """Test, print each difference as soon as it is known, then the tables."""
    suites = [suite for suite in SUITES if not settings.only or suite.name in settings.only]
    places = [str(place) for place in range(AT_ONCE)]
    with Augmenter(AT_ONCE, deadline_s=60) as augmenter, ThreadPoolExecutor(AT_ONCE) as pool:
        passes = preserving_passes(augmenter)
        report = Report(tuple(passes))
        bench = Bench(augmenter, places)
        told = pool.map(lambda suite: bench.baseline(suite, settings.bugs), suites)
        report.baselines.extend(tqdm(told, "untouched", len(suites), unit=" suites"))
        names = settings.plans or (*passes, "all", "rich", "default")
        todo = [
            pool.submit(bench.check, task) for task in tasks(suites, passes, names, settings.seeds)
        ]
        for done in tqdm(as_completed(todo), "rewritten", len(todo), unit=" runs"):
            found = done.result()
            report.found.append(found)
            for line in found.told()[:6]:
                tqdm.write(line[:200])
    # Two threads finish in any order.
    report.found.sort(key=lambda found: (found.suite, found.plan, found.seed))
    show(settings, report)
    sys.exit(0 if report.holds else 1)


def show(settings: Settings, report: Report) -> None:
    """Print the tables, and write what is asked for."""
    tables = [report.suites_table(), report.passes_table(), report.expected_table()]
    text = "\n\n".join("\n".join(table) for table in tables)
    print(text)
    if settings.document:
        head = (Path(__file__).parent / "document.md").read_text(encoding="utf-8")
        write_text(settings.document, f"{head}\n{text}\n")
    if settings.json:
        write_json(
            settings.json,
            {
                "suites": [asdict(each) for each in report.baselines],
                "runs": [asdict(each) for each in report.found],
            },
        )


if __name__ == "__main__":
    main(tyro.cli(Settings, description=__doc__))
