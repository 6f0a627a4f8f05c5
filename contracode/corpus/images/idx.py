"""IDX, the file format of MNIST and its kin: a magic number, the lengths of the axes, bytes."""

import gzip
import hashlib
import math
import struct
import zlib
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from contracode.errors import CorpusError

# Two zero bytes, then the type of an element; the fourth byte is the number of axes.
_UNSIGNED_BYTES = b"\x00\x00\x08"


def read_idx(path: Path, axes: int, sha256: str | None = None) -> UInt8[np.ndarray, "..."]:
    """The array in an IDX file of unsigned bytes, gzipped if its name ends in ``.gz``.

    Args:
        path: the file.
        axes: how many the array must have.
        sha256: what the unpacked content must hash to; not asked for if None.

    Raises:
        CorpusError: the file is missing, broken, cut, or not the one that was pinned.
    """
    content = _unpacked(path)
    found = hashlib.sha256(content).hexdigest()
    if sha256 is not None and found != sha256:
        raise CorpusError(
            f"{path} is not the pinned file: SHA-256 {sha256} was wanted, {found} came; "
            "remove it and run the command again"
        )
    return parse_idx(content, axes, str(path))


def digest_of(path: Path) -> str:
    """SHA-256 of a file's unpacked content: however it was packed, it is the same.

    Raises:
        CorpusError: the file is missing or broken.
    """
    return hashlib.sha256(_unpacked(path)).hexdigest()


def parse_idx(content: bytes, axes: int, origin: str) -> UInt8[np.ndarray, "..."]:
    """The array in the bytes of an IDX file; it shares their memory and is read-only.

    Raises:
        CorpusError: the header or the length is wrong; the message begins with ``origin``.
    """
    wanted = _UNSIGNED_BYTES + bytes([axes])
    if content[:4] != wanted:
        raise CorpusError(
            f"{origin}: an IDX file of bytes with {axes} axes begins with {wanted.hex()}, "
            f"this one with {content[:4].hex() or 'nothing'}"
        )
    start = 4 + 4 * axes
    if len(content) < start:
        raise CorpusError(f"{origin} is cut: its header ends after {len(content)} bytes")
    shape = struct.unpack(f">{axes}I", content[4:start])
    if len(content) - start != math.prod(shape):
        raise CorpusError(
            f"{origin} is cut or too long: {' x '.join(map(str, shape))} bytes were announced, "
            f"{len(content) - start} came"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def _unpacked(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix == ".gz" else content
    except FileNotFoundError as error:
        raise CorpusError(f"no file {path}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise CorpusError(
            f"{path} can't be unpacked: {error}; remove it and run the command again"
        ) from error
