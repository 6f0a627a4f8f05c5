"""Programs in files of code: standard input, one file, a folder. Shell."""

from collections.abc import Callable, Iterator
from pathlib import Path

from compiler_aug import Failure, Program
from contracode.corpus.sources import language_of, own_files, read_source
from contracode.corpus.variants.reading import Reading
from contracode.corpus.variants.rows import utf8_of
from contracode.errors import ContracodeError


class StandardInput:
    """One program."""

    size: int | None = 1

    def __init__(self, read: Callable[[], str]) -> None:
        self._read = read

    def programs(self, reading: Reading) -> Iterator[Program]:  # noqa: ARG002
        """The program."""
        yield Program(self._read(), id="standard input")


class FileSource:
    """One file of code, whatever its ending. Unlike a walk, it reads minified ones, too."""

    size: int | None = 1

    def __init__(self, file: Path) -> None:
        self._file = file

    def programs(self, reading: Reading) -> Iterator[Program]:
        """The program, if it can be read."""
        name = utf8_of(self._file.as_posix())
        try:
            size = self._file.stat().st_size
            # No character has more than four bytes.
            if size > 4 * reading.max_chars:
                message = f"{size:,} bytes; at most {reading.max_chars:,} characters are read"
                reading.on_failure(Failure("size", message, id=name))
                return
            source = self._file.read_bytes().decode("utf-8-sig")
        except OSError as error:
            reading.on_failure(Failure("unreadable", f"can't be read: {error.strerror}", id=name))
        except UnicodeDecodeError as error:
            before = self._file.read_bytes()[: error.start]
            line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
            message = f"not UTF-8: {error.reason}"
            reading.on_failure(Failure("unreadable", message, line, column, name))
        else:
            yield Program(source, language_of(self._file) or "auto", id=name)


class FolderSource:
    """The JavaScript and TypeScript files below a folder, but for those that an index leaves out.

    Raises:
        ContracodeError: there are none.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder = folder
        self._prefix = prefix
        self._files = list(own_files(folder))
        if not self._files:
            raise ContracodeError(
                f"{folder} holds no JavaScript or TypeScript file and is no corpus; "
                "installed packages, minified files and type declarations are not read"
            )
        self.size: int | None = len(self._files)

    def programs(self, reading: Reading) -> Iterator[Program]:
        """The programs, in the order of their paths."""
        for file in self._files:
            name = utf8_of(self._prefix + file.relative_to(self._folder).as_posix())
            try:
                source = read_source(file, reading.max_chars)
            except (OSError, ValueError) as error:
                reading.on_left_out(name, str(error))
            else:
                yield Program(source, language_of(file) or "auto", id=name)
