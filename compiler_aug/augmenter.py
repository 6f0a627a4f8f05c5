"""The compiler's face: programs in, variants out, over a pool of long-lived workers."""

import itertools
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from compiler_aug.errors import PlanError, WorkerError
from compiler_aug.plan import Plan
from compiler_aug.process import WorkerDiedError, WorkerProcess
from compiler_aug.program import (
    AppliedPass,
    ExtractedFunction,
    Failure,
    Language,
    Program,
    Shape,
    Variant,
)

Reply = dict[str, Any]
T = TypeVar("T")

# Large enough that a message's cost is shared, small enough that few programs wait for a slow one.
BATCH = 16


class Augmenter:
    """A pool of Node workers. Safe to use from several threads.

    The same source, plan and seed give the same bytes, whatever the number of workers. A worker
    that dies is replaced and its programs are sent again; a program that breaks a worker twice, or
    twice misses the deadline, fails alone.

    Args:
        workers: processes.
        deadline_s: longest time a message of up to 16 programs may take, in seconds; after a miss
            each of them gets that time for itself.

    Raises:
        ValueError: ``workers`` is less than 1 or ``deadline_s`` is not positive.
        WorkerError: Node or the worker's packages are missing.
    """

    def __init__(self, workers: int = 2, deadline_s: float = 10.0) -> None:
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
        (hello,) = self._map({"op": "hello"}, [{}])
        self.engines: dict[str, str] = hello["engines"]
        self.passes: list[dict[str, Any]] = hello["passes"]

    def variants(
        self,
        source: str,
        *,
        count: int = 1,
        seed: int = 0,
        plan: Plan,
        language: Language = "auto",
        shape: Shape = "auto",
    ) -> list[Variant]:
        """Variants of one program; number ``i`` has the seed ``seed + i``.

        Raises:
            SourceSyntaxError: the program does not parse.
            WorkerError: it breaks the worker.
        """
        (result,) = self.augment([(Program(source, language, shape), seed)], plan, count)
        if isinstance(result, Failure):
            raise result.as_error()
        return result

    def augment(
        self, programs: Iterable[tuple[Program, int]], plan: Plan, count: int = 1
    ) -> Iterator[list[Variant] | Failure]:
        """Variants of many programs, in input order; the input is read as results are taken.

        Args:
            programs: each with its seed.
            plan: passes to draw from.
            count: variants of each program; number ``i`` has the program's seed plus ``i``.

        Raises:
            PlanError: the plan names a pass that does not exist.
        """
        known = [record["name"] for record in self.passes]
        for step in plan.steps:
            if step.name not in known:
                raise PlanError(
                    f"plan {plan.name} names {step.name!r}; there are {', '.join(known)}"
                )
        steps = [{"pass": step.name, "chance": step.chance} for step in plan.steps]
        seeded, kept = itertools.tee(programs)
        items = (
            _item(program) | {"seeds": [str(seed + index) for index in range(count)]}
            for program, seed in seeded
        )
        replies = self._map({"op": "variants", "plan": steps}, items)
        return (
            _result(reply, partial(_variants, seed))
            for reply, (_, seed) in zip(replies, kept, strict=True)
        )

    def check(self, programs: Iterable[Program]) -> Iterator[Failure | None]:
        """Whether programs parse: None, or why not, in input order."""
        replies = self._map({"op": "check"}, map(_item, programs))
        return (_result(reply, lambda _: None) for reply in replies)

    def extract(self, files: Iterable[Program]) -> Iterator[list[ExtractedFunction] | Failure]:
        """Functions of whole files, in input order; nested functions come too."""
        replies = self._map({"op": "extract"}, map(_item, files))
        return (_result(reply, _functions) for reply in replies)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _map(self, request: Reply, items: Iterable[Reply]) -> Iterator[Reply]:
        pending: deque[Future[list[Reply]]] = deque()
        source = iter(items)
        while batch := list(itertools.islice(source, BATCH)):
            pending.append(self._threads.submit(self._answer, request, batch))
            if len(pending) > 2 * self._workers:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()

    def _answer(self, request: Reply, items: list[Reply]) -> list[Reply]:
        try:
            return self._ask(request, items)
        except WorkerDiedError:
            return [self._answer_alone(request, item) for item in items]

    def _answer_alone(self, request: Reply, item: Reply) -> Reply:
        for last in (False, True):
            try:
                return self._ask(request, [item])[0]
            except WorkerDiedError as died:
                if last:
                    return {"failure": _broken(died, self._deadline_s)}
        raise AssertionError

    def _ask(self, request: Reply, items: list[Reply]) -> list[Reply]:
        worker = self._idle.get() or self._start()
        try:
            replies = worker.ask(request | {"items": items}, self._deadline_s)
        except WorkerDiedError:
            with self._lock:
                self.restarts += 1
                self._running.discard(worker.pid)
            self._idle.put(None)
            raise
        self._idle.put(worker)
        return replies

    def _start(self) -> WorkerProcess:
        try:
            worker = WorkerProcess()
        except WorkerError:
            self._idle.put(None)
            raise
        with self._lock:
            self._running.add(worker.pid)
        return worker


def _item(program: Program) -> Reply:
    return {"source": program.source, "language": program.language, "shape": program.shape}


def _result(reply: Reply, make: Callable[[Reply], T]) -> T | Failure:
    return Failure(**reply["failure"]) if "failure" in reply else make(reply)


def _variants(seed: int, reply: Reply) -> list[Variant]:
    return [
        Variant(
            text=made["text"],
            seed=seed + index,
            passes=tuple(AppliedPass(**applied) for applied in made["passes"]),
            failed=tuple(failed["name"] for failed in made["failed"]),
        )
        for index, made in enumerate(reply["variants"])
    ]


def _functions(reply: Reply) -> list[ExtractedFunction]:
    return [
        ExtractedFunction(
            name=found["name"],
            owner=found["owner"],
            shape=found["shape"],
            source=found["source"],
            documentation=found["documentation"],
            parameters=tuple(found["parameters"]),
            start_line=found["startLine"],
            end_line=found["endLine"],
        )
        for found in reply["functions"]
    ]


def _broken(died: WorkerDiedError, deadline_s: float) -> Reply:
    if died.overdue:
        message = f"not done within {deadline_s:g} s, twice"
        return {"kind": "deadline", "message": message}
    message = "the compiler ended without an answer, twice; is the program nested too deeply?"
    return {"kind": "crash", "message": message}
