"""Functions of a folder, as records, with a count of what was dropped and why."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compiler_aug import Augmenter, ExtractedFunction, Failure, Program
from contracode.corpus.records import FunctionRecord, Split
from contracode.corpus.sources import language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where files come from; the same for all functions in them."""

    package: str
    version: str
    licence: str
    split: Split


@dataclass(slots=True)
class Extraction:
    """Reads files into records, and keeps count. Of equal functions only the first is kept.

    Attributes:
        files: files read.
        dropped: functions left out, by reason.
        unreadable: files that do not parse or decode, with the reason.
    """

    augmenter: Augmenter
    min_lines: int = 1
    max_characters: int | None = None
    files: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unreadable: dict[str, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def records(
        self, folder: Path, paths: Sequence[Path], origin: Origin
    ) -> Iterator[FunctionRecord]:
        """Functions of files below ``folder``, in the order of the files."""
        readable = [path for path in paths if self._can_be_read(folder, path)]
        programs = (
            Program(path.read_text(encoding="utf-8"), language_of(path) or "auto")
            for path in readable
        )
        for path, found in zip(readable, self.augmenter.extract(programs), strict=True):
            self.files += 1
            name = path.relative_to(folder).as_posix()
            if isinstance(found, Failure):
                self.unreadable[name] = str(found.as_error(name))
                continue
            for function in self._kept(found):
                yield _record(function, name, origin)

    def _can_be_read(self, folder: Path, path: Path) -> bool:
        try:
            path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.unreadable[path.relative_to(folder).as_posix()] = str(error)
            return False
        return True

    def _kept(self, functions: Iterable[ExtractedFunction]) -> Iterator[ExtractedFunction]:
        for function in functions:
            body = " ".join(function.source.split())
            if function.end_line - function.start_line + 1 < self.min_lines:
                self.dropped["fewer lines than min_lines"] += 1
            elif self.max_characters and len(function.source) > self.max_characters:
                self.dropped["more characters than max_characters"] += 1
            elif body in self._seen:
                self.dropped["same text as another"] += 1
            else:
                self._seen.add(body)
                yield function


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
