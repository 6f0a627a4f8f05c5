"""Functions of source files, as records."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compiler_aug import Augmenter, ExtractedFunction, Failure, Program
from contracode.corpus.functions.records import FunctionRecord, Split
from contracode.corpus.sources import MAX_BYTES, language_of, read_source
from contracode.files import sha256_of_text

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
    max_file_bytes: int = MAX_BYTES,
) -> Iterator[FunctionRecord]:
    """Functions of files below a folder, file by file; a file that can't be read is left out."""
    readable: list[str] = []

    def programs() -> Iterator[Program]:
        for file in files:
            path = file.relative_to(folder).as_posix()
            try:
                source = read_source(file, max_file_bytes)
            except (OSError, ValueError) as error:
                on_unreadable(path, str(error))
                continue
            readable.append(path)
            yield Program(source, language_of(file) or "auto")

    for place, found in enumerate(augmenter.extract(programs())):
        path = readable[place]
        if isinstance(found, Failure):
            on_unreadable(path, found.reason)
            continue
        yield from _records(found, path, origin)


def _records(
    found: Iterable[ExtractedFunction], path: str, origin: Origin
) -> Iterator[FunctionRecord]:
    seen: Counter[str] = Counter()
    for function in found:
        parts = [origin.package, origin.version, path, function.name, function.source]
        identity = "\0".join(parts)
        seen[identity] += 1
        # The first of equal functions has the id that it would have alone.
        order = f"\0{seen[identity]}" if seen[identity] > 1 else ""
        yield FunctionRecord(
            id=sha256_of_text(identity + order)[:16],
            name=function.name,
            owner=function.owner,
            shape=function.shape,
            source=function.source,
            javascript=function.javascript,
            documentation=function.documentation,
            parameters=function.parameters,
            path=path,
            start_line=function.start_line,
            end_line=function.end_line,
            start=function.start,
            end=function.end,
            language=language_of(Path(path)) or "js",
            package=origin.package,
            version=origin.version,
            licence=origin.licence,
            split=origin.split,
            body=function.body,
            structure=function.structure,
        )
