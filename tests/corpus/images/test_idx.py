"""IDX files, read and refused."""

import gzip
import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from contracode.corpus.images.idx import parse_idx, read_idx
from contracode.errors import CorpusError

# Two images of 2 x 1 pixels, written by hand after the format's description.
GOLDEN = bytes.fromhex("00000803 00000002 00000002 00000001 0a141e28")


def as_idx(array):
    header = bytes([0, 0, 8, array.ndim])
    return header + b"".join(n.to_bytes(4, "big") for n in array.shape) + array.tobytes()


@settings(deadline=None)
@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=1, max_dims=3) | st.just((0, 3, 2))))
def test_what_was_written_is_read(array):
    read = parse_idx(as_idx(array), array.ndim, "memory")
    assert read.shape == array.shape
    assert (read == array).all()


def test_a_file_written_by_hand_is_read(tmp_path):
    path = tmp_path / "images-idx3-ubyte"
    path.write_bytes(GOLDEN)
    assert read_idx(path, 3).tolist() == [[[10], [20]], [[30], [40]]]


def test_a_packed_file_is_the_same_whatever_packed_it(tmp_path):
    digest = hashlib.sha256(GOLDEN).hexdigest()
    for level in (1, 9):
        path = tmp_path / f"{level}.gz"
        path.write_bytes(gzip.compress(GOLDEN, level))
        assert read_idx(path, 3, digest).shape == (2, 2, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (GOLDEN[:-1], "announced, 3 came"),
        (GOLDEN + b"x", "announced, 5 came"),
        (GOLDEN[:9], "header ends after 9 bytes"),
        (b"", "begins with 00000803, this one with nothing"),
        (b"\x00\x00\x0d\x03" + GOLDEN[4:], "begins with 00000803, this one with 00000d03"),
        (b"\x00\x00\x08\x01" + GOLDEN[4:], "begins with 00000803, this one with 00000801"),
    ],
)
def test_a_cut_or_foreign_file_is_refused(content, message):
    with pytest.raises(CorpusError, match=message):
        parse_idx(content, 3, "images")


def test_a_changed_file_is_refused_with_both_hashes(tmp_path):
    path = tmp_path / "labels"
    path.write_bytes(GOLDEN)
    with pytest.raises(CorpusError, match=f"{'0' * 64} was wanted, .* came"):
        read_idx(path, 3, "0" * 64)


def test_a_cut_archive_and_a_missing_one_are_named(tmp_path):
    path = tmp_path / "images.gz"
    with pytest.raises(CorpusError, match=r"no file .*images\.gz"):
        read_idx(path, 3)
    for broken in (gzip.compress(GOLDEN)[:-9], b"not packed at all"):
        path.write_bytes(broken)
        with pytest.raises(CorpusError, match=r"images\.gz can't be unpacked"):
            read_idx(path, 3)
