"""What of a benchmark a model may have seen in training."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from compiler_aug import Augmenter, Failure, Program
from contracode.corpus.overlap import (
    HeldRows,
    Likeness,
    Row,
    Side,
    Spot,
    Table,
    rows_of,
    size_of,
)
from contracode.errors import CorpusError
from contracode.tasks.clones.benchmark import Benchmark
from contracode.tasks.clones.clone_set import CloneSet

LIKENESSES: Mapping[Likeness, str] = {
    "exact": "equal body",
    "structural": "equal structure",
    "near": "near (Jaccard ≥ 0.8)",
}
_EXAMPLES = 5
_TABLE: Table = "functions"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOverlap:
    """Functions of a benchmark that have a counterpart in a training corpus."""

    training: str
    """Corpus and split."""
    training_rows: int
    like: Mapping[Likeness, frozenset[str]]
    """Ids of the benchmark's functions, by what they share with one of the corpus."""
    examples: Mapping[Likeness, Sequence[tuple[str, str]]]
    """Ids of such functions, each with where its counterpart comes from."""
    unread: int = 0
    """Programs that the compiler does not read: they are compared by their shingles alone."""

    @property
    def ids(self) -> frozenset[str]:
        """Functions with a counterpart of any kind."""
        return frozenset().union(*self.like.values())

    def of(self, ids: Collection[str]) -> "TrainingOverlap":
        """What of it concerns some functions of the benchmark."""
        return replace(
            self,
            like={likeness: found.intersection(ids) for likeness, found in self.like.items()},
            examples={
                likeness: [pair for pair in pairs if pair[0] in ids]
                for likeness, pairs in self.examples.items()
            },
        )


def training_overlap(
    held: Sequence[tuple[str, Row]], training: Side, *, unread: int = 0
) -> TrainingOverlap:
    """Compare rows of a benchmark with every function of a training corpus.

    Args:
        held: ids of the benchmark's functions with what they are compared by; a program of several
            functions has several rows.
        training: functions; read shard by shard.
        unread: see `TrainingOverlap`.

    Raises:
        CorpusError: the corpus is missing, or holds no such rows.
    """
    size = size_of(training, _TABLE)
    rows = HeldRows((row for _, row in held), tuple(LIKENESSES))
    like: dict[Likeness, set[str]] = {likeness: set() for likeness in LIKENESSES}
    examples: dict[Likeness, list[tuple[str, str]]] = {likeness: [] for likeness in LIKENESSES}
    with tqdm(rows_of(training, _TABLE), desc=f"overlap with {training}", total=size) as bar:
        for row in bar:
            for likeness in LIKENESSES:
                found = {held[place][0] for place in rows.like(row, likeness)}
                examples[likeness] += [
                    (each, str(row.spot)) for each in sorted(found - like[likeness])
                ]
                like[likeness] |= found
    return TrainingOverlap(
        training=str(training),
        training_rows=size,
        like={likeness: frozenset(ids) for likeness, ids in like.items()},
        examples=examples,
        unread=unread,
    )


def overlap_of(benchmark: Benchmark, training: Side, augmenter: Augmenter) -> TrainingOverlap:
    """Compare what a benchmark reports with a training corpus.

    Args:
        benchmark: its functions have fingerprints if it is a built corpus.
        training: functions.
        augmenter: reads the programs of any other benchmark.

    Raises:
        CorpusError: the training corpus is missing, or holds no such rows.
    """
    reported = [part.reported for part in benchmark.parts]
    if benchmark.corpus is not None:
        wanted = {each for clones in reported for each in clones.ids}
        rows = rows_of(Side(benchmark.corpus), _TABLE)
        held = [(row.spot.id, row) for row in rows if row.spot.id in wanted]
        return training_overlap(held, training)
    held, unread = [], 0
    for clones in reported:
        found, failed = rows_of_programs(clones, augmenter)
        held += found
        unread += failed
    return training_overlap(held, training, unread=unread)


def rows_of_programs(clones: CloneSet, augmenter: Augmenter) -> tuple[list[tuple[str, Row]], int]:
    """Programs as a whole and every function in them that bears a name.

    Whole programs have no fingerprint, so that only their shingles are compared. Also given is how
    many the compiler does not read.
    """
    programs = [Program(text) for text in clones.texts]
    rows: list[tuple[str, Row]] = []
    unread = 0
    for name, text, found in zip(
        clones.ids, clones.texts, augmenter.extract(programs), strict=True
    ):
        rows.append((name, _whole(name, text)))
        if isinstance(found, Failure):
            unread += 1
            continue
        rows += [
            (
                name,
                Row(
                    spot=Spot(id=name, package=name, name=each.name),
                    exact=each.body,
                    structure=each.structure,
                    text=each.javascript or each.source,
                ),
            )
            for each in found
        ]
    return rows, unread


def side_called(name: str, corpora: Path) -> Side:
    """A training corpus by ``NAME`` or ``NAME:SPLIT``, the name being a path or below a folder.

    Raises:
        CorpusError: there is none.
    """
    corpus, _, split = name.partition(":")
    for path in (Path(corpus), corpora / corpus):
        if path.is_dir():
            return Side(path, split or None)
    raise CorpusError(
        f"no training corpus is called {corpus!r}, here or in {corpora}; build one with "
        f"`contracode corpus build {corpus}`"
    )


def _whole(name: str, text: str) -> Row:
    # Nothing of a corpus has such hashes: theirs are hexadecimal digits.
    mark = f"whole {name}"
    return Row(spot=Spot(id=name, package=name), exact=mark, structure=mark, text=text)


def as_lines(found: TrainingOverlap, functions: int) -> Iterator[str]:
    """The overlap as Markdown.

    Args:
        found: what was found.
        functions: how many the benchmark has.
    """
    rows = f"{found.training} ({found.training_rows:,} rows)"
    yield f"Overlap of {functions:,} functions with {rows}:"
    yield ""
    yield "| | functions | share |"
    yield "| --- | ---: | ---: |"
    for likeness, words in LIKENESSES.items():
        count = len(found.like[likeness])
        yield f"| {words} | {count:,} | {count / functions:.1%} |"
    yield f"| any of these | {len(found.ids):,} | {len(found.ids) / functions:.1%} |"
    if found.unread:
        yield ""
        yield (
            f"{found.unread:,} programs are not read by the compiler and are compared by shingles "
            "alone."
        )
    for likeness, words in LIKENESSES.items():
        if found.examples[likeness]:
            yield ""
            yield f"Examples, {words}:"
            for each, other in found.examples[likeness][:_EXAMPLES]:
                yield f"- `{each}` like {other}"
