"""Rows held in memory, to be met by others."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Literal

from contracode.corpus.near import NearIndex
from contracode.corpus.overlap.side import Row, Spot

Likeness = Literal["exact", "structural", "near"]
"""Equal hashes, equal hashes with identifiers and literals made anonymous, similar shingles."""

# Not the seed that corpora are built with: what its signatures missed, these find.
_SEED = 2


class HeldRows:
    """Rows that others are compared with.

    Attributes:
        spots: where each row comes from, in the order in which they came.
    """

    def __init__(self, rows: Iterable[Row], likenesses: Collection[Likeness]) -> None:
        self.spots: list[Spot] = []
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        self._structures: defaultdict[str, list[int]] = defaultdict(list)
        self._near = NearIndex(seed=_SEED)
        for place, row in enumerate(rows):
            self.spots.append(row.spot)
            self._exact[row.exact].append(place)
            if "structural" in likenesses:
                self._structures[row.structure].append(place)
            if "near" in likenesses:
                self._near.add(str(place), row.text)

    def like(self, row: Row, likeness: Likeness) -> list[int]:
        """Places of the rows held that are like another."""
        if likeness == "exact":
            return self._exact.get(row.exact, [])
        if likeness == "structural":
            return self._structures.get(row.structure, [])
        return [int(key) for key in self._near.matches(row.text)]
