"""ManyTypes4TypeScript: JSON lines, a file a line, a type or null for each token.

Source: Jesse and Devanbu 2022. Their types are normalised, without ``any``; types outside their
vocabulary of 50,000 are called ``UNK``.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from contracode.corpus.readers.lines import malformed, read_json_lines
from contracode.corpus.readers.rows import TokenTypes


class _Row(BaseModel, frozen=True):
    tokens: tuple[str, ...]
    labels: tuple[str | None, ...]
    url: str = ""
    path: str = ""
    commit_hash: str = ""
    file: str = ""


_parse = TypeAdapter(_Row).validate_json


def read_many_types(path: Path) -> Iterator[TokenTypes]:
    """Files of a data file, in order.

    Raises:
        CorpusError: the file can't be read, or a line is not tokens and as many labels.
    """
    for where, row in read_json_lines(path, _parse, "a file with tokens and labels"):
        if len(row.tokens) != len(row.labels):
            came = f"{len(row.tokens)} tokens and {len(row.labels)} labels"
            raise malformed(where, "as many labels as tokens", came)
        yield TokenTypes(
            tokens=row.tokens,
            labels=tuple(label or "" for label in row.labels),
            project=row.url,
            commit=row.commit_hash,
            path=_joined(row.path, row.file),
        )


def _joined(folder: str, file: str) -> str:
    if not folder or not file or folder == file or folder.endswith(f"/{file}"):
        return folder or file
    return f"{folder.rstrip('/')}/{file}"
