"""Which structure searches how many vectors within how much memory."""

import math
from dataclasses import dataclass
from typing import Literal

from contracode.errors import CloneIndexError

Kind = Literal["flat", "hnsw", "ivf-flat", "ivf-sq8", "ivf-pq"]

FLAT_BELOW = 200_000
"""Vectors below which every one is compared: exact, and fast enough."""
HNSW_BELOW = 500_000
"""Vectors below which a graph is built; the time it takes to build grows faster than the rest."""

# FAISS's names: a graph of 32 links a vector (64 at its ground floor), bytes a number.
_LINKS = 32
# Links of the upper floors, and what FAISS keeps a vector besides.
_HNSW_BYTES = 4 * 2 * _LINKS + 32
_ID_BYTES = 8

# By number of vectors: kinds in the order of preference, falling memory. Centres of lists and
# codes must be learnt, which few vectors are not enough for.
_PREFERRED: tuple[tuple[float, tuple[Kind, ...]], ...] = (
    (20_000, ("flat",)),
    (FLAT_BELOW, ("flat", "ivf-sq8", "ivf-pq")),
    (HNSW_BELOW, ("hnsw", "ivf-flat", "ivf-sq8", "ivf-pq")),
    (math.inf, ("ivf-flat", "ivf-sq8", "ivf-pq")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A way to search, and its settings."""

    kind: Kind
    """flat: compare all. hnsw: a graph of neighbours. ivf: lists around centres; the vectors in
    them whole (flat), as a byte a number (sq8), or as product codes of 4 numbers a byte (pq)."""
    factory: str
    """FAISS's name of it."""
    effort: int = 0
    """Of a search: lists looked into, or length of the queue; 0 where all is compared."""
    refine: int = 1
    """Candidates a hit that are compared once more by their whole vectors, read from the disk."""
    memory_bytes: int
    """What it takes in memory, estimated."""


def structure_for(count: int, dimensions: int, memory_bytes: int) -> Structure:
    """The first structure that fits: few vectors are compared one by one, many by a graph or lists.

    Args:
        count: number of vectors.
        dimensions: length of a vector.
        memory_bytes: what searching may take.

    Raises:
        CloneIndexError: not even the smallest structure fits.
    """
    lists = 2 ** round(math.log2(4 * math.sqrt(max(count, 1))))
    whole, per_list = 4 * dimensions, 4 * dimensions * lists
    # Product codes want parts of equal length.
    parts = next(each for each in range(max(1, dimensions // 4), 0, -1) if dimensions % each == 0)
    sizes: dict[Kind, tuple[str, int]] = {
        "flat": ("Flat", count * whole),
        "hnsw": (f"HNSW{_LINKS},Flat", count * (whole + _HNSW_BYTES)),
        "ivf-flat": (f"IVF{lists},Flat", count * (whole + _ID_BYTES) + per_list),
        "ivf-sq8": (f"IVF{lists},SQ8", count * (dimensions + _ID_BYTES) + per_list),
        "ivf-pq": (f"IVF{lists},PQ{parts}x8", count * (parts + _ID_BYTES) + per_list),
    }
    kinds = next(kinds for below, kinds in _PREFERRED if count < below)
    for kind in kinds:
        factory, size = sizes[kind]
        if size <= memory_bytes:
            return Structure(kind=kind, factory=factory, memory_bytes=size)
    raise CloneIndexError(
        f"{count:,} vectors of {dimensions} numbers need at least "
        f"{sizes[kinds[-1]][1] / 1e6:,.0f} MB of memory to be searched, allowed are "
        f"{memory_bytes / 1e6:,.0f} MB; allow more with --memory, or serve them from Qdrant"
    )
