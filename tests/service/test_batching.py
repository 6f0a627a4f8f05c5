"""Laws of the batcher: own vectors, fair turns, no poison, nobody computed for who has left."""

import asyncio
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.batching import Batcher

PROGRAMS = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), min_size=1, max_size=6)
POISON = 13


class Computer:
    """Gives a program's sum and length; fails on poison; notes its batches; can be held."""

    def __init__(self):
        self.batches = []
        self.free = threading.Event()
        self.free.set()
        self.started = threading.Event()

    def __call__(self, programs):
        self.started.set()
        self.free.wait(10)
        self.batches.append([list(tokens) for tokens in programs])
        if any(POISON in tokens for tokens in programs):
            raise ValueError("poison")
        return np.array([[sum(tokens), len(tokens)] for tokens in programs], dtype=np.float32)


def expected(programs):
    return [[sum(tokens), len(tokens)] for tokens in programs]


def run(computer, callers, token_budget=16):
    """Results of concurrent callers, exceptions included."""

    async def together():
        batcher = Batcher(computer, token_budget)
        try:
            return await asyncio.gather(*map(batcher.embed, callers), return_exceptions=True)
        finally:
            batcher.close()

    return asyncio.run(together())


@given(st.lists(PROGRAMS, min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_concurrent_callers_get_their_own_vectors_in_order(callers):
    results = run(Computer(), callers)
    assert [result.tolist() for result in results] == [expected(each) for each in callers]


@given(st.lists(PROGRAMS, min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_a_batch_stays_within_its_budget_unless_one_program_alone_is_over_it(callers):
    computer = Computer()
    run(computer, callers, token_budget=6)
    for batch in computer.batches:
        assert len(batch) == 1 or max(map(len, batch)) * len(batch) <= 6
    assert sum(map(len, computer.batches)) == sum(map(len, callers))


@given(st.lists(PROGRAMS, min_size=1, max_size=6), st.data())
@settings(max_examples=50, deadline=None)
def test_one_bad_program_harms_its_own_caller_only(callers, data):
    bad = data.draw(st.integers(0, len(callers) - 1))
    callers[bad] = [*callers[bad], [POISON]]
    results = run(Computer(), callers)
    for place, (caller, result) in enumerate(zip(callers, results, strict=True)):
        if place == bad:
            assert isinstance(result, ValueError)
        else:
            assert result.tolist() == expected(caller)


def test_a_small_request_does_not_wait_for_a_large_one():
    computer = Computer()
    run(computer, [[[1]] * 100, [[2]]], token_budget=4)
    assert [2] in computer.batches[0] + computer.batches[1]


def test_what_is_left_of_a_caller_who_left_is_not_computed():
    computer = Computer()
    computer.free.clear()

    async def leave_early():
        batcher = Batcher(computer, 2)
        leaving = asyncio.create_task(batcher.embed([[1]] * 50))
        await asyncio.to_thread(computer.started.wait, 10)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        computer.free.set()
        result = await batcher.embed([[2]])
        batcher.close()
        return result

    assert asyncio.run(leave_early()).tolist() == [[2, 1]]
    assert sum(map(len, computer.batches)) <= 3


def test_a_model_that_loses_a_row_fails_its_callers_and_not_the_thread():
    async def ask_twice():
        batcher = Batcher(lambda programs: np.zeros((len(programs) - 1, 2), np.float32), 16)
        results = [
            await asyncio.gather(batcher.embed([[1]]), return_exceptions=True) for _ in range(2)
        ]
        batcher.close()
        return results

    for (result,) in asyncio.run(ask_twice()):
        assert isinstance(result, ValueError)


def test_a_closed_batcher_fails_who_waits():
    computer = Computer()
    computer.free.clear()

    async def close_early():
        batcher = Batcher(computer, 1)
        waiting = asyncio.create_task(batcher.embed([[1], [2]]))
        await asyncio.to_thread(computer.started.wait, 10)
        closing = asyncio.create_task(asyncio.to_thread(batcher.close))
        await asyncio.sleep(0.05)
        computer.free.set()
        await closing
        return await asyncio.gather(waiting, return_exceptions=True)

    (result,) = asyncio.run(close_early())
    with pytest.raises(RuntimeError, match="closed"):
        raise result


def test_speed_is_measured():
    async def speed():
        batcher = Batcher(Computer(), 16)
        await batcher.embed([[1, 2, 3]])
        batcher.close()
        return batcher.speed

    assert asyncio.run(speed()) > 0


def test_what_a_size_is_can_be_said():
    computer = Computer()

    async def together():
        batcher = Batcher(computer, 2, lambda _: 1)
        try:
            return await batcher.embed([[1] * 9, [2], [3] * 5])
        finally:
            batcher.close()

    assert len(asyncio.run(together())) == 3
    assert [len(batch) for batch in computer.batches] == [2, 1]
