import threading
import time

import pytest

from contracode.views import Prefetcher


def test_gives_the_steps_in_order():
    with Prefetcher(lambda step: step * 10, 3, 7) as steps:
        assert list(steps) == [30, 40, 50, 60]


def test_works_ahead_but_not_further_than_asked():
    made = []
    with Prefetcher(lambda step: made.append(step) or step, 0, 100, ahead=3) as steps:
        iterator = iter(steps)
        next(iterator)
        time.sleep(0.2)
        # One taken, three ready, one waiting to be handed over.
        assert len(made) == 5


def test_an_error_reaches_the_one_who_waits():
    def fail_at_2(step):
        if step == 2:
            raise OSError("no more")
        return step

    with Prefetcher(fail_at_2, 0, 9) as steps, pytest.raises(OSError, match="no more"):
        list(steps)


def test_leaving_early_ends_the_thread():
    before = threading.active_count()
    with Prefetcher(lambda step: step, 0, 1_000_000) as steps:
        next(iter(steps))
    assert threading.active_count() == before


def test_waiting_is_measured():
    def make(step):
        time.sleep(0.05)
        return step

    with Prefetcher(make, 0, 3) as slow:
        list(slow)
    assert slow.waited_s > 0.1
