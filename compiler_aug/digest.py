"""Hash of the worker's own code: with the engines' versions it decides the bytes of variants."""

import hashlib
from functools import cache

from compiler_aug.process import WORKER

# Packages are told by the lock file; `behaviour` runs programs and makes none.
_NO_PART_OF_IT = {"node_modules", "test", "behaviour"}


@cache
def worker_digest() -> str:
    """SHA-256 of the worker's modules and its lock file, in hexadecimal; nothing is started."""
    digest = hashlib.sha256()
    for path in sorted((*WORKER.rglob("*.mjs"), WORKER / "package-lock.json")):
        place = path.relative_to(WORKER)
        if place.parts[0] not in _NO_PART_OF_IT:
            digest.update(f"{place.as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
