"""The functions of a folder that are compared."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from compiler_aug import Augmenter, Failure, NamedFunction, Program
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.manifest import is_corpus
from contracode.errors import DetectionError
from contracode.tasks.clones.scorers.features import tokens_of

Open = Callable[[Path, Augmenter, Callable[[str], object]], Iterable[FunctionRecord]]
"""Functions of a folder; told of each file that is left out. `contracode.index` has the real one.
"""

_WITHOUT_TYPES = {"ts": "js", "tsx": "jsx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFunction:
    """A function, and the text by which it is compared."""

    record: FunctionRecord
    text: str
    """Without types, own name replaced: that two functions are called alike is no evidence, because
    the clones that the probability was learnt from were found by their names."""
    tokens: int
    """Lexical tokens of the text."""

    @property
    def title(self) -> str:
        """Name with its owner."""
        record = self.record
        return f"{record.owner}.{record.name}" if record.owner else record.name

    @property
    def place(self) -> str:
        """``path:first-last`` line."""
        return f"{self.record.path}:{self.record.start_line}-{self.record.end_line}"

    def holds(self, other: "FoundFunction") -> bool:
        """Whether the other stands inside of this one, or is it."""
        mine, its = self.record, other.record
        return mine.path == its.path and mine.start <= its.start and its.end <= mine.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a folder holds."""

    root: Path
    """The folder."""
    functions: Sequence[FoundFunction]
    """In the order of paths and lines."""
    small: int
    """Functions left out as too small."""
    left_out: Sequence[str]
    """A message for each file that could not be read."""


def list_functions(
    folder: Path, augmenter: Augmenter, read: Open, *, min_tokens: int, min_lines: int
) -> Listing:
    """Read a folder's functions; a file that can't be read is told and left out.

    Args:
        folder: of source files.
        augmenter: the compiler.
        read: walks the folder.
        min_tokens: smaller functions are left out.
        min_lines: as well.

    Raises:
        DetectionError: ``folder`` is none, or a corpus, or none of its files can be read.
    """
    if not folder.is_dir():
        raise DetectionError(f"{folder} is no folder; name a folder of JavaScript or TypeScript")
    if is_corpus(folder):
        # Paths are those in many packages: they would not tell the functions apart.
        raise DetectionError(f"{folder} is a corpus; name a folder of JavaScript or TypeScript")
    left_out: list[str] = []
    records = _each_once(read(folder, augmenter, left_out.append))
    if not records and left_out:
        raise DetectionError(
            f"no function in {folder} could be read; {len(left_out)} files were left out, "
            f"the first: {left_out[0]}"
        )
    found = []
    for record, text in zip(records, _texts(records, augmenter), strict=True):
        tokens = len(tokens_of(text))
        if tokens >= min_tokens and record.end_line - record.start_line + 1 >= min_lines:
            found.append(FoundFunction(record=record, text=text, tokens=tokens))
    return Listing(root=folder, functions=found, small=len(records) - len(found), left_out=left_out)


def _each_once(records: Iterable[FunctionRecord]) -> list[FunctionRecord]:
    """In order of place; of those that stand at the same place the first."""
    places: dict[tuple[str, int, int], FunctionRecord] = {}
    for record in records:
        places.setdefault((record.path, record.start, record.end), record)
    return [places[place] for place in sorted(places)]


def _texts(records: Sequence[FunctionRecord], augmenter: Augmenter) -> Iterator[str]:
    replies = augmenter.anonymise(map(_named, records))
    for record, reply in zip(records, replies, strict=True):
        # What can't be read on its own is compared as it stands, name and all.
        yield (record.javascript or record.source) if isinstance(reply, Failure) else reply


def _named(record: FunctionRecord) -> NamedFunction:
    language = record.language
    if record.javascript:
        language = _WITHOUT_TYPES.get(language, language)  # type: ignore[assignment]
    program = Program(record.javascript or record.source, language, record.shape)
    return NamedFunction(program=program, name=record.name, owner=record.owner)
