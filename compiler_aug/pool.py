"""A pool of workers: messages in batches, replies in order, retries when a worker dies."""

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from compiler_aug.errors import WorkerError
from compiler_aug.process import WORKER, Message, WorkerDiedError, WorkerProcess

# Large enough that a message's cost is shared, small enough that few programs wait for a slow one.
BATCH = 16
# Messages of large programs hold fewer: their number bounds the memory of a stream.
BATCH_CHARS = 200_000
# Node starts in a fifth of a second; this is for machines that are out of breath.
_START_S = 60.0
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

    def map(self, request: Message, items: Iterable[Message]) -> Iterator[Message]:
        """The reply to every item of a request, in order; items are read as replies are taken."""
        pending: deque[Future[list[Message]]] = deque()
        for batch in batches(items):
            pending.append(self._threads.submit(self._answer, request, batch))
            if len(pending) > 2 * self._workers:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()

    def hello(self) -> Message:
        """What the worker says of itself: its engines and its passes.

        Raises:
            WorkerError: Node or the worker's packages are missing, or it ends at once.
        """
        try:
            (reply,) = self._ask({"op": "hello"}, [{}])
        except WorkerDiedError as died:
            self.close()
            raise WorkerError(
                "the compiler's worker ended as soon as it began; what it said stands above, "
                f"and `npm ci --omit=dev` in {WORKER} installs its packages anew"
            ) from died
        except WorkerError:
            self.close()
            raise
        return reply

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

    def _answer(self, request: Message, items: list[Message]) -> list[Message]:
        try:
            replies = self._ask(request, items)
        except WorkerDiedError as died:
            replies = [self._answer_alone(request, item, died) for item in items]
        for item, reply in zip(items, replies, strict=True):
            if "failure" in reply:
                reply["failure"]["id"] = item.get("id", "")
        return replies

    def _answer_alone(self, request: Message, item: Message, died: WorkerDiedError) -> Message:
        """The reply to an item whose message was not answered."""
        blamed, kills = 0, 0
        while True:
            blamed += not died.killed
            kills += died.killed
            if blamed == 2 or kills == MOST_KILLS:
                return {"failure": _failure_of(died, self._deadline_s)}
            try:
                return self._ask(request, [item])[0]
            except WorkerDiedError as again:
                died = again

    def _ask(self, request: Message, items: list[Message]) -> list[Message]:
        worker = self._idle.get()
        try:
            if worker is None:
                worker = WorkerProcess()
                with self._lock:
                    self._running.add(worker.pid)
                # The time that Node takes to start is not the programs'.
                worker.ask({"op": "hello", "items": [{}]}, _START_S)
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


def batches(items: Iterable[Message]) -> Iterator[list[Message]]:
    """Items as messages; what is in a message changes no reply."""
    batch, chars = list[Message](), 0
    for item in items:
        batch.append(item)
        chars += len(item.get("source", ""))
        if len(batch) == BATCH or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _failure_of(died: WorkerDiedError, deadline_s: float) -> Message:
    if died.overdue:
        message = f"not done within {deadline_s:g} s, twice"
        return {"kind": "deadline", "message": message}
    if died.killed:
        message = f"the compiler was killed {MOST_KILLS} times; is there enough memory?"
        return {"kind": "killed", "message": message}
    message = (
        "the compiler ended twice without an answer; the program may be nested too deeply, "
        "or too long"
    )
    return {"kind": "crash", "message": message}
