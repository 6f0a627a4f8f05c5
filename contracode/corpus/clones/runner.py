"""Calls of functions of packages, in a process of their own. Shell."""

from pathlib import Path
from types import TracebackType
from typing import Any

from compiler_aug.process import WorkerDiedError, WorkerProcess, runner_command
from contracode.corpus.clones.agreement import Tuples

# The runner itself gives up after four calls that do not end, on a busy machine after 20 s. This is
# for what it can't stop: a module that hangs while imported, an engine that collects garbage.
_DEADLINE_S = 60.0


class Runner:
    """Imports modules and calls functions; one process for all modules of a package.

    A process that dies is replaced, and what it did not answer is asked once more: a machine that
    was busy, or a function called before, may have been at fault.

    Args:
        packages: folder of all packages; nothing else can be read.
        deadline_s: longest time that one module or one function may take.

    Attributes:
        restarts: processes replaced so far.
    """

    def __init__(self, packages: Path, deadline_s: float = _DEADLINE_S) -> None:
        self._command = runner_command(packages)
        self._deadline_s = deadline_s
        self._process: WorkerProcess | None = None
        self.restarts = 0

    def load(self, module: Path) -> dict[str, Any]:
        """Functions that a module exports: ``exports``, or ``failure`` if it can't be imported."""
        return self._ask("load", {"path": str(module.resolve())})

    def call(self, module: Path, key: str) -> dict[str, Any]:
        """What an exported function answered to all argument tuples, or ``failure``."""
        return self._ask("call", {"path": str(module.resolve()), "key": key})

    def tuples(self) -> Tuples:
        """What is known of the argument tuples."""
        reply = self._ask("tuples", {})
        return Tuples(lengths=tuple(reply["lengths"]), odd=tuple(reply["odd"]))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _ask(self, operation: str, item: dict[str, Any]) -> dict[str, Any]:
        for _ in range(2):
            self._process = self._process or WorkerProcess(self._command)
            try:
                (reply,) = self._process.ask({"op": operation, "items": [item]}, self._deadline_s)
            except WorkerDiedError as error:
                self._process = None
                self.restarts += 1
                reason = "not done in time" if error.overdue else "ended the process"
            else:
                return reply
        return {"failure": reason}

    def __enter__(self) -> "Runner":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
