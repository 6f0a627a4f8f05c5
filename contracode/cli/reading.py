"""Programs named on the command line."""

import sys
from pathlib import Path

from compiler_aug import Plan
from contracode.corpus.sources import SourceLanguage, language_of
from contracode.errors import ContracodeError


def read_argument(file: str) -> str:
    """Text of a source file, or of standard input for ``-``.

    Raises:
        ContracodeError: it can't be read as UTF-8 text.
    """
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ContracodeError(f"can't read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ContracodeError(f"{file} is not UTF-8 text: {error.reason}") from error


def language_of_argument(file: str) -> SourceLanguage | None:
    """Language by the file's name; None for standard input and names without a known ending."""
    return None if file == "-" else language_of(Path(file))


def plan_of_argument(plan: str) -> Plan:
    """A plan by its name, or by the path of a TOML file.

    Raises:
        PlanError: there is none, or it can't be read.
    """
    return Plan.read(Path(plan)) if plan.endswith(".toml") else Plan.named(plan)
