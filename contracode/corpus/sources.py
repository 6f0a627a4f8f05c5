"""Source files of a folder: which they are, and in which language."""

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
