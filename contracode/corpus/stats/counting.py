"""Counting over columns, shard by shard, and the sections that counts become."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from contracode.corpus.stats.results import NO_LABEL, CrossTable, Fact, Ranking, Spread

Column: TypeAlias = pa.Array | pa.ChunkedArray

SHOWN = 30
"""Labels that a ranking keeps."""

# Words and single signs: no lexer's tokens, but within a few per cent of them for JavaScript, and
# counted in Arrow at the speed of reading.
_TOKEN = r"[\w$]+|[^\s\w$]"
_SUBTOKEN = re.compile(r"[^\W\d_a-z]+(?![a-z])|[^\W\d_a-z]?[a-z]+|[^\W\d_]+|\d+")


def count_values(counts: Counter[Any], *columns: Column) -> None:
    """Add how often each value of a column, or each tuple of several columns, occurs."""
    names = [str(place) for place in range(len(columns))]
    grouped = pa.table(list(columns), names).group_by(names).aggregate([([], "count_all")])
    values = [grouped[name].to_pylist() for name in names]
    keys: Iterable[Any] = values[0] if len(values) == 1 else zip(*values, strict=True)
    for key, count in zip(keys, grouped["count_all"].to_pylist(), strict=True):
        counts[key] += count


def subtokens(name: str) -> list[str]:
    """Words of a name in lower case: ``parseJSON2_now`` is parse, json, 2, now."""
    return [part.lower() for part in _SUBTOKEN.findall(name)]


class TextLengths:
    """Lines, tokens and characters of texts."""

    def __init__(self) -> None:
        self._counts = {unit: Counter[int]() for unit in ("lines", "tokens", "characters")}

    def add(self, texts: Column) -> None:
        """Count a column of texts."""
        lines = pc.add(pc.count_substring(texts, "\n"), 1)
        count_values(self._counts["lines"], lines)
        count_values(self._counts["tokens"], pc.count_substring_regex(texts, _TOKEN))
        count_values(self._counts["characters"], pc.utf8_length(texts))

    def sections(self, one: str, many: str) -> list[Spread]:
        """Spreads of the three.

        Args:
            one: what one text is, in words: ``function``.
            many: the same of several: ``functions``.
        """
        return [
            section
            for unit, counts in self._counts.items()
            for section in spread(f"{unit.capitalize()} a {one}", unit, many, counts)
        ]


class NameCounts:
    """Names and the words in them."""

    def __init__(self) -> None:
        self._names: Counter[str] = Counter()

    def add(self, names: Column) -> None:
        """Count a column of names."""
        count_values(self._names, names)

    def facts(self) -> list[Fact]:
        """How many names and words of names there are, and how many of them are used often."""
        return [
            *_used("names", self._names, (1, 2, 5)),
            *_used("name sub-tokens", self._words(), (1, 10)),
        ]

    def sections(self, of: str) -> list[Spread | Ranking]:
        """Words a name, and the most frequent names and words.

        Args:
            of: what bears the names: ``functions``.
        """
        lengths: Counter[int] = Counter()
        for name, count in self._names.items():
            lengths[len(subtokens(name))] += count
        return [
            *spread("Sub-tokens a name", "sub-tokens", of, lengths),
            ranking("Most frequent names", of, self._names, is_code=True),
            ranking("Most frequent name sub-tokens", "uses", self._words()),
        ]

    def _words(self) -> Counter[str]:
        words: Counter[str] = Counter()
        for name, count in self._names.items():
            for part in subtokens(name):
                words[part] += count
        return words


def spread(title: str, unit: str, of: str, counts: Mapping[int, int]) -> list[Spread]:
    """The one spread of the counts; none if nothing was counted."""
    if not counts:
        return []
    return [Spread(title=title, unit=unit, of=of, counts=dict(sorted(counts.items())))]


def ranking(title: str, of: str, counts: Mapping[str, int], *, is_code: bool = False) -> Ranking:
    """The most frequent labels; an empty label is told as `NO_LABEL`."""
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return Ranking(
        title=title,
        of=of,
        counts=tuple((label or NO_LABEL, count) for label, count in ordered[:SHOWN]),
        distinct=len(counts),
        total=sum(counts.values()),
        is_code=is_code,
    )


def cross_table(
    title: str,
    of: str,
    counts: Mapping[tuple[str, str], int],
    columns: Sequence[str] | None = None,
) -> list[CrossTable]:
    """The one table of counts by pairs of labels, rows by their sum; none if nothing was counted.

    Args:
        title: of the table.
        of: what is counted.
        counts: label of the row and of the column, to count.
        columns: their order, for columns that occur; the most frequent first if None.
    """
    if not counts:
        return []
    by_row: Counter[str] = Counter()
    by_column: Counter[str] = Counter()
    for (row, column), count in counts.items():
        by_row[row] += count
        by_column[column] += count
    if columns is None:
        columns = sorted(by_column, key=lambda column: (-by_column[column], column))
    kept = [column for column in columns if column in by_column]
    rows = sorted(by_row, key=lambda row: (-by_row[row], row))
    table = CrossTable(
        title=title,
        of=of,
        columns=tuple(kept),
        rows=tuple(
            (row or NO_LABEL, tuple(counts.get((row, column), 0) for column in kept))
            for row in rows[:SHOWN]
        ),
    )
    return [table]


def _used(what: str, counts: Mapping[str, int], least: Sequence[int]) -> list[Fact]:
    return [
        Fact(
            name=f"different {what}" if times == 1 else f"{what} used at least {times} times",
            value=sum(count >= times for count in counts.values()),
            unit=what,
        )
        for times in least
    ]
