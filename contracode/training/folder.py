"""Whose folder it is: a run's settings and data, and the one process that works on it."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from contracode.errors import RecipeError
from contracode.files import write_json

IDENTITY = "identity.json"
"""In a run's folder: its settings and data."""


def claim_folder(folder: Path, identity: Mapping[str, object]) -> None:
    """Make a folder this run's own, or check that it already is.

    Raises:
        RecipeError: another run's state is in it, or it can't be made or written to.
    """
    path = folder / IDENTITY
    if not path.exists():
        with _writing(folder):
            write_json(path, identity)
        return
    try:
        other = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RecipeError(f"{path} is damaged; remove {folder.parent} to start anew") from error
    changed = sorted(key for key in identity if other.get(key) != identity[key])
    if changed:
        raise RecipeError(
            f"{folder.parent} holds a run with another {', '.join(changed)}; "
            "choose another folder, or remove this one to start anew"
        )


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Work on a run's folder alone; a killed process lets go of it.

    Raises:
        RecipeError: another process works on it, or it can't be made or written to.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RecipeError(
                f"another process is training in {folder.parent}; wait for it, or choose another "
                "folder"
            ) from error
        yield


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecipeError(
            f"can't write to {folder}, where the run keeps its state: {error.strerror}; "
            "choose another folder"
        ) from error
