"""One's own benchmark: JSON lines, a program and the problem that it solves in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints, TypeAdapter

from contracode.corpus.readers.lines import malformed, read_json_lines
from contracode.corpus.readers.rows import Solution

_WANTED = (
    'a program as {"problem": TEXT, "code": TEXT} and perhaps "id", "group", "author" and "split" '
    "(valid or test)"
)
_Text = Annotated[str, StringConstraints(pattern=r"\S")]


class _Row(BaseModel, frozen=True, extra="forbid"):
    problem: Annotated[str | int, Field(union_mode="left_to_right")]
    code: _Text
    id: str | int | None = None
    group: str = ""
    author: str = ""
    split: Literal["valid", "test", ""] = ""


_parse = TypeAdapter(_Row).validate_json


@dataclass(frozen=True, slots=True)
class SplitSolution:
    """A program, and the part that its line puts it in."""

    solution: Solution
    split: Literal["valid", "test", ""]
    """Empty where the line does not tell."""


def read_problem_lines(path: Path) -> Iterator[SplitSolution]:
    """Programs of a file, in order.

    Raises:
        CorpusError: the file can't be read, a line is no such program, an id comes twice, or a
            problem lies in two splits.
    """
    ids: dict[str, str] = {}
    splits: dict[str, tuple[str, str]] = {}
    for number, (where, row) in enumerate(read_json_lines(path, _parse, _WANTED), start=1):
        problem = str(row.problem)
        name = f"{problem}/{number}" if row.id is None else str(row.id)
        if name in ids:
            raise malformed(where, "every id once", f"{name!r}, as at {ids[name]}")
        ids[name] = where
        split, first = splits.setdefault(problem, (row.split, where))
        if split != row.split:
            raise malformed(
                where,
                f"all programs of problem {problem!r} in one split",
                f"{row.split or 'none'!r}; at {first} it is {split or 'none'!r}",
            )
        solution = Solution(
            problem=problem,
            id=name,
            group=row.group,
            author=row.author,
            language="",
            source=row.code,
        )
        yield SplitSolution(solution, row.split)
