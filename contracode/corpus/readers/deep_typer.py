"""DeepTyper: TypeScript files as tokens with types, and the list of types.

A line is a file: its tokens between ``<s>`` and ``</s>``, then, after a tab or a space, as many
labels. ``O`` is no type, ``$string$`` the type string. Training files are text; the test file of
annotations that users wrote is JSON: project to lines. Source: Hellendoorn et al. 2018; the
variants without unknown tokens (``train_nounk.txt``) are ContraCode's.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from contracode.corpus.readers.lines import (
    malformed,
    opened,
    read_json,
    read_lines,
    shown,
)
from contracode.corpus.readers.rows import TokenTypes

NO_TYPE = "O"

_parse_projects = TypeAdapter[dict[str, list[str] | dict[str, str]] | list[str]](
    dict[str, list[str] | dict[str, str]] | list[str]
).validate_json


def read_deep_typer(path: Path) -> Iterator[TokenTypes]:
    """Files of a data file, in order; without the two marks around the tokens.

    Raises:
        CorpusError: the file can't be read, or a line is not tokens and as many labels.
    """
    with opened(path) as file:
        is_json = file.read(1) in (b"{", b"[")
    if is_json:
        yield from _projects(path)
    else:
        for line in read_lines(path):
            yield _file(line.text, line.where)


def read_type_vocabulary(path: Path) -> tuple[str, ...]:
    """Types of a label list (``target_wl``), as they stand there; the first is ``O``.

    Raises:
        CorpusError: the file can't be read, does not begin with ``O``, or names a type twice.
    """
    places: dict[str, str] = {}
    for line in read_lines(path):
        label = line.text.strip()
        if not places and label != NO_TYPE:
            raise malformed(line.where, f"{NO_TYPE!r} as the first label", shown(label))
        if label in places:
            raise malformed(line.where, "each label once", f"{label!r}, as at {places[label]}")
        places[label] = line.where
    if not places:
        raise malformed(str(path), "one label a line", "an empty file")
    return tuple(places)


def _projects(path: Path) -> Iterator[TokenTypes]:
    content = read_json(path, _parse_projects, "projects, each with its files as lines")
    for project, files in (content if isinstance(content, dict) else {"": content}).items():
        named = files.items() if isinstance(files, dict) else (("", line) for line in files)
        for place, (name, line) in enumerate(named):
            yield _file(line, f"{path}: file {place} of project {project!r}", project, name)


def _file(line: str, where: str, project: str = "", path: str = "") -> TokenTypes:
    tokens, labels = _halves(line, where)
    if (tokens[0], tokens[-1]) != ("<s>", "</s>"):
        raise malformed(
            where, "tokens from <s> to </s>", f"{shown(tokens[0])} to {shown(tokens[-1])}"
        )
    return TokenTypes(
        tokens=tuple(tokens[1:-1]),
        labels=tuple(_type(label, where) for label in labels[1:-1]),
        project=project,
        commit="",
        path=path,
    )


def _halves(line: str, where: str) -> tuple[list[str], list[str]]:
    """Tokens and labels, at least two each: the marks."""
    if "\t" in line:
        first, _, second = line.partition("\t")
        tokens, labels = first.split(), second.split()
    else:
        words = line.split()
        # The last mark ends the tokens: JSX in the file may hold others.
        end = max((place for place, word in enumerate(words) if word == "</s>"), default=-1) + 1
        tokens, labels = words[:end], words[end:]
    if len(tokens) != len(labels) or len(tokens) < 2:
        raise malformed(
            where,
            "tokens from <s> to </s>, a tab or space, and as many labels",
            f"{len(tokens)} tokens and {len(labels)} labels",
        )
    return tokens, labels


def _type(label: str, where: str) -> str:
    if label == NO_TYPE:
        return ""
    if len(label) < 3 or not (label.startswith("$") and label.endswith("$")):
        raise malformed(where, f"labels {NO_TYPE!r} or between dollar signs", shown(label))
    return label[1:-1]
