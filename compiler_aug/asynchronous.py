"""Variants for programs that run an event loop, which is never blocked."""

import asyncio
import itertools
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import Protocol

from compiler_aug.plan import Plan
from compiler_aug.pool import BATCH
from compiler_aug.program import Failure, Program, Variant

Seeded = tuple[Program, int]
Result = list[Variant] | Failure


class Augments(Protocol):
    """What an ``Augmenter`` offers here. Several threads call it at once."""

    def augment(
        self, programs: Iterable[Seeded], plan: Plan, count: int = 1, *, distinct: bool = False
    ) -> Iterator[Result]:
        """Variants of many programs, in input order."""
        ...


async def augment_async(
    augmenter: Augments,
    programs: AsyncIterable[Seeded] | Iterable[Seeded],
    plan: Plan,
    count: int = 1,
    *,
    distinct: bool = False,
    ahead: int = 4,
) -> AsyncGenerator[Result, None]:
    """Variants of many programs, in input order; the input is read as results are taken.

    The loop is free while the workers compute, and while a plain iterable is read, which happens
    in threads, one at a time. Leaving early, or being cancelled, takes back what has not begun;
    messages that the workers have go on until they are answered or their deadline is over.

    Args:
        augmenter: compiles.
        programs: each with its seed.
        plan: passes to draw from.
        count: variants of each program; number ``i`` has the program's seed plus ``i``.
        distinct: leave out variants that equal an earlier one or the source.
        ahead: messages of up to 16 programs that are under way at a time; fewer than twice the
            workers let some of them wait.

    Raises:
        PlanError: the plan names a pass or an option that does not exist.
        ValueError: ``ahead`` is less than 1.
    """
    if ahead < 1:
        raise ValueError(f"ahead must be at least 1, got {ahead}")
    loop = asyncio.get_running_loop()

    def answer(batch: list[Seeded]) -> list[Result]:
        return list(augmenter.augment(batch, plan, count, distinct=distinct))

    # Threads of its own: those of the loop belong to everybody, and these wait long.
    threads = ThreadPoolExecutor(ahead + 1, "augment-async")
    pending: deque[asyncio.Future[list[Result]]] = deque()
    try:
        async with aclosing(_batches(programs, threads)) as batches:
            async for batch in batches:
                pending.append(loop.run_in_executor(threads, answer, batch))
                # What is done is handed out before more is read.
                while pending and (len(pending) >= ahead or pending[0].done()):
                    for result in await pending.popleft():
                        yield result
        while pending:
            for result in await pending.popleft():
                yield result
    finally:
        for future in pending:
            # Nobody waits for these any more: asked for, their errors are not logged as unseen.
            if not future.cancel() and not future.cancelled():
                future.exception()
        threads.shutdown(wait=False, cancel_futures=True)


async def _batches(
    programs: AsyncIterable[Seeded] | Iterable[Seeded], threads: ThreadPoolExecutor
) -> AsyncGenerator[list[Seeded], None]:
    if isinstance(programs, AsyncIterable):
        batch: list[Seeded] = []
        async for program in programs:
            batch.append(program)
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
        return
    loop = asyncio.get_running_loop()
    source = iter(programs)
    while taken := await loop.run_in_executor(threads, list, itertools.islice(source, BATCH)):
        yield taken
