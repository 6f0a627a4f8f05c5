"""Lines and JSON values of published files, plain or gzipped; what is wrong is told by its place.

Gzip is recognised by its first bytes, whatever the file's name; so is pickle, which is refused.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar, cast

from pydantic import ValidationError

from contracode.errors import CorpusError

Value = TypeVar("Value")

_GZIP = b"\x1f\x8b"
# Protocol 2 and later begin with a byte that begins no UTF-8 text, and their number; 0 and 1 with
# what no file of the field begins with: a mark, an empty list or mapping, the name of a class.
_PICKLE = re.compile(rb"\x80[\x02-\x08]|\([ldtVXUSTKI(\]}]|[\]}][q.]|c[a-z_.]+\n[A-Za-z_]+\n")
_PICKLE_ENDINGS = {".pkl", ".pickle"}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and where it stands."""

    where: str
    """``FILE:NUMBER``, counted from 1."""
    content: bytes
    """Bytes, without the line's end."""

    @property
    def text(self) -> str:
        """The line as text.

        Raises:
            CorpusError: it is not UTF-8.
        """
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise malformed(self.where, "UTF-8 text", str(error)) from error


def malformed(where: str, wanted: str, came: str) -> CorpusError:
    """The error for a place that holds something else than its format says."""
    return CorpusError(f"{where}: wanted {wanted}, got {came}")


def shown(value: object) -> str:
    """A value as an error message shows it, cut to one short line."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file's bytes, unpacked if it is gzipped.

    Raises:
        CorpusError: it is missing, can't be read, is a damaged archive, or holds pickled objects.
    """
    try:
        with path.open("rb") as plain:
            packed = plain.read(len(_GZIP)) == _GZIP
            plain.seek(0)
            content = cast("IO[bytes]", gzip.GzipFile(fileobj=plain)) if packed else plain
            _refuse_pickle(path, content.read(64))
            content.seek(0)
            yield content
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise CorpusError(f"{path} is a damaged gzip file: {error}; fetch it again") from error
    except OSError as error:
        raise CorpusError(f"can't read {path}: {error.strerror or error}") from error


def read_lines(path: Path) -> Iterator[Line]:
    """Lines of a file, one at a time in memory. Blank ones are passed over, but counted.

    Raises:
        CorpusError: as for `opened`.
    """
    with opened(path) as file:
        for number, content in enumerate(file, start=1):
            # Only a line feed ends a line: the text in JSON may hold other separators unescaped.
            if content.strip():
                yield Line(f"{path}:{number}", content.rstrip(b"\r\n"))


def read_json_lines(
    path: Path, parse: Callable[[bytes], Value], wanted: str
) -> Iterator[tuple[str, Value]]:
    """JSON values of a file with one a line, each with its place.

    Args:
        path: plain or gzipped.
        parse: a pydantic model's ``validate_json``.
        wanted: what a line shall hold, in words.

    Raises:
        CorpusError: as for `opened`, or a line holds something else.
    """
    for line in read_lines(path):
        yield line.where, validated(parse, line.content, line.where, wanted)


def read_json(path: Path, parse: Callable[[bytes], Value], wanted: str) -> Value:
    """The one JSON value of a file; all of it is in memory.

    Raises:
        CorpusError: as for `opened`, or the file holds something else.
    """
    with opened(path) as file:
        return validated(parse, file.read(), str(path), wanted)


def validated(parse: Callable[[bytes], Value], content: bytes, where: str, wanted: str) -> Value:
    """JSON as the value that pydantic reads from it.

    Raises:
        CorpusError: it is no JSON, or no such value; the first fault is told.
    """
    try:
        return parse(content)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, fault["loc"]))
        if fault["type"] in {"json_invalid", "missing"}:
            came = f"{place}: {fault['msg']}" if place else fault["msg"]
        else:
            came = f"{shown(fault['input'])} at {place or 'its top'}: {fault['msg']}"
        raise malformed(where, wanted, came) from error


def _refuse_pickle(path: Path, start: bytes) -> None:
    unpacked = path.with_suffix("") if path.suffix == ".gz" else path
    if not _PICKLE.match(start) and unpacked.suffix not in _PICKLE_ENDINGS:
        return
    raise CorpusError(
        f"{path} is a pickle: reading one runs whatever code it holds, so it is not read; if you "
        "trust its origin, turn it into JSON lines once, in a sandbox, with "
        '`python -c "import gzip, json, pickle, sys; '
        "[print(json.dumps(list(row) if isinstance(row, set) else row)) "
        'for row in pickle.load(gzip.open(sys.argv[1]))]" FILE.pickle.gz > FILE.jsonl` '
        "(`open(sys.argv[1], 'rb')` for one that is not gzipped) and read that"
    )
