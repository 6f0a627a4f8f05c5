"""Source files through the compiler, in order; one that can't be read is left out."""

from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import TypeVar

from compiler_aug import Failure, Program
from contracode.corpus.sources import MAX_BYTES, OnLeftOut, language_of, read_source
from contracode.errors import CorpusError

DEADLINE_S = 120.0
"""For a message to the compiler: a bundle of ten megabytes takes a minute on a busy machine."""

Result = TypeVar("Result")


def compiled(
    folder: Path,
    files: Iterable[Path],
    ask: Callable[[Iterable[Program]], Iterator[Result | Failure]],
    on_left_out: OnLeftOut,
    on_transient: OnLeftOut | None = None,
    max_file_bytes: int = MAX_BYTES,
) -> Iterator[tuple[str, Program, Result]]:
    """What the compiler makes of files, each with its path below the folder and its program.

    Args:
        folder: which the paths are told from.
        files: below it; read as results are taken.
        ask: method of the compiler that answers every program, in order.
        on_left_out: told of each file that can't be read.
        on_transient: told of each file that another run might read: one that took too long, or
            whose compiler was killed. None makes it an error: a corpus would keep it as a fact.
        max_file_bytes: larger files are left out.

    Raises:
        CorpusError: ``on_transient`` is None, and there is such a file.
    """
    asked, kept = tee(_programs(folder, files, on_left_out, max_file_bytes))
    replies = ask(program for _, program in asked)
    for (path, program), reply in zip(kept, replies, strict=True):
        if not isinstance(reply, Failure):
            yield path, program, reply
        elif not reply.is_transient:
            on_left_out(path, reply.reason)
        elif on_transient is not None:
            on_transient(path, reply.reason)
        else:
            raise transient_error(str(folder / path), reply)


def transient_error(file: str, failure: Failure) -> CorpusError:
    """What to say of a file that another run might read."""
    return CorpusError(
        f"{file} was not read on this machine: {failure.reason}; run the same command again, "
        "with less else running, or leave the file out in the recipe"
    )


def _programs(
    folder: Path, files: Iterable[Path], on_left_out: OnLeftOut, max_file_bytes: int
) -> Iterator[tuple[str, Program]]:
    for file in files:
        path = file.relative_to(folder).as_posix()
        try:
            source = read_source(file, max_file_bytes)
        except (OSError, ValueError) as error:
            on_left_out(path, str(error))
        else:
            yield path, Program(source, language_of(file) or "js")
