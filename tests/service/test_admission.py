"""Let in by requests and by tokens; refuse with a time to come again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.admission import Admission
from service.errors import BusyError, TooLargeError


def admission(speed=100.0):
    return Admission(
        max_requests=2, max_tokens=1000, max_request_tokens=600, tokens_per_second=lambda: speed
    )


def test_one_request_too_many_is_refused_until_another_ends():
    gate = admission()
    with gate.request():
        with gate.request(), pytest.raises(BusyError, match="2 requests"), gate.request():
            pytest.fail("a third request was let in")
        with gate.request():
            assert gate.requests == 2
    assert gate.requests == 0


def test_tokens_over_the_limit_are_refused_with_the_time_they_take():
    gate = admission()
    with gate.queued(600):
        with pytest.raises(BusyError, match="600 tokens are waiting, 401 more") as busy:
            gate.queued(401).__enter__()
        assert busy.value.headers == {"Retry-After": "7"}
        with gate.queued(400):
            assert gate.tokens == 1000
    assert gate.tokens == 0


def test_a_slow_service_does_not_send_callers_away_for_long():
    gate = admission(speed=0.0)
    with gate.queued(600), pytest.raises(BusyError) as busy:
        gate.queued(600).__enter__()
    assert busy.value.headers == {"Retry-After": "60"}


def test_a_request_that_never_fits_is_too_large_even_when_idle():
    with pytest.raises(TooLargeError, match="has 601 tokens, at most 600"):
        admission().queued(601).__enter__()


@given(st.lists(st.integers(0, 700), max_size=20))
def test_what_was_let_in_is_given_back_whatever_happens(sizes):
    gate = admission()
    for size in sizes:
        with pytest.raises((BusyError, TooLargeError, ZeroDivisionError)), gate.queued(size):
            raise ZeroDivisionError
        assert gate.tokens == 0


def test_images_are_counted_beside_tokens_and_requests_are_counted_together():
    gate = Admission(
        max_requests=1,
        max_tokens=10,
        max_request_tokens=10,
        tokens_per_second=lambda: 1.0,
        max_images=8,
        images_per_second=lambda: 2.0,
    )
    with gate.queued(10), gate.queued_images(8), gate.request():
        assert (gate.tokens, gate.images) == (10, 8)
        with pytest.raises(BusyError, match="8 images are waiting, 1 more") as busy:
            gate.queued_images(1).__enter__()
        assert busy.value.headers == {"Retry-After": "5"}
        with pytest.raises(BusyError) as busy:
            gate.request().__enter__()
        assert busy.value.headers == {"Retry-After": "11"}
    with pytest.raises(TooLargeError, match=r"has 9 images, at most 8 .*send fewer images"):
        gate.queued_images(9).__enter__()
    assert (gate.tokens, gate.images, gate.requests) == (0, 0, 0)
