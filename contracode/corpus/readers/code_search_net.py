"""CodeSearchNet: JSON lines, one function a line, plain or gzipped.

Read are the supervised files (``func_name``, ``code``, ...) and the larger file without splits that
ContraCode made of the definitions (``identifier``, ``function``, ...). Source: Husain et al. 2019,
arXiv 1909.09436.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, BaseModel, Field, TypeAdapter

from contracode.corpus.readers.lines import read_json_lines
from contracode.corpus.readers.rows import PublishedFunction
from contracode.files import sha256_of_text

Subset = Literal["all", "named", "documented"]
"""Rows that ContraCode (arXiv 2007.04973) takes: all to pre-train; those whose name is a plain
identifier to name methods; those with a documentation comment to search by words."""

_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)
_LINES_IN_URL = re.compile(r"#L(\d+)(?:-L(\d+))?$")
# Functions after a multi-byte character were cut out some bytes late, and lost letters of
# `function`. What is left may also be a method's name, which the row then bears: `on(event) {...}`.
_CUT_KEYWORD = re.compile(r"(unction|nction|ction|tion|ion|on|n)(?![\w$])(?=\s*\*?\s*[\w$]*\s*\()")


class _Row(BaseModel, frozen=True):
    func_name: str = Field(validation_alias=AliasChoices("func_name", "identifier"))
    code: str = Field(validation_alias=AliasChoices("code", "function"), min_length=1)
    repo: str = ""
    docstring: str | None = None
    sha: str = ""
    path: str = ""
    url: str = ""
    language: Literal["javascript", "typescript"] = "javascript"
    partition: Literal["train", "valid", "test", ""] = ""


_parse = TypeAdapter(_Row).validate_json


def read_code_search_net(path: Path, subset: Subset = "all") -> Iterator[PublishedFunction]:
    """Functions of a file, in order.

    Args:
        path: ``.jsonl`` or ``.jsonl.gz``.
        subset: which rows to keep.

    Raises:
        CorpusError: the file can't be read, or a line is no function in JavaScript or TypeScript.
    """
    wanted = "a function of CodeSearchNet in JavaScript or TypeScript"
    for _, row in read_json_lines(path, _parse, wanted):
        if _belongs(row, subset):
            yield _function(row)


def whole_source(source: str, name: str) -> str:
    """The source with the letters of a leading ``function`` that were cut off.

    Args:
        source: text of the function.
        name: its own name; a method called ``on`` or ``ion`` stays as it is.

    Source: ContraCode's loader repairs the same seven beginnings. Differs: it also turns a method
    called ``on`` into a function.
    """
    cut = _CUT_KEYWORD.match(source)
    if cut is None or cut[1] == name:
        return source
    return "function" + source[cut.end() :]


def _belongs(row: _Row, subset: Subset) -> bool:
    if subset == "named":
        return _IDENTIFIER.fullmatch(row.func_name) is not None
    return subset == "all" or bool((row.docstring or "").strip())


def _function(row: _Row) -> PublishedFunction:
    owner, _, name = row.func_name.rpartition(".")
    owner = owner.removesuffix(".prototype")
    source = whole_source(row.code, name)
    start, end = _lines(row.url, source)
    identity = "\0".join([row.repo, row.sha, row.path, owner, name, source])
    return PublishedFunction(
        id=sha256_of_text(identity)[:16],
        name=name,
        owner=owner,
        source=source,
        documentation=(row.docstring or "").strip(),
        repository=row.repo,
        commit=row.sha,
        path=row.path,
        start_line=start,
        end_line=end,
        language=row.language,
        split=row.partition,
    )


def _lines(url: str, source: str) -> tuple[int, int]:
    place = _LINES_IN_URL.search(url)
    if place is None:
        return 1, source.count("\n") + 1
    return int(place[1]), int(place[2] or place[1])
