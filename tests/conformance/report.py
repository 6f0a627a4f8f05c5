"""Tables of what the tests said, as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from expected import EXPECTED


@dataclass(frozen=True, slots=True)
class Found:
    """What one plan did to one suite."""

    suite: str
    plan: str
    seed: int
    changed: int
    """Files."""
    unexpected: tuple[str, ...] = ()
    """Assertions whose outcome is another one, and no assumption allows it."""
    allowed: tuple[str, ...] = ()
    """Those that an assumption allows."""
    faults: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether behaviour was not kept, or a pass broke."""
        return bool(self.unexpected or self.faults)

    def told(self) -> list[str]:
        """What differs, a line each."""
        where = f"{self.suite}, {self.plan}, seed {self.seed}"
        return [f"{where}: {line}" for line in (*self.faults, *self.unexpected)]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A suite on its untouched sources."""

    suite: str
    version: str
    files: int
    passed: int
    failed: int
    unsteady: int
    """Assertions that two untouched runs tell differently; they are not compared."""
    planted: int
    """Bugs."""
    caught: int
    """Bugs that made a test fail."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found."""

    passes: tuple[str, ...]
    baselines: list[Baseline] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether every suite kept its outcomes, and caught a bug."""
        return not any(each.differs for each in self.found) and all(
            each.caught or not each.planted for each in self.baselines
        )

    def suites_table(self) -> list[str]:
        """One row a suite."""
        lines = [
            "| suite | source files | assertions: hold, fail | planted bugs caught | `default` "
            "| `rich` | passes alone: change files, differ | all passes, shuffled: runs, differ |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for each in self.baselines:
            rows = [found for found in self.found if found.suite == each.suite]
            default = [found for found in rows if found.plan == "default"]
            rich = [found for found in rows if found.plan == "rich"]
            mixed = [found for found in rows if found.plan == "all"]
            alone = [found for found in rows if found.plan in self.passes and found.changed]
            lines.append(
                f"| {each.suite} {each.version} | {each.files} | {each.passed:,}, {each.failed} "
                f"| {each.caught} of {each.planted} | {_verdict(default)} "
                f"| {_verdict(rich)} | {len(alone)}, {_names(alone)} "
                f"| {len(mixed)}, {_differing(mixed)} |"
            )
        return lines

    def passes_table(self) -> list[str]:
        """One row a pass."""
        lines = [
            "| pass, alone | files changed | suites with a changed file | suites that differ |",
            "| --- | --- | --- | --- |",
        ]
        for name in self.passes:
            rows = [found for found in self.found if found.plan == name]
            changed = sum(found.changed for found in rows)
            suites = [found.suite for found in rows if found.changed]
            differing = ", ".join(found.suite for found in rows if found.differs) or "none"
            lines.append(f"| `{name}` | {changed:,} | {len(suites)} | {differing} |")
        return lines

    def expected_table(self) -> list[str]:
        """Tests that read what variants may change."""
        if not EXPECTED:
            return ["Nothing may differ: no test reads what a numbered assumption excludes."]
        lines = [
            "| suite | tests (a regular expression) | after | assumption | why |",
            "| --- | --- | --- | --- | --- |",
        ]
        for each in EXPECTED:
            shown = each.tests.replace("|", "\\|")
            passes = ", ".join(f"`{name}`" for name in sorted(each.passes))
            lines.append(
                f"| {each.suite} | `{shown}` | {passes} | {each.assumption} | {each.reason} |"
            )
        return lines


def _verdict(rows: Sequence[Found]) -> str:
    if not rows:
        return "not run"
    return f"{rows[0].changed} files, {'differs' if rows[0].differs else 'same'}"


def _names(rows: Sequence[Found]) -> str:
    return ", ".join(found.plan for found in rows if found.differs) or "none"


def _differing(rows: Sequence[Found]) -> str:
    return ", ".join(f"seed {found.seed}" for found in rows if found.differs) or "none"
