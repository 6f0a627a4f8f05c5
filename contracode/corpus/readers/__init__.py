"""Readers of the field's files: one small module a format, rows as they come.

Nothing is unpickled. A line that is not of its format ends the reading with an error that names
file and line.
"""

from contracode.corpus.readers.formats import FORMATS, Reader, read_published
from contracode.corpus.readers.rows import (
    AugmentedProgram,
    PublishedFunction,
    Solution,
    TokenTypes,
)

__all__ = [
    "FORMATS",
    "AugmentedProgram",
    "PublishedFunction",
    "Reader",
    "Solution",
    "TokenTypes",
    "read_published",
]
