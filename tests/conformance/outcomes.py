"""What the tests of a package said: each assertion's name, and whether it holds."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

Outcomes = dict[str, bool]
"""Assertions in the order told. Of equal names the later ones are numbered."""

_LINE = re.compile(r"\s*(not ok|ok)\b\s*\d*\s*(?:- )?(.*)")
_HEADING = re.compile(r"\s*# (?:Subtest: )?(.*)")

_NOW = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} [\d:]{8} GMT[^)]*\)")
"""A date in a name would make it another one in every run."""


def read_tap(text: str) -> Outcomes:
    """Outcomes of the Test Anything Protocol, as tape and Node's own runner print it."""
    return _numbered(_tap(text))


def read_headings(text: str) -> Outcomes:
    """As ``read_tap`` if a test tells its end only when it fails: those that were reached hold."""
    headings = [found[1] for line in text.splitlines() if (found := _HEADING.fullmatch(line))]
    return _numbered([*((name, True) for name in headings), *_tap(text)])


def _tap(text: str) -> Iterator[tuple[str, bool]]:
    heading = ""
    for line in text.splitlines():
        if found := _LINE.fullmatch(line):
            name = re.sub(r" # time=.*", "", found[2])
            yield f"{heading}: {name}", found[1] == "ok"
        elif found := _HEADING.fullmatch(line):
            heading = found[1]


def read_mocha(report: Path) -> Outcomes:
    """Outcomes of mocha's JSON report; none if it was not written."""
    if not report.exists():
        return {}
    told = json.loads(report.read_text())
    passed = [(test["fullTitle"], True) for test in told["passes"]]
    return _numbered([*passed, *((test["fullTitle"], False) for test in told["failures"])])


def read_vitest(report: Path) -> Outcomes:
    """Outcomes of vitest's JSON report; none if it was not written. A file counts, too."""
    if not report.exists():
        return {}
    return _numbered(_vitest(report))


def _vitest(report: Path) -> Iterator[tuple[str, bool]]:
    for file in json.loads(report.read_text())["testResults"]:
        name = Path(file["name"]).name
        yield name, file["status"] == "passed"
        for test in file["assertionResults"]:
            if test["status"] in ("passed", "failed"):
                yield f"{name}: {test['fullName']}", test["status"] == "passed"


def _numbered(told: Iterable[tuple[str, bool]]) -> Outcomes:
    seen: Counter[str] = Counter()
    outcomes: Outcomes = {}
    for told_name, holds in told:
        name = _NOW.sub("some day", told_name)
        seen[name] += 1
        outcomes[name if seen[name] == 1 else f"{name} #{seen[name]}"] = holds
    return outcomes


def differences(before: Outcomes, after: Outcomes) -> list[str]:
    """Assertions that hold in one run and fail in the other, or are told in one only."""
    names = dict.fromkeys([*before, *after])
    return [name for name in names if before.get(name) != after.get(name)]
