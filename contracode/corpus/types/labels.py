"""Source files of a package, as files with labels."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from compiler_aug import Augmenter, ErasedFile, Failure, Program
from compiler_aug.program import StatedType
from contracode.corpus.functions.extraction import Origin
from contracode.corpus.sources import MAX_BYTES, language_of, read_source
from contracode.corpus.types.records import TypedFile, TypeLabel

OnLeftOut = Callable[[str, str], object]
"""Called with the path of a file that is left out, and the reason."""

OnDropped = Callable[[str, int], object]
"""Called with a reason for which types are no labels, and how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who is told of what is not taken."""

    left_out: OnLeftOut
    dropped: OnDropped


def read_typed_files(
    folder: Path,
    files: Iterable[Path],
    origin: Origin,
    augmenter: Augmenter,
    max_type_characters: int,
    listeners: Listeners,
    max_file_bytes: int = MAX_BYTES,
) -> Iterator[TypedFile]:
    """Files below a folder that state at least one type, in order.

    Every label is held against both texts, and every erased text is parsed again, as JavaScript.
    """
    paths: list[str] = []

    def programs() -> Iterator[Program]:
        for file in files:
            path = file.relative_to(folder).as_posix()
            try:
                program = Program(read_source(file, max_file_bytes), language_of(file) or "js")
            except (OSError, ValueError) as error:
                listeners.left_out(path, str(error))
                continue
            paths.append(path)
            yield program

    sources, kept = tee(programs())
    for place, (program, found) in enumerate(
        zip(kept, augmenter.type_labels(sources), strict=True)
    ):
        path = paths[place]
        if isinstance(found, Failure):
            listeners.left_out(path, found.reason)
            continue
        for reason, count in found.dropped.items():
            listeners.dropped(reason, count)
        labels = _labels(program.source, found, max_type_characters, listeners.dropped)
        if labels:
            yield _typed_file(program, path, origin, found.javascript, labels)


def parsed(
    files: Iterable[TypedFile], augmenter: Augmenter, on_left_out: OnLeftOut
) -> Iterator[TypedFile]:
    """The files whose text without types is JavaScript; the others are left out."""
    checked, kept = tee(files)
    programs = (Program(file.javascript, "jsx", "program") for file in checked)
    for file, failure in zip(kept, augmenter.check(programs), strict=True):
        if failure is None:
            yield file
        else:
            on_left_out(file.path, f"no JavaScript without its types: {failure.message}")


def _labels(
    source: str, found: ErasedFile, max_type_characters: int, on_dropped: OnDropped
) -> tuple[TypeLabel, ...]:
    labels = []
    for stated in found.types:
        if not _points_at_its_name(stated, source, found.javascript):
            on_dropped("span beside its name", 1)
        elif len(stated.type) > max_type_characters:
            on_dropped("type longer than max_type_characters", 1)
        else:
            labels.append(_label(stated))
    return tuple(labels)


def _points_at_its_name(stated: StatedType, source: str, javascript: str) -> bool:
    in_source = source[stated.source_start : stated.source_end]
    return in_source == stated.name == javascript[stated.start : stated.end]


def _label(stated: StatedType) -> TypeLabel:
    return TypeLabel(
        kind=stated.kind,
        name=stated.name,
        type=stated.type,
        is_any=stated.type == "any",
        origin=stated.origin,
        start=stated.start,
        end=stated.end,
        source_start=stated.source_start,
        source_end=stated.source_end,
    )


def _typed_file(
    program: Program, path: str, origin: Origin, javascript: str, labels: tuple[TypeLabel, ...]
) -> TypedFile:
    identity = "\0".join([origin.package, origin.version, path, program.source])
    return TypedFile(
        id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        package=origin.package,
        version=origin.version,
        licence=origin.licence,
        path=path,
        language=language_of(Path(path)) or "js",
        split=origin.split,
        source=program.source,
        javascript=javascript,
        labels=labels,
    )
