"""A contestant of the augmentation benchmarks: a Node process that makes variants in rounds.

Shell: installs the rivals' packages, starts and ends the processes.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from functions_sample import SampledFunction
from npm_rivals import installed

from compiler_aug import Plan
from compiler_aug.node import node
from compiler_aug.process import WORKER

SCRIPTS = Path(__file__).with_name("rivals")
INSTALLED = Path("data/rivals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round over all programs took."""

    processor: float
    """Seconds of processor time of all the process's threads: collecting garbage counts."""
    clock: float
    """Seconds that passed."""
    variants: int
    failures: int
    """Programs that could not be read."""
    bytes: int
    """Of all variants, in UTF-8."""
    inPasses: dict[str, float] = field(default_factory=dict)
    """Seconds inside of each pass, if they were asked for."""
    texts: list[list[str]] = field(default_factory=list)
    """Variants of each program, if they were asked for."""

    @property
    def microseconds(self) -> float:
        """Processor time a variant."""
        return self.processor / self.variants * 1e6


class Contestant:
    """One Node process; it waits between its rounds.

    Args:
        name: one of those in ``rivals/rounds.mjs``.
        core: where it runs; None: anywhere.
    """

    def __init__(self, name: str, core: int | None = None) -> None:
        scripts = (
            installed(SCRIPTS, INSTALLED) if name.startswith(("released", "Babel")) else SCRIPTS
        )
        command = [node(), str(scripts / "rounds.mjs"), name, str(WORKER)]
        if core is not None and shutil.which("taskset"):
            command = ["taskset", "--cpu-list", str(core), *command]
        self.name = name
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def round(
        self,
        functions: Sequence[SampledFunction] | None = None,
        plan: Plan | None = None,
        *,
        count: int,
        times: int = 1,
        first_seed: int = 0,
        want_texts: bool = False,
        time_passes: bool = False,
    ) -> Round:
        """Make ``count`` variants of every program, ``times`` times, each time of other seeds.

        Programs and plan stay until others come. The plan's steps must bear the names of passes.
        """
        request: dict[str, Any] = {"count": count, "times": times, "firstSeed": first_seed}
        request |= {"wantTexts": want_texts, "timePasses": time_passes}
        if functions is not None:
            request["programs"] = [each.for_node() for each in functions]
        if plan is not None:
            request["plan"] = plan.message()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended without an answer; its words stand above")
        return Round(**json.loads(line))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def last_core() -> int | None:
    """A core to measure on: the system's own work tends to the first ones."""
    return max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
