"""The append log: what comes back, what a torn end costs, what is damage."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracode.errors import CloneIndexError
from contracode.index.generation.log import LogWriter, read_log

PAYLOADS = st.lists(st.binary(max_size=40), max_size=5)


def written(place, payloads, owner="owner"):
    for payload in payloads:
        with LogWriter(place, owner) as log:
            log.append(payload)
    return place


@given(PAYLOADS)
@settings(max_examples=30, deadline=None)
def test_what_was_appended_comes_back_in_order(tmp_path_factory, payloads):
    place = written(tmp_path_factory.mktemp("log") / "log", payloads)
    assert read_log(place, "owner").payloads == tuple(payloads)


@given(PAYLOADS.filter(len), st.data())
@settings(max_examples=60, deadline=None)
def test_a_log_cut_anywhere_holds_the_records_that_are_whole(tmp_path_factory, payloads, data):
    place = written(tmp_path_factory.mktemp("log") / "log", payloads)
    content = place.read_bytes()
    end = data.draw(st.integers(0, len(content)))
    zeros = data.draw(st.sampled_from([0, 1, 100]))
    place.write_bytes(content[:end] + b"\0" * zeros * (end < len(content)))
    try:
        found = read_log(place, "owner").payloads
    except CloneIndexError:
        # Zeros after a part of a record make bytes of it: not to be told from damage.
        assert zeros
        return
    ends = list(itertools.accumulate(48 + len(each) for each in payloads))
    whole = sum(each <= end for each in ends)
    assert found == tuple(payloads[:whole])
    with LogWriter(place, "owner") as log:
        log.append(b"after")
    assert read_log(place, "owner").payloads == (*found, b"after")


@given(PAYLOADS.filter(len), st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_is_never_read_as_a_record(tmp_path_factory, payloads, data):
    place = written(tmp_path_factory.mktemp("log") / "log", payloads)
    content = bytearray(place.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    place.write_bytes(content)
    with pytest.raises(CloneIndexError, match="does not match its digest"):
        read_log(place, "owner")
    with pytest.raises(CloneIndexError, match="does not match its digest"):
        LogWriter(place, "owner")


def test_records_can_not_change_places_or_owners(tmp_path):
    place = written(tmp_path / "log", [b"one", b"two"])
    content = place.read_bytes()
    half = len(content) // 2
    with pytest.raises(CloneIndexError, match="belongs to another index"):
        read_log(place, "another owner")
    place.write_bytes(content[half:] + content[:half])
    with pytest.raises(CloneIndexError, match="record at byte 0"):
        read_log(place, "owner")
    place.write_bytes(content[half:])
    with pytest.raises(CloneIndexError, match="record at byte 0"):
        read_log(place, "owner")


def test_a_log_that_was_never_written_is_empty(tmp_path):
    assert read_log(tmp_path / "log", "owner").payloads == ()
