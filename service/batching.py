"""One thread that computes, and the programs of all callers joined into its batches."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float32

Tokens = Sequence[int]
Compute = Callable[[Sequence[Tokens]], Float32[np.ndarray, "programs dim"]]


@dataclass(eq=False, slots=True)
class _Job:
    """One caller's programs."""

    programs: Sequence[Tokens]
    vectors: list[Float32[np.ndarray, " dim"] | None]
    waiting: deque[int]
    future: Future[Float32[np.ndarray, "programs dim"]] = field(default_factory=Future)
    missing: int = 0
    ended: bool = False

    def receive(self, place: int, vector: Float32[np.ndarray, " dim"]) -> None:
        self.vectors[place] = vector
        self.missing -= 1
        if self.missing == 0 and not self.ended:
            with suppress(InvalidStateError):  # the caller left at this very moment
                self.future.set_result(
                    np.stack([each for each in self.vectors if each is not None])
                )

    def fail(self, error: Exception) -> None:
        self.ended = True
        with suppress(InvalidStateError):
            self.future.set_exception(error)


@dataclass(frozen=True, slots=True)
class _Row:
    """One program of a job."""

    job: _Job
    place: int

    @property
    def tokens(self) -> Tokens:
        return self.job.programs[self.place]


class Batcher:
    """Computes the programs of concurrent callers together, up to a budget of padded tokens.

    A batch takes one program of each caller in turn, so that a large request does not hold up the
    small ones behind it. A batch starts as soon as the one before has ended: waiting for more would
    cost time when there is little to do and gain nothing when there is much. If a batch fails, its
    halves are tried on their own, down to the program at fault: only its caller gets the error.

    Args:
        compute: gives the vectors of programs; called from one thread only.
        token_budget: longest program times number of programs in a batch.
    """

    def __init__(self, compute: Compute, token_budget: int) -> None:
        self._compute = compute
        self._token_budget = token_budget
        self._jobs: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self.tokens_per_second = 0.0
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)
        self._thread.start()

    async def embed(self, programs: Sequence[Tokens]) -> Float32[np.ndarray, "programs dim"]:
        """Vectors of one caller's programs, in order.

        If the caller is cancelled, what is not yet computed never will be.

        Args:
            programs: at least one.

        Raises:
            Exception: what ``compute`` raised for one of these programs.
        """
        job = _Job(programs, [None] * len(programs), deque(range(len(programs))))
        job.missing = len(programs)
        with self._changed:
            self._jobs.append(job)
            self._changed.notify()
        try:
            return await asyncio.wrap_future(job.future)
        finally:
            job.ended = True

    def close(self) -> None:
        """Fail what waits, and end the thread after its current batch."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while rows := self._next_batch():
            started = time.monotonic()
            self._compute_rows(rows)
            speed = sum(len(row.tokens) for row in rows) / max(time.monotonic() - started, 1e-6)
            # A moving average: one odd batch must not decide what callers are told.
            self.tokens_per_second += (speed - self.tokens_per_second) * (
                0.2 if self.tokens_per_second else 1.0
            )

    def _next_batch(self) -> list[_Row]:
        """Programs of the next batch; none once closed."""
        with self._changed:
            while not (rows := self._take()) and not self._closed:
                self._changed.wait()
            if self._closed:
                for job in (*self._jobs, *(row.job for row in rows)):
                    job.fail(RuntimeError("the batcher is closed"))
                return []
            return rows

    def _take(self) -> list[_Row]:
        """Take one program of each job in turn while the padded batch stays within the budget."""
        rows: list[_Row] = []
        longest = 0
        while self._jobs:
            job = self._jobs[0]
            if job.ended or not job.waiting:
                self._jobs.popleft()
                continue
            longest = max(longest, len(job.programs[job.waiting[0]]))
            if rows and longest * (len(rows) + 1) > self._token_budget:
                break
            rows.append(_Row(job, job.waiting.popleft()))
            self._jobs.rotate(-1)
        return rows

    def _compute_rows(self, rows: Sequence[_Row]) -> None:
        try:
            vectors = self._compute([row.tokens for row in rows])
            computed = list(zip(rows, vectors, strict=True))
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            if len(rows) == 1:
                rows[0].job.fail(error)
                return
            self._compute_rows(rows[: len(rows) // 2])
            self._compute_rows(rows[len(rows) // 2 :])
            return
        for row, vector in computed:
            row.job.receive(row.place, vector)
