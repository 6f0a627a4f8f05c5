"""Rows of two sides compared: equal, equal in structure, near."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tqdm import tqdm

from contracode.corpus.overlap.held import HeldRows, Likeness
from contracode.corpus.overlap.side import Row, Side, Spot, Table, rows_of, size_of, table_of
from contracode.errors import CorpusError

_LIKENESSES: dict[Table, tuple[Likeness, ...]] = {
    "functions": ("exact", "structural", "near"),
    "files": ("exact", "near"),
    "images": ("exact",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Rows of either side that have a counterpart on the other, by one kind of likeness."""

    likeness: Likeness
    left: Mapping[str, int]
    """Rows by package, of images by vendor; the most first."""
    right: Mapping[str, int]
    """The same of the other side."""
    examples: tuple[tuple[Spot, Spot], ...]
    """Pairs, left and right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two sides have in common. A row counts for every likeness that it has."""

    of: Table
    """What the rows are."""
    left: str
    right: str
    left_rows: int
    right_rows: int
    packages: tuple[str, ...]
    """Those that both sides take rows from; vendors of images."""
    shared: tuple[Shared, ...]
    """One for each likeness that such rows can have."""

    def as_json(self) -> dict[str, Any]:
        """The same, ready to be written."""
        return asdict(self)


def overlap(left: Side, right: Side, *, examples: int = 10, progress: bool = False) -> Overlap:
    """Compare all rows of one side with all rows of the other.

    Exactly the same are functions by their hashed bodies (own name, comments, layout and types left
    out), files by their text without types and white space, images by their pixels. Functions are
    also compared by structure (identifiers and literals made anonymous). Near are functions and
    files whose token shingles, types left out, have a Jaccard index of at least 0.8. Of the side
    with fewer rows the hashes are held in memory.

    Args:
        left: one side.
        right: the other; no row may be on both.
        examples: pairs kept of each likeness, the first ones found.
        progress: show a bar on stderr.

    Raises:
        CorpusError: a side is missing or empty, holds nothing that can be compared, or not what
            the other holds, or shares rows with it.
    """
    table = _common_table(left, right)
    left_rows, right_rows = size_of(left, table), size_of(right, table)
    holds_left = left_rows <= right_rows
    held, passing = (left, right) if holds_left else (right, left)
    comparison = _Comparison(rows_of(held, table), _LIKENESSES[table], examples)
    with tqdm(
        rows_of(passing, table),
        desc=f"{left} and {right}",
        total=max(left_rows, right_rows),
        disable=not progress,
    ) as rows:
        for row in rows:
            comparison.meet(row)
    return Overlap(
        of=table,
        left=str(left),
        right=str(right),
        left_rows=left_rows,
        right_rows=right_rows,
        packages=tuple(sorted(comparison.packages_of_both())),
        shared=tuple(comparison.shared(holds_left=holds_left)),
    )


def _common_table(left: Side, right: Side) -> Table:
    tables = table_of(left), table_of(right)
    if tables[0] != tables[1]:
        raise CorpusError(f"{left} holds {tables[0]} and {right} {tables[1]}; compare like things")
    if left.shares_rows_with(right):
        raise CorpusError(
            f"{left} and {right} share their rows; name two corpora, or two splits as NAME:SPLIT"
        )
    return tables[0]


class _Comparison:
    """One side held in memory; the rows of the other pass by, and the likes of them are counted."""

    def __init__(
        self, held: Iterable[Row], likenesses: tuple[Likeness, ...], examples: int
    ) -> None:
        self._likenesses = likenesses
        self._examples = examples
        self._held = HeldRows(held, likenesses)
        self._met: defaultdict[Likeness, set[int]] = defaultdict(set)
        self._passed: Counter[str] = Counter()
        self._liked: defaultdict[Likeness, Counter[str]] = defaultdict(Counter)
        self._pairs: defaultdict[Likeness, list[tuple[Spot, Spot]]] = defaultdict(list)

    def meet(self, row: Row) -> None:
        """Count a row of the other side, and those held that are like it."""
        self._passed[row.spot.package] += 1
        for likeness in self._likenesses:
            places = self._held.like(row, likeness)
            if not places:
                continue
            self._met[likeness].update(places)
            self._liked[likeness][row.spot.package] += 1
            if len(self._pairs[likeness]) < self._examples:
                self._pairs[likeness].append((self._held.spots[places[0]], row.spot))

    def packages_of_both(self) -> set[str]:
        """Packages of rows held and of rows that passed."""
        return self._passed.keys() & {spot.package for spot in self._held.spots}

    def shared(self, *, holds_left: bool) -> Iterable[Shared]:
        """What was counted, left and right in their places."""
        for likeness in self._likenesses:
            met = _by_count(
                Counter(self._held.spots[place].package for place in self._met[likeness])
            )
            liked = _by_count(self._liked[likeness])
            pairs = self._pairs[likeness]
            yield Shared(
                likeness=likeness,
                left=met if holds_left else liked,
                right=liked if holds_left else met,
                examples=tuple(pairs if holds_left else [pair[::-1] for pair in pairs]),
            )


def _by_count(packages: Counter[str]) -> dict[str, int]:
    return dict(sorted(packages.items(), key=lambda item: (-item[1], item[0])))
