"""One thread that computes, and the inputs of all callers joined into its batches."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence, Sized
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from jaxtyping import Float32

Input = TypeVar("Input", bound=Sized)
"""What one vector is computed of: the tokens of a program, or an image."""


@dataclass(eq=False, slots=True)
class _Job(Generic[Input]):
    """One caller's inputs."""

    inputs: Sequence[Input]
    vectors: list[Float32[np.ndarray, " dim"] | None]
    waiting: deque[int]
    future: Future[Float32[np.ndarray, "inputs dim"]] = field(default_factory=Future)
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
class _Row(Generic[Input]):
    """One input of a job."""

    job: _Job[Input]
    place: int

    @property
    def input(self) -> Input:
        return self.job.inputs[self.place]


class Batcher(Generic[Input]):
    """Computes the inputs of concurrent callers together, up to a budget of padded size.

    A batch takes one input of each caller in turn, so that a large request does not hold up the
    small ones behind it. A batch starts as soon as the one before has ended: waiting for more would
    cost time when there is little to do and gain nothing when there is much. If a batch fails, its
    halves are tried on their own, down to the input at fault: only its caller gets the error.

    Args:
        compute: gives the vectors of inputs; called from one thread only.
        budget: largest size times number of inputs in a batch.
        size_of: of an input; the tokens of a program if not given.

    Attributes:
        speed: sizes computed a second, lately.
    """

    def __init__(
        self,
        compute: Callable[[Sequence[Input]], Float32[np.ndarray, "inputs dim"]],
        budget: int,
        size_of: Callable[[Input], int] = len,
    ) -> None:
        self._compute = compute
        self._budget = budget
        self._size_of = size_of
        self._jobs: deque[_Job[Input]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self.speed = 0.0
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)
        self._thread.start()

    async def embed(self, inputs: Sequence[Input]) -> Float32[np.ndarray, "inputs dim"]:
        """Vectors of one caller's inputs, in order.

        If the caller is cancelled, what is not yet computed never will be.

        Args:
            inputs: at least one.

        Raises:
            Exception: what ``compute`` raised for one of these.
        """
        job = _Job(inputs, [None] * len(inputs), deque(range(len(inputs))))
        job.missing = len(inputs)
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
            size = sum(self._size_of(row.input) for row in rows)
            speed = size / max(time.monotonic() - started, 1e-6)
            # A moving average: one odd batch must not decide what callers are told.
            self.speed += (speed - self.speed) * (0.2 if self.speed else 1.0)

    def _next_batch(self) -> list[_Row[Input]]:
        """Inputs of the next batch; none once closed."""
        with self._changed:
            while not (rows := self._take()) and not self._closed:
                self._changed.wait()
            if self._closed:
                for job in (*self._jobs, *(row.job for row in rows)):
                    job.fail(RuntimeError("the batcher is closed"))
                return []
            return rows

    def _take(self) -> list[_Row[Input]]:
        """Take one input of each job in turn while the padded batch stays within the budget."""
        rows: list[_Row[Input]] = []
        largest = 0
        while self._jobs:
            job = self._jobs[0]
            if job.ended or not job.waiting:
                self._jobs.popleft()
                continue
            largest = max(largest, self._size_of(job.inputs[job.waiting[0]]))
            if rows and largest * (len(rows) + 1) > self._budget:
                break
            rows.append(_Row(job, job.waiting.popleft()))
            self._jobs.rotate(-1)
        return rows

    def _compute_rows(self, rows: Sequence[_Row[Input]]) -> None:
        try:
            vectors = self._compute([row.input for row in rows])
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
