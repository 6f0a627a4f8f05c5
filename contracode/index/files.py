"""Text of the source files that people wrote."""

from pathlib import Path

# Larger files are bundles or data: no one looks for a clone of a function in them.
_MAX_BYTES = 2_000_000
# Written code averages 30 to 40 characters a line; a minifier leaves a few lines of thousands.
# Short files are never taken for minified: one long line is their right.
_MINIFIED_MEAN_LINE = 250
_MINIFIED_BYTES = 1000


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
