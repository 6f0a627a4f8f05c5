"""Child processes that answer: Node workers. Shell: starts and ends them."""

import json
import signal
import struct
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from compiler_aug.errors import WorkerError
from compiler_aug.node import node, version_of

WORKER = Path(__file__).parent / "worker"
RUNNER = Path(__file__).parent / "runner"

Message = dict[str, Any]
"""What is sent and answered, as JSON."""

_HEADER = struct.Struct(">I")


class WorkerDiedError(Exception):
    """The worker ended before it answered.

    Attributes:
        overdue: whether it was killed because it missed its deadline.
        killed: whether somebody else killed it, so that its program is not to blame.
    """

    def __init__(self, *, overdue: bool, killed: bool) -> None:
        super().__init__("deadline missed" if overdue else "worker ended")
        self.overdue = overdue
        self.killed = killed


class WorkerProcess:
    """One Node process that answers framed requests, one at a time.

    Args:
        command: what is started; the compiler's worker if None.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        # The runner's last words, when a function has filled its memory, are many and expected.
        errors = None if command is None else subprocess.DEVNULL
        command = list(command or worker_command())
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        except OSError as error:
            raise WorkerError(f"can't start {' '.join(command)}: {error.strerror}") from error
        self.pid = self._process.pid

    def ask(self, request: Message, deadline_s: float) -> list[Message]:
        """The replies to one request, one for each of its items.

        Raises:
            WorkerDiedError: it ended, or did not answer within ``deadline_s`` and was killed.
        """
        overdue = threading.Event()

        def give_up() -> None:
            overdue.set()
            self._process.kill()

        timer = threading.Timer(deadline_s, give_up)
        timer.start()
        try:
            self._send(json.dumps(request).encode())
            replies: list[Message] = json.loads(self._receive())["replies"]
        except (OSError, EOFError) as error:
            killed = self._ended_by_kill() and not overdue.is_set()
            self.close()
            raise WorkerDiedError(overdue=overdue.is_set(), killed=killed) from error
        finally:
            timer.cancel()
        return replies

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    # An unsent rest in the buffer has nobody to go to.
                    continue
        self._process.wait()

    def _ended_by_kill(self) -> bool:
        try:
            return self._process.wait(timeout=1) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def _send(self, body: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(_HEADER.pack(len(body)) + body)
        self._process.stdin.flush()

    def _receive(self) -> bytes:
        (length,) = _HEADER.unpack(self._read(_HEADER.size))
        return self._read(length)

    def _read(self, length: int) -> bytes:
        assert self._process.stdout is not None
        data = self._process.stdout.read(length)
        if len(data) < length:
            raise EOFError
        return data


def worker_command() -> list[str]:
    """How the compiler's worker is started.

    Raises:
        WorkerError: Node or the worker's packages are missing.
    """
    if not (WORKER / "node_modules" / "oxc-parser").is_dir():
        raise WorkerError(
            f"the worker's packages are not installed; run `npm ci --omit=dev` in {WORKER}"
        )
    return [node(), str(WORKER / "main.mjs")]


def runner_command(readable: Path, memory_mib: int = 256) -> list[str]:
    """How the runner is started, which calls functions of packages: see `runner/main.mjs`.

    It may read what is told here, and neither write nor start anything.

    Args:
        readable: folder of the packages.
        memory_mib: size of its heap; a function that wants more ends the process.
    """
    # Packages that do not say so hold modules of both kinds.
    rights = [*_reading_only(RUNNER, WORKER, readable), "--experimental-detect-module"]
    heap = f"--max-old-space-size={memory_mib}"
    return [node(), *rights, heap, "--no-warnings", str(RUNNER / "main.mjs")]


def comparer_command(memory_mib: int = 1500) -> list[str]:
    """How the process is started that runs programs beside variants: `worker/behaviour/main.mjs`.

    It may read the compiler, and neither write nor start anything.

    Args:
        memory_mib: size of its heap; a program that wants more ends the process.
    """
    rights = [*_reading_only(RUNNER, WORKER), "--allow-addons"]
    heap = f"--max-old-space-size={memory_mib}"
    return [node(), *rights, heap, "--no-warnings", str(WORKER / "behaviour" / "main.mjs")]


def _reading_only(*folders: Path) -> list[str]:
    # Called `--permission` since Node 23.5; Node 24 no longer knows the old name.
    permission = "permission" if version_of(node()) >= (23, 5) else "experimental-permission"
    return [f"--{permission}", *(f"--allow-fs-read={folder.resolve()}/" for folder in folders)]
