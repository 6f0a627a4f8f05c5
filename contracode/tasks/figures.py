"""Figures that can be quoted: what was measured on what, by which command, with which spread."""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from contracode.errors import ContracodeError
from contracode.files import write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One measured figure; what has no meaning for it is None and is not written."""

    name: str
    """What was measured: a model, a method, a back end."""
    metric: str
    """``top-1``, ``variants per second``."""
    value: float
    unit: str | None = None
    low: float | None = None
    """Lower end of the spread."""
    high: float | None = None
    """Upper end of the spread."""
    rival: str | None = None
    """Who was measured beside it in the same run."""
    ratio: float | None = None
    """Value over the rival's value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUsed:
    """The input of a measurement."""

    name: str
    hash: str
    size: int
    """Number of records."""


def write_figures(
    path: Path,
    data: DataUsed,
    seeds: list[int],
    rows: list[FigureRow],
    *,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Write figures as JSON, with the command line and the machine that made them.

    Args:
        path: of the file.
        data: the input.
        seeds: of all that was drawn.
        rows: the figures.
        about: what else must be known to make them again, such as hashes of models.

    Raises:
        ContracodeError: the file can't be written.
    """
    content: dict[str, Any] = {
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "data": asdict(data),
        "machine": machine(),
        "seeds": seeds,
        **(about or {}),
        "rows": [
            {key: value for key, value in asdict(row).items() if value is not None} for row in rows
        ],
    }
    write_told(path, content)


def write_told(path: Path, content: Mapping[str, Any]) -> None:
    """Write what a user asked for with ``--json``.

    Raises:
        ContracodeError: the file can't be written.
    """
    try:
        write_json(path, content)
    except OSError as error:
        raise ContracodeError(
            f"can't write {path}: {error.strerror or error}; choose another --json"
        ) from error


def machine() -> dict[str, Any]:
    """What a reader needs to compare timings: system, processor, cores, Python."""
    return {
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
