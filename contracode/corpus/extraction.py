"""Functions of source files, as records."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compiler_aug import Augmenter, ExtractedFunction, Failure, Program
from contracode.corpus.records import FunctionRecord, Split
from contracode.corpus.sources import language_of, read_source

OnUnreadable = Callable[[str, str], object]
"""Called with the path of a file that is left out, and the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where files come from; the same for all functions in them."""

    package: str
    version: str
    licence: str
    split: Split


def read_functions(
    folder: Path,
    files: Iterable[Path],
    origin: Origin,
    augmenter: Augmenter,
    on_unreadable: OnUnreadable,
) -> Iterator[FunctionRecord]:
    """Functions of files below a folder, file by file; a file that can't be read is left out."""
    readable: list[str] = []

    def programs() -> Iterator[Program]:
        for file in files:
            path = file.relative_to(folder).as_posix()
            try:
                source = read_source(file)
            except (OSError, ValueError) as error:
                on_unreadable(path, str(error))
                continue
            readable.append(path)
            yield Program(source, language_of(file) or "auto")

    for place, found in enumerate(augmenter.extract(programs())):
        path = readable[place]
        if isinstance(found, Failure):
            where = f"{found.line}:{found.column}: " if found.line else ""
            on_unreadable(path, where + found.message)
            continue
        for function in found:
            yield _record(function, path, origin)


class Sieve:
    """Keeps the functions that a recipe wants. Of equal functions only the first is kept.

    Attributes:
        dropped: functions left out, by reason.
    """

    def __init__(self, min_lines: int, max_characters: int) -> None:
        self.dropped: Counter[str] = Counter()
        self._min_lines = min_lines
        self._max_characters = max_characters
        self._seen: set[str] = set()

    def keeps(self, record: FunctionRecord) -> bool:
        """Whether the function stays; counts it if not."""
        body = " ".join(record.source.split())
        if record.end_line - record.start_line + 1 < self._min_lines:
            reason = "fewer lines than min_lines"
        elif len(record.source) > self._max_characters:
            reason = "more characters than max_characters"
        elif body in self._seen:
            reason = "same text as another"
        else:
            self._seen.add(body)
            return True
        self.dropped[reason] += 1
        return False


def _record(function: ExtractedFunction, path: str, origin: Origin) -> FunctionRecord:
    identity = "\0".join([origin.package, origin.version, path, function.name, function.source])
    return FunctionRecord(
        id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        name=function.name,
        owner=function.owner,
        shape=function.shape,
        source=function.source,
        documentation=function.documentation,
        parameters=function.parameters,
        path=path,
        start_line=function.start_line,
        end_line=function.end_line,
        language=language_of(Path(path)) or "js",
        package=origin.package,
        version=origin.version,
        licence=origin.licence,
        split=origin.split,
    )
