"""An append log: records that are there whole, in order, or not at all.

    record = head (4 bytes mark, 8 bytes length, 4 bytes CRC-32 of both) + digest + payload

Each digest is the SHA-256 of the digest before it and of the payload, and the first one follows
from what the log belongs to. So a record can't be changed, moved or taken out, and a log can't be
read beside what it does not belong to. A kill while a record is written leaves the beginning of
one at the end: that record was never promised, readers pass it over and the next writer cuts it
off. Anything else that does not match is damage, and refused.
"""

import hashlib
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from contracode.errors import CloneIndexError
from contracode.files import sync
from contracode.index.closing import Closing

_MARK = b"clog"
_HEAD = struct.Struct("<4sQI")
_DIGEST = hashlib.sha256().digest_size
_OVERHEAD = _HEAD.size + _DIGEST


@dataclass(frozen=True, slots=True)
class LogContent:
    """What a log holds at one moment."""

    payloads: tuple[bytes, ...]
    """The records, oldest first."""
    end: int
    """Bytes that these take; after them there may be the beginning of another."""
    digest: bytes
    """Of the last record: it vouches for all before it."""


def read_log(place: Path, owner: str) -> LogContent:
    """All whole records; none if there is no file.

    Args:
        place: the file.
        owner: what the log belongs to, a digest.

    Raises:
        CloneIndexError: a record does not match its digest, or the log belongs to something else.
    """
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        content = b""
    except OSError as error:
        raise CloneIndexError(f"can't read {place}: {error.strerror}") from error
    payloads: list[bytes] = []
    digest, at = _start(owner), 0
    while (payload := _whole_record(content, at, digest, place)) is not None:
        payloads.append(payload)
        digest = _follow(digest, payload)
        at += _OVERHEAD + len(payload)
    return LogContent(tuple(payloads), at, digest)


class LogWriter(Closing):
    """The one writer of a log; it goes on after the last whole record.

    Attributes:
        digest: of the last record.
    """

    def __init__(self, place: Path, owner: str) -> None:
        """Open, or begin, the log, and cut off what a killed writer left.

        Raises:
            CloneIndexError: as for `read_log`.
        """
        before = read_log(place, owner)
        is_new = not place.exists()
        self.digest = before.digest
        self._end = before.end
        self._handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o666)
        os.ftruncate(self._handle, self._end)
        os.fsync(self._handle)
        if is_new:
            sync(place.parent)

    def append(self, payload: bytes) -> None:
        """Add a record; it is on the disk when this returns.

        A failure, such as a full disk, leaves the log as it was.
        """
        digest = _follow(self.digest, payload)
        record = _head(len(payload)) + digest + payload
        try:
            _write_at(self._handle, self._end, record)
            os.fsync(self._handle)
        except OSError:
            os.ftruncate(self._handle, self._end)
            raise
        self.digest = digest
        self._end += len(record)

    def close(self) -> None:
        """Release the file."""
        os.close(self._handle)


def _whole_record(content: bytes, at: int, before: bytes, place: Path) -> bytes | None:
    """Payload of the record at an offset; None where the log, or what is whole of it, ends."""
    rest = len(content) - at
    if rest < _OVERHEAD:
        return None
    mark, length, check = _HEAD.unpack_from(content, at)
    # After a loss of power a file may have grown without its last bytes: they read as zeros.
    if mark != _MARK and not any(memoryview(content)[at:]):
        return None
    if mark != _MARK or check != zlib.crc32(content[at : at + _HEAD.size - 4]):
        raise _damaged(place, at)
    if rest < _OVERHEAD + length:
        return None
    start = at + _OVERHEAD
    payload = content[start : start + length]
    if _follow(before, payload) != content[at + _HEAD.size : start]:
        raise _damaged(place, at)
    return payload


def _head(length: int) -> bytes:
    check = zlib.crc32(_HEAD.pack(_MARK, length, 0)[:-4])
    return _HEAD.pack(_MARK, length, check)


def _start(owner: str) -> bytes:
    return hashlib.sha256(b"log of " + owner.encode()).digest()


def _follow(before: bytes, payload: bytes) -> bytes:
    return hashlib.sha256(before + payload).digest()


def _write_at(handle: int, offset: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        written = os.pwrite(handle, rest, offset)
        rest, offset = rest[written:], offset + written


def _damaged(place: Path, at: int) -> CloneIndexError:
    return CloneIndexError(
        f"{place} is damaged, or belongs to another index: its record at byte {at} does not match "
        "its digest; build the index again with `contracode index build`"
    )
