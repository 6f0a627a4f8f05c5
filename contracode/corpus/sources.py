"""Source files of a folder: which they are, in which language, and their text."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

SourceLanguage = Literal["js", "jsx", "ts", "tsx"]

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
_FOREIGN_ENDINGS = (".min.js", ".min.mjs", ".min.cjs", ".d.ts", ".d.mts", ".d.cts")

# Larger files are bundles or data: no one looks for a clone of a function in them.
_MAX_BYTES = 2_000_000
# Written code averages 30 to 40 characters a line; a minifier leaves a few lines of thousands.
# Short files are never taken for minified: one long line is their right.
_MINIFIED_MEAN_LINE = 250
_MINIFIED_BYTES = 1000


def language_of(path: Path) -> SourceLanguage | None:
    """Language of a file by the ending of its name; None if it holds no code to read."""
    if path.name.endswith(_FOREIGN_ENDINGS):
        return None
    return _LANGUAGES.get(path.suffix)


def source_files(folder: Path) -> Iterator[Path]:
    """JavaScript and TypeScript files below a folder, sorted.

    Left out are hidden folders, installed and vendored packages, minified files and type
    declarations. Links to folders are not followed.
    """
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name not in _FOREIGN_FOLDERS and not name.startswith(".")
        )
        for name in sorted(files):
            path = Path(place, name)
            if language_of(path) is not None:
                yield path


def read_source(file: Path) -> str:
    """Text of a file, without a byte order mark.

    Raises:
        OSError: it can't be read.
        ValueError: it is not UTF-8, too large, or laid out as minified.
    """
    size = file.stat().st_size
    if size > _MAX_BYTES:
        raise ValueError(f"{size} bytes, at most {_MAX_BYTES} are read")
    text = file.read_text(encoding="utf-8-sig")
    lines = text.count("\n") + 1
    if len(text) > _MINIFIED_BYTES and len(text) / lines > _MINIFIED_MEAN_LINE:
        raise ValueError(f"minified: {len(text)} characters in {lines} lines")
    return text
