"""What is read from packages, one part a package: a killed build goes on where it was. Shell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from contracode.corpus.packages import Sources
from contracode.corpus.parts import Part, Parts
from contracode.corpus.report import Report
from contracode.corpus.tables import as_columns

Row = TypeVar("Row")


def harvest(
    packages: Sequence[Sources],
    row: type[Row],
    read: Callable[[Sources, Iterable[Path], Report], Iterable[Row]],
    parts: Parts,
    decided_by: Mapping[str, Any],
    activity: str,
) -> list[Part[Row]]:
    """The parts of all packages, in their order; those that are not finished yet are made.

    Args:
        packages: what to read.
        row: dataclass of what is read.
        read: reads some files of a package in order, and reports what it leaves out.
        parts: where they are kept.
        decided_by: what decides the rows besides the files: versions, limits of the recipe.
        activity: what the progress bar says.
    """
    found = []
    with tqdm(total=sum(len(each.files) for each in packages), desc=activity, unit=" files") as bar:

        def begun(files: Iterable[Path]) -> Iterator[Path]:
            for file in files:
                bar.update()
                yield file

        for sources in packages:
            name = sources.origin.package
            part = Part(parts.path(name, {**decided_by, **_decided_by(sources)}), row)
            found.append(part)
            if part.is_finished:
                bar.update(len(sources.files))
            else:
                report = Report()
                part.write(read(sources, begun(sources.files), report), report)
    return found


def total_report(packages: Sequence[Sources], parts: Sequence[Part[Row]]) -> Report:
    """What was left out of all packages: files not to be read, and what their parts say."""
    total = Report()
    for sources, part in zip(packages, parts, strict=True):
        for reason, count in sources.left_out.items():
            total.leave_out("files", reason, count)
        total.add(part.report(), sources.origin.package)
    return total


def described(packages: Sequence[Sources], report: Report) -> dict[str, Any]:
    """What a manifest says of the files that were read, and of all that was left out."""
    files = sum(len(each.files) for each in packages)
    return {"files_read": files - len(report.unreadable), **report.as_json()}


def _decided_by(sources: Sources) -> dict[str, Any]:
    """What decides a part besides the bytes of the package, as JSON values."""
    return {
        "origin": as_columns(sources.origin),
        "files": [path.relative_to(sources.folder).as_posix() for path in sources.files],
        "max_file_bytes": sources.max_file_bytes,
    }
