"""Functions of source files, as records."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from compiler_aug import Augmenter, ExtractedFunction
from contracode.corpus.functions.records import FunctionRecord
from contracode.corpus.packages import Origin
from contracode.corpus.programs import compiled
from contracode.corpus.sources import MAX_BYTES, OnLeftOut, language_of
from contracode.files import sha256_of_text


def read_functions(
    folder: Path,
    files: Iterable[Path],
    origin: Origin,
    augmenter: Augmenter,
    on_left_out: OnLeftOut,
    on_transient: OnLeftOut | None = None,
    max_file_bytes: int = MAX_BYTES,
) -> Iterator[FunctionRecord]:
    """Functions of files below a folder, file by file; a file that can't be read is left out.

    Raises:
        CorpusError: as for `compiled`, which tells the arguments.
    """
    found = compiled(folder, files, augmenter.extract, on_left_out, on_transient, max_file_bytes)
    for path, _, functions in found:
        yield from _records(functions, path, origin)


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
