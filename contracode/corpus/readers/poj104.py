"""POJ-104: 104 problems with about 500 solutions each, in C and C++.

Read are the folders (``ProgramData/1/1.txt``) and CodeXGLUE's JSON lines (``label``, ``index``,
``code``). Source: Mou et al. 2016, arXiv 1409.5718; Lu et al. 2021, arXiv 2102.04664.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from contracode.corpus.readers.lines import malformed, read_json_lines
from contracode.corpus.readers.rows import Solution
from contracode.errors import CorpusError

_LANGUAGE = "C/C++"


class _Row(BaseModel, frozen=True):
    label: int | str
    index: int | str
    code: str


_parse = TypeAdapter(_Row).validate_json


def read_poj104(path: Path) -> Iterator[Solution]:
    """Solutions in the order of the file, or of the numbers in the folders' and files' names.

    Args:
        path: a JSON lines file, ``ProgramData``, or the folder that holds it.

    Raises:
        CorpusError: it can't be read or holds something else.
    """
    return _folders(path) if path.is_dir() else _lines(path)


def _lines(path: Path) -> Iterator[Solution]:
    for _, row in read_json_lines(path, _parse, "a solution with label, index and code"):
        yield _solution(str(row.label), str(row.index), row.code)


def _folders(root: Path) -> Iterator[Solution]:
    programs = root / "ProgramData" if (root / "ProgramData").is_dir() else root
    problems = [entry for entry in programs.iterdir() if entry.is_dir()]
    if not problems:
        raise CorpusError(f"wanted folders of problems in {programs}, as ProgramData/1; got none")
    for problem in sorted(problems, key=_number):
        for file in sorted(problem.glob("*.txt"), key=_number):
            # Comments are in several encodings; CodeXGLUE reads bytes as Latin-1, too.
            source = file.read_text(encoding="latin-1")
            yield _solution(problem.name, f"{problem.name}/{file.stem}", source)


def _number(path: Path) -> int:
    if not path.stem.isdecimal():
        raise malformed(str(path), "a number as its name", path.stem)
    return int(path.stem)


def _solution(problem: str, name: str, source: str) -> Solution:
    return Solution(
        problem=problem, id=name, group="", author="", language=_LANGUAGE, source=source
    )
