"""A copy of a package, its sources as some plan wrote them, and its tests' outcomes. Shell."""

import hashlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path

from outcomes import Outcomes, read_headings, read_mocha, read_tap, read_vitest
from suites import HERE, Suite

from compiler_aug.node import node, version_of
from contracode.corpus.fetch import fetch_packages, lock_digest
from contracode.files import write_json

DATA = HERE.parents[1] / "data" / "conformance"
Sources = Mapping[str, str]
"""Texts of a package's sources by path."""


@dataclass(frozen=True, slots=True)
class Run:
    """Outcomes of one run of a package's tests."""

    outcomes: Outcomes
    seconds: float


def fetch(suite: Suite) -> Path:
    """The package as it was published; its project is fetched if it is not there."""
    DATA.mkdir(parents=True, exist_ok=True)
    # Test processes run side by side, and npm empties the folder first.
    with (DATA / f"{suite.project}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        return fetch_packages(suite.pins, DATA) / suite.name


def read_sources(suite: Suite) -> dict[str, str]:
    """The sources of a package as they were published; line ends are kept."""
    package = fetch(suite)
    read = {path: (package / path).read_bytes() for path in suite.source_files(package)}
    return {path: content.decode("utf-8") for path, content in read.items()}


class Trial:
    """One copy of a package, for one run of its tests at a time.

    Args:
        suite: package and tests.
        place: name of the copy; two that run side by side need two.
    """

    def __init__(self, suite: Suite, place: str) -> None:
        self.suite = suite
        package = fetch(suite)
        # Below the fetched project, so that the copy finds what the package depends on.
        self.folder = DATA / suite.project / "copies" / place / suite.name
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(package, self.folder, ignore=shutil.ignore_patterns("node_modules"))
        if (package / "node_modules").is_dir():
            (self.folder / "node_modules").symlink_to(package / "node_modules")
        self.untouched = read_sources(suite)
        self._written = dict(self.untouched)

    def run(self, sources: Sources, limit_s: float = 120.0, repeat: int = 0) -> Run:
        """Run the tests on these sources, or find the outcomes of an earlier run on the same ones.

        Args:
            sources: a text for every source of the package.
            limit_s: the tests are ended after so many seconds.
            repeat: number of the run on the same sources.
        """
        kept = DATA / "outcomes" / f"{self._digest(sources)}-{repeat}.json"
        if kept.exists():
            return Run(**json.loads(kept.read_text()))
        for path, text in sources.items():
            if self._written[path] != text:
                (self.folder / path).write_text(text, encoding="utf-8", newline="")
                self._written[path] = text
        start = time.monotonic()
        outcomes = self._outcomes(limit_s)
        run = Run(outcomes, time.monotonic() - start)
        write_json(kept, {"outcomes": run.outcomes, "seconds": run.seconds})
        return run

    def _digest(self, sources: Sources) -> str:
        """Of everything that decides the outcomes."""
        suite = self.suite
        config = [file.read_text() for file in sorted(HERE.glob("**/*.[cm]js"))]
        about = [suite.name, suite.command, lock_digest(suite.pins), node_version(), config]
        text = json.dumps([*about, sorted(sources.items())])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def _outcomes(self, limit_s: float) -> Outcomes:
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        command = self._command(report)
        options = f'--require "{(HERE / "chance.cjs").as_posix()}"'
        environment = {**os.environ, "NO_COLOR": "1", "NODE_OPTIONS": options}
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            output = told_within(process, limit_s).decode("utf-8", "replace")
        (self.folder / "output.txt").write_text(output)
        if self.suite.report in ("tap", "headings"):
            return read_tap(output) if self.suite.report == "tap" else read_headings(output)
        return read_mocha(report) if self.suite.report == "mocha" else read_vitest(report)

    def _command(self, report: Path) -> list[str]:
        name, *rest = shlex.split(self.suite.command)
        known = DATA / self.suite.project / "node_modules" / ".bin" / name
        command = [node(), *rest] if name == "node" else [node(), str(known), *rest]
        if self.suite.report == "mocha":
            command += ["--exit", "--reporter", "json", "--reporter-option", f"output={report}"]
        if self.suite.report == "vitest":
            command += ["--reporter=json", f"--outputFile={report}"]
        return command


def told_within(process: subprocess.Popen[bytes], limit_s: float) -> bytes:
    """What the process says; it and its children are killed when the time is over."""
    try:
        said, _ = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        said, _ = process.communicate()
    return said


@cache
def node_version() -> str:
    """Of the Node that runs the tests."""
    return ".".join(map(str, version_of(node())))
