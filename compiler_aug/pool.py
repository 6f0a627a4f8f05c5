"""A pool of workers: messages in batches, replies in order, retries when a worker dies."""

import itertools
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from compiler_aug.process import WorkerDiedError, WorkerProcess

Reply = dict[str, Any]

# Large enough that a message's cost is shared, small enough that few programs wait for a slow one.
BATCH = 16
# Whoever kills workers is not the program's fault, but for one that makes the system run out of
# memory, which kills too.
MOST_KILLS = 20


class WorkerPool:
    """Long-lived workers, each used by one thread at a time.

    Attributes:
        restarts: workers replaced so far.
    """

    def __init__(self, workers: int, deadline_s: float) -> None:
        if workers < 1:
            raise ValueError(f"workers must be at least 1, got {workers}")
        if not deadline_s > 0:
            raise ValueError(f"deadline_s must be > 0, got {deadline_s}")
        self.restarts = 0
        self._workers = workers
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        # A place without a process gets one when it is first needed.
        self._idle: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)
        self._running: set[int] = set()
        self._threads = ThreadPoolExecutor(workers, "augmenter")

    def map(self, request: Reply, items: Iterable[Reply]) -> Iterator[Reply]:
        """The reply to every item of a request, in order; items are read as replies are taken."""
        pending: deque[Future[list[Reply]]] = deque()
        source = iter(items)
        while batch := list(itertools.islice(source, BATCH)):
            pending.append(self._threads.submit(self._answer, request, batch))
            if len(pending) > 2 * self._workers:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()

    def pids(self) -> list[int]:
        """Process ids of the workers that run now."""
        with self._lock:
            return sorted(self._running)

    def close(self) -> None:
        """End the workers."""
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            worker = self._idle.get()
            if worker is not None:
                worker.close()

    def _answer(self, request: Reply, items: list[Reply]) -> list[Reply]:
        try:
            return self._ask(request, items)
        except WorkerDiedError:
            return [self._answer_alone(request, item) for item in items]

    def _answer_alone(self, request: Reply, item: Reply) -> Reply:
        blamed, kills = 0, 0
        while True:
            try:
                return self._ask(request, [item])[0]
            except WorkerDiedError as died:
                blamed += not died.killed
                kills += died.killed
                if blamed == 2 or kills == MOST_KILLS:
                    return {"failure": _broken(died, self._deadline_s)}

    def _ask(self, request: Reply, items: list[Reply]) -> list[Reply]:
        worker = self._idle.get()
        try:
            worker = worker or self._start()
            return worker.ask(request | {"items": items}, self._deadline_s)
        except WorkerDiedError:
            assert worker is not None
            with self._lock:
                self.restarts += 1
                self._running.discard(worker.pid)
            worker = None
            raise
        finally:
            # Whatever happens, the place is free again.
            self._idle.put(worker)

    def _start(self) -> WorkerProcess:
        worker = WorkerProcess()
        with self._lock:
            self._running.add(worker.pid)
        return worker


def _broken(died: WorkerDiedError, deadline_s: float) -> Reply:
    if died.overdue:
        message = f"not done within {deadline_s:g} s, twice"
        return {"kind": "deadline", "message": message}
    if died.killed:
        message = f"the compiler was killed {MOST_KILLS} times; is there enough memory?"
        return {"kind": "killed", "message": message}
    message = "the compiler ended without an answer, twice; it may be nested too deeply"
    return {"kind": "crash", "message": message}
