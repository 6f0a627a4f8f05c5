"""Prepare the next steps in the background, a bounded number ahead."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Prefetcher(Generic[T]):
    """Calls ``make(first)``, ``make(first + 1)``, … in one thread, ahead of who asks for them.

    At most ``ahead`` steps lie ready, and one more is in the making or waits for room.

    Attributes:
        waited_s: seconds that the consumer has waited for a step so far.
    """

    def __init__(self, make: Callable[[int], T], first: int, last: int, ahead: int = 4) -> None:
        """Prepare steps ``first`` to ``last``, the last one left out."""
        self.waited_s = 0.0
        self._steps = range(first, last)
        self._make = make
        self._ready: queue.Queue[T | BaseException] = queue.Queue(maxsize=ahead)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="prefetch", daemon=True)

    def __enter__(self) -> "Prefetcher[T]":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        # Make room, so that a thread that waits to hand over its step sees the end.
        while self._thread.is_alive():
            try:
                self._ready.get(timeout=0.05)
            except queue.Empty:
                continue
        self._thread.join()

    def __iter__(self) -> Iterator[T]:
        """The steps in order; an error while making one is raised in its place."""
        for _ in self._steps:
            asked = time.perf_counter()
            result = self._ready.get()
            self.waited_s += time.perf_counter() - asked
            if isinstance(result, BaseException):
                raise result
            yield result

    def _work(self) -> None:
        for step in self._steps:
            if self._stopping.is_set():
                return
            try:
                self._ready.put(self._make(step))
            except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for it
                self._ready.put(error)
                return
