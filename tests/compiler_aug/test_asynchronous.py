import asyncio
import contextlib
import os
import signal
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler_aug import Augmenter, Failure, Plan, PlanError, Program, augment_async

PLAN = Plan.named("full")
MANY = [(Program(f"const f{n} = (a, b) => a + b + {n};", id=f"f{n}"), n) for n in range(100)]


@pytest.fixture(scope="module")
def augmenter():
    with Augmenter(workers=2) as pool:
        yield pool


async def collected(results):
    return [result async for result in results]


async def trickle(programs):
    for program in programs:
        await asyncio.sleep(0)
        yield program


def test_results_are_those_of_the_plain_iterator_in_its_order(augmenter):
    expected = list(augmenter.augment(MANY, PLAN, 2))
    assert asyncio.run(collected(augment_async(augmenter, MANY, PLAN, 2))) == expected
    assert asyncio.run(collected(augment_async(augmenter, trickle(MANY), PLAN, 2))) == expected


class Echo:
    """Answers without a compiler."""

    def augment(self, programs, *_, **__):
        return (Failure("internal", program.source) for program, _ in programs)


@given(st.integers(0, 70), st.integers(1, 5))
@settings(deadline=None, max_examples=30)
def test_nothing_is_lost_or_moved_whatever_the_number_under_way(number, ahead):
    programs = [(Program(str(n)), n) for n in range(number)]
    results = asyncio.run(collected(augment_async(Echo(), programs, PLAN, ahead=ahead)))
    assert [int(result.message) for result in results] == list(range(number))


@pytest.mark.parametrize("makes", [iter, trickle], ids=["plain", "async"])
def test_input_is_read_as_results_are_taken(makes):
    read = []

    def endless():
        for n in count():
            read.append(n)
            yield Program(str(n)), n

    async def take(number):
        results = augment_async(Echo(), makes(endless()), PLAN, ahead=2)
        async with contextlib.aclosing(results):
            for _ in range(number):
                await anext(results)
                await asyncio.sleep(0.001)

    asyncio.run(take(5))
    assert len(read) <= 4 * 16


def test_the_loop_is_free_while_workers_compute(augmenter):
    async def ticks_while_augmenting():
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                await asyncio.sleep(0.001)
                ticks += 1

        ticker = asyncio.create_task(tick())
        await collected(augment_async(augmenter, MANY, PLAN, 10))
        ticker.cancel()
        return ticks

    assert asyncio.run(ticks_while_augmenting()) > 20


def test_a_cancelled_task_leaves_the_workers_to_others(augmenter):
    async def cancelled():
        task = asyncio.create_task(collected(augment_async(augmenter, MANY * 20, PLAN, 5)))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await collected(augment_async(augmenter, MANY[:3], PLAN))

    assert asyncio.run(cancelled()) == list(augmenter.augment(MANY[:3], PLAN))


def test_an_error_of_the_input_reaches_whoever_waits(augmenter):
    def broken():
        yield from MANY[:20]
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        asyncio.run(collected(augment_async(augmenter, broken(), PLAN)))


def test_killed_workers_cost_a_retry_and_nothing_else():
    async def killed(pool):
        results = []
        async for result in augment_async(pool, MANY, PLAN):
            if len(results) in (0, 40):
                for pid in pool.pids():
                    os.kill(pid, signal.SIGKILL)
            results.append(result)
        return results

    with Augmenter(workers=2) as pool:
        expected = list(pool.augment(MANY, PLAN))
        assert asyncio.run(killed(pool)) == expected
        assert pool.restarts >= 1


def test_mistakes_are_refused(augmenter):
    with pytest.raises(ValueError, match="ahead must be at least 1, got 0"):
        asyncio.run(collected(augment_async(augmenter, MANY, PLAN, ahead=0)))
    with pytest.raises(PlanError, match="no pass is called 'wild'"):
        asyncio.run(collected(augment_async(augmenter, MANY, Plan.single("wild"))))
