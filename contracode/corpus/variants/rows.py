"""Records as programs: objects of JSON and rows of tables, whoever wrote them."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from compiler_aug import Failure, Language, Program, Shape

FIELDS = ("id", "source", "code", "language", "shape")
"""Fields that are read: ``source`` or ``code`` must be there, the others may be missing."""

# What public data sets say.
_LANGUAGES = {name: name for name in get_args(Language)} | {"javascript": "js", "typescript": "ts"}


def program_of_line(line: bytes, number: int, name: str) -> Program | Failure:
    """The program that a line of JSON holds.

    Args:
        line: with its end.
        number: of the line, counted from 1.
        name: id of a program that has none of its own.
    """

    def refused(message: str, column: int) -> Failure:
        return Failure("unreadable", message, number, column, name)

    try:
        row = json.loads(line.rstrip(b"\r\n").decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return refused(f"not UTF-8: {error.reason}", error.start + 1)
    except json.JSONDecodeError as error:
        return refused(f"no JSON: {error.msg}", error.colno)
    except (ValueError, RecursionError) as error:
        return refused(f"JSON that can't be read: {error}", 1)
    if not isinstance(row, dict):
        return refused("no JSON object", 1)
    return program_of_row(row, name, number)


def program_of_row(row: Mapping[str, Any], name: str, line: int = 0) -> Program | Failure:
    """The program that a row holds.

    Args:
        row: by column; others than ``FIELDS`` are passed over.
        name: id of a program that has none of its own.
        line: where the row stands, for reports; 0 if nowhere.
    """
    own = row.get("id")
    name = name if own is None else utf8_of(str(own))

    def refused(message: str) -> Failure:
        return Failure("unreadable", message, line, min(line, 1), name)

    if own is not None and (isinstance(own, bool) or not isinstance(own, str | int)):
        return refused(f"`id` must be text or a whole number, not {type(own).__name__}")
    source = row.get("source", row.get("code"))
    if not isinstance(source, str):
        return refused("the text `source` or `code` is missing")
    language, shape = row.get("language") or "auto", row.get("shape") or "auto"
    if not isinstance(language, str) or language not in _LANGUAGES:
        return refused(f"`language` must be one of {', '.join(_LANGUAGES)}, got {language!r:.40}")
    if shape not in get_args(Shape):
        shapes = ", ".join(get_args(Shape))
        return refused(f"`shape` must be one of {shapes}, got {shape!r:.40}")
    known: tuple[Any, Any] = _LANGUAGES[language], shape
    return Program(source, *known, name)


def utf8_of(text: str) -> str:
    r"""The text, with lone surrogates spelt out as ``\ud800``, so that UTF-8 can hold it.

    In a string, a template or a regular expression, which is where code can have them, that spells
    the same character, but for ``String.raw``.
    """
    return text.encode("utf-8", "backslashreplace").decode()
