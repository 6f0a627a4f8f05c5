"""ContraCode's augmented programs: a list of texts a program, the original first.

One list a line (``.jsonl``, ``.jsonl.gz``), or one list of all lists (``.json``). The files with
``.pickle.gz`` hold sets, in which the original's place is lost, and are refused as every pickle.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from contracode.corpus.readers.lines import opened, read_json, read_json_lines
from contracode.corpus.readers.rows import AugmentedProgram

_WANTED = "a list of programs as texts, the original first"
_Texts = Annotated[tuple[str, ...], Field(min_length=1)]
_parse_line = TypeAdapter[tuple[str, ...]](_Texts).validate_json
_parse_document = TypeAdapter[list[tuple[str, ...]]](list[_Texts]).validate_json


def read_augmented(path: Path) -> Iterator[AugmentedProgram]:
    """Programs of a file, in order. Of a ``.json`` document all are in memory at once.

    Raises:
        CorpusError: the file can't be read, is a pickle, or holds something else.
    """
    if _is_one_document(path):
        rows: Iterable[tuple[str, ...]] = read_json(
            path, _parse_document, f"a list; in it {_WANTED}"
        )
    else:
        rows = (texts for _, texts in read_json_lines(path, _parse_line, _WANTED))
    for texts in rows:
        yield AugmentedProgram(original=texts[0], variants=texts[1:])


def _is_one_document(path: Path) -> bool:
    """Whether the file begins with a list in a list; a line begins with a text in a list."""
    with opened(path) as file:
        return file.read(4096).translate(None, b" \t\r\n").startswith(b"[[")
