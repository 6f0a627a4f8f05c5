"""CodeNet: a folder a problem, in it one a language, in it a file a solution.

Read are the whole data set (``data/`` and ``metadata/``) and its benchmark subsets, whose problem
folders hold the files themselves. Source: Puri et al. 2021, arXiv 2105.12655.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from contracode.corpus.readers.lines import malformed
from contracode.corpus.readers.rows import Solution
from contracode.errors import CorpusError

_LANGUAGES = {
    ".js": "JavaScript",
    ".ts": "TypeScript",
    ".c": "C",
    ".cpp": "C++",
    ".java": "Java",
    ".py": "Python",
}
_ACCEPTED = "Accepted"
_COLUMNS = {"submission_id", "user_id", "status"}


def read_code_net(
    root: Path,
    languages: Collection[str] = ("JavaScript", "TypeScript"),
    *,
    accepted_only: bool = True,
) -> Iterator[Solution]:
    """Solutions below a folder, problem by problem, sorted by name.

    Args:
        root: of the data set or of a benchmark subset.
        languages: as CodeNet calls them.
        accepted_only: leave out what the judge refused; without ``metadata/`` (the subsets have
            none and hold accepted ones only) nothing is left out.

    Raises:
        CorpusError: the folder can't be read, holds no solution in these languages, or metadata
            lack a solution.
    """
    found: set[str] = set()
    taken = 0
    for problem in _folders(root / "data" if (root / "data").is_dir() else root):
        judged = _judged(root / "metadata" / f"{problem.name}.csv")
        for language, file in _files(problem):
            found.add(language)
            if language not in languages:
                continue
            author, status = _verdict(judged, file)
            if accepted_only and status != _ACCEPTED:
                continue
            taken += 1
            yield Solution(
                problem=problem.name,
                id=f"{problem.name}/{file.stem}",
                group="",
                author=author,
                language=language,
                source=_text(file),
            )
    if not taken:
        raise CorpusError(
            f"no solution in {' or '.join(languages)} below {root}; wanted folders of problems, "
            f"as in CodeNet; found languages: {', '.join(sorted(found)) or 'none'}"
        )


def _files(problem: Path) -> Iterator[tuple[str, Path]]:
    """Files of a problem, each with its language: its folder's name, or by its ending."""
    for entry in _visible(problem):
        if entry.is_dir():
            yield from ((entry.name, file) for file in _visible(entry) if file.is_file())
        else:
            yield _LANGUAGES.get(entry.suffix, entry.suffix.removeprefix(".")), entry


def _judged(path: Path) -> Mapping[str, tuple[str, str]] | None:
    """Author and verdict by solution; None without metadata."""
    if not path.parent.is_dir():
        return None
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            lacking = _COLUMNS.difference(rows.fieldnames or ())
            if lacking:
                came = ", ".join(rows.fieldnames or ()) or "an empty file"
                raise malformed(f"{path}:1", f"columns {', '.join(sorted(_COLUMNS))}", came)
            return {row["submission_id"]: (row["user_id"], row["status"]) for row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"can't read the verdicts in {path}: {error}") from error


def _verdict(judged: Mapping[str, tuple[str, str]] | None, file: Path) -> tuple[str, str]:
    if judged is None:
        return "", _ACCEPTED
    if file.stem not in judged:
        raise CorpusError(f"{file} is not in its problem's metadata; unpack the data set anew")
    return judged[file.stem]


def _folders(root: Path) -> Iterator[Path]:
    return (entry for entry in _visible(root) if entry.is_dir())


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise CorpusError(f"can't read the folder {folder}: {error.strerror or error}") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"can't read {file}: {error}") from error
