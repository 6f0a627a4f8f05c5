"""Source files of a folder: which they are, in which language, and their text."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

SourceLanguage = Literal["js", "jsx", "ts", "tsx"]

OnLeftOut = Callable[[str, str], object]
"""Called with a file or a folder that is left out, by its path below what is read, and the reason.
"""

MAX_BYTES = 2_000_000
"""Larger files are bundles or data: no one looks for a clone of a function in them."""

_LANGUAGES: dict[str, SourceLanguage] = {
    ".js": "js",
    ".mjs": "js",
    ".cjs": "js",
    ".jsx": "jsx",
    ".ts": "ts",
    ".mts": "ts",
    ".cts": "ts",
    ".tsx": "tsx",
}

_FOREIGN_FOLDERS = {"node_modules", "bower_components", "vendor", "third_party"}
_MINIFIED_ENDINGS = (".min.js", ".min.mjs", ".min.cjs")
_DECLARATION_ENDINGS = (".d.ts", ".d.mts", ".d.cts")

# Written code averages 30 to 40 characters a line; a minifier leaves a few lines of thousands.
# Short files are never taken for minified: one long line is their right.
_MINIFIED_MEAN_LINE = 250
_MINIFIED_BYTES = 1000


def language_of(path: Path) -> SourceLanguage | None:
    """Language of a file by the ending of its name; None if it holds no code to read."""
    if path.name.endswith(_MINIFIED_ENDINGS + _DECLARATION_ENDINGS):
        return None
    return _LANGUAGES.get(path.suffix)


def source_files(
    folder: Path,
    on_left_out: OnLeftOut | None = None,
    is_ignored: Callable[[Path], bool] = lambda _: False,
    on_unreadable: OnLeftOut | None = None,
) -> Iterator[Path]:
    """JavaScript and TypeScript files below a folder, sorted.

    Left out are hidden folders, installed and vendored packages, minified files and type
    declarations. Links to folders are not followed.

    Args:
        folder: where to look.
        on_left_out: told of each such folder and file, and of folders that can't be read; of a
            folder once, not of what it holds.
        is_ignored: whether a folder or a file of code is left out, without a word.
        on_unreadable: told of folders that can't be read, instead of ``on_left_out``.
    """

    def tell(path: Path, reason: str, listener: OnLeftOut | None = on_left_out) -> None:
        if listener is not None:
            listener(path.relative_to(folder).as_posix(), reason)

    def tell_unreadable(error: OSError) -> None:
        reason = f"can't be read: {error.strerror}"
        tell(Path(error.filename), reason, on_unreadable or on_left_out)

    for place, folders, files in os.walk(folder, onerror=tell_unreadable):
        foreign = sorted(
            name for name in folders if name in _FOREIGN_FOLDERS or name.startswith(".")
        )
        for name in foreign:
            tell(Path(place, name), "hidden, installed or vendored folder")
        kept = set(folders).difference(foreign)
        folders[:] = sorted(name for name in kept if not is_ignored(Path(place, name)))
        for name in sorted(files):
            path = Path(place, name)
            if language_of(path) is not None:
                if not is_ignored(path):
                    yield path
            elif name.endswith(_MINIFIED_ENDINGS):
                tell(path, "minified, by its name")
            elif name.endswith(_DECLARATION_ENDINGS):
                tell(path, "type declarations only")


def own_files(folder: Path) -> Iterator[Path]:
    """As `source_files`, less links: they may lead out of the folder, or to a file read anyway."""
    return (file for file in source_files(folder) if not file.is_symlink())


def read_source(file: Path, max_bytes: int = MAX_BYTES) -> str:
    """Exact text of a file, line ends and all, but for a byte order mark.

    Raises:
        OSError: it can't be read.
        ValueError: it is no regular file, not UTF-8, larger than ``max_bytes``, or laid out as
            minified.
    """
    status = file.stat()
    # A pipe or a socket would keep whoever opens it waiting.
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a regular file")
    size = status.st_size
    if size > max_bytes:
        raise ValueError(f"too large: {size} bytes, at most {max_bytes} are read")
    try:
        # Text mode would turn every line end into one character: offsets would be another text's.
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error.reason} at byte {error.start}") from error
    # Lines end in \n, in \r\n, or in old files in \r.
    lines = max(text.count("\n"), text.count("\r")) + 1
    if len(text) > _MINIFIED_BYTES and len(text) / lines > _MINIFIED_MEAN_LINE:
        raise ValueError(f"minified: {len(text)} characters in {lines} lines")
    return text
