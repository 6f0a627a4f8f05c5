"""Source files of a package, as files with labels."""

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path

from compiler_aug import Augmenter, ErasedFile, Program
from compiler_aug.program import StatedType
from contracode.corpus.packages import Origin, Sources
from contracode.corpus.programs import compiled, transient_error
from contracode.corpus.report import Report
from contracode.corpus.sources import language_of
from contracode.corpus.types.records import TypedFile, TypeLabel
from contracode.files import sha256_of_text


def read_typed_files(
    augmenter: Augmenter,
    max_type_characters: int,
    sources: Sources,
    files: Iterable[Path],
    report: Report,
) -> Iterator[TypedFile]:
    """Files of a package that state at least one type, in order.

    Every label is held against both texts, and every erased text is parsed again, as JavaScript.

    Args:
        augmenter: the compiler.
        max_type_characters: length of the longest type that is a label.
        sources: the package.
        files: of it; read as results are taken.
        report: told what is left out, files and labels.

    Raises:
        CorpusError: the compiler could not finish a file; another run might.
    """
    labelled = _labelled_files(augmenter, max_type_characters, sources, files, report)
    checked, kept = tee(labelled)
    programs = (Program(file.javascript, "jsx", "program") for file in checked)
    for file, failure in zip(kept, augmenter.check(programs), strict=True):
        if failure is None:
            yield file
        elif failure.is_transient:
            raise transient_error(str(sources.folder / file.path), failure)
        else:
            report.unreadable[file.path] = f"no JavaScript without its types: {failure.message}"


def _labelled_files(
    augmenter: Augmenter,
    max_type_characters: int,
    sources: Sources,
    files: Iterable[Path],
    report: Report,
) -> Iterator[TypedFile]:
    for path, program, erased in compiled(
        sources.folder,
        files,
        augmenter.type_labels,
        report.unreadable.__setitem__,
        max_file_bytes=sources.max_file_bytes,
    ):
        for reason, count in erased.dropped.items():
            report.leave_out("labels", reason, count)
        labels = _labels(program.source, erased, max_type_characters, report)
        if labels:
            yield _typed_file(program, path, sources.origin, erased.javascript, labels)
        else:
            report.leave_out("files", "without a label")


def _labels(
    source: str, found: ErasedFile, max_type_characters: int, report: Report
) -> tuple[TypeLabel, ...]:
    labels = []
    for stated in found.types:
        if not _points_at_its_name(stated, source, found.javascript):
            report.leave_out("labels", "span beside its name")
        elif len(stated.type) > max_type_characters:
            report.leave_out("labels", "type longer than max_type_characters")
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
        id=sha256_of_text(identity)[:16],
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
