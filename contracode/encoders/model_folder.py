"""Directories of models, of any kind: files, and a manifest written last that vouches for them.

Without its manifest a directory is unfinished; a file that the manifest does not describe is
refused.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from pydantic import ValidationError

from contracode.errors import CheckpointError
from contracode.files import sha256_of, sync, write_json

MANIFEST = "contracode.json"
WEIGHTS = "model.safetensors"
_KIND = "code"
"""What a manifest is of that names no kind."""


@runtime_checkable
class FolderManifest(Protocol):
    """What every manifest says."""

    @property
    def format(self) -> int:
        """Version of the directory's layout."""

    @property
    def files(self) -> Mapping[str, str]:
        """SHA-256 of each file."""


Described = TypeVar("Described", bound=FolderManifest)


def begin(folder: Path) -> None:
    """Make the directory, or declare the one that is there unfinished."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)


def finish(folder: Path, files: Sequence[str], manifest: Mapping[str, Any]) -> None:
    """Put the files on the disk, then the manifest with their hashes."""
    for file in files:
        sync(folder / file)
    hashes = {file: sha256_of(folder / file) for file in files}
    write_json(folder / MANIFEST, {**manifest, "files": hashes})


def read_described(
    folder: Path,
    files: Sequence[str],
    validated: Callable[[object], Described],
    *,
    kind: str = _KIND,
    layout: int,
    remedy: str,
) -> Described:
    """Read the manifest of a directory and check the files.

    Args:
        folder: the directory.
        files: that must be as the manifest describes them.
        validated: makes the manifest of what its file holds; pydantic's errors are understood.
        kind: of model that is wanted.
        layout: version of the layout that is read.
        remedy: what to do where there is no model.

    Raises:
        CheckpointError: it is missing, unfinished, of another kind or format, or a file has
            changed.
    """
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = value.get("kind", _KIND) if isinstance(value, dict) else kind
        if found != kind:
            raise CheckpointError(f"{folder} holds a model of kind {found!r}, wanted {kind!r}")
        manifest = validated(value)
    except FileNotFoundError as error:
        what = "an unfinished model" if folder.is_dir() else "no model"
        raise CheckpointError(f"{what} at {folder} (no {MANIFEST}); {remedy}") from error
    except (ValidationError, ValueError) as error:
        raise CheckpointError(f"{folder / MANIFEST} can't be read: {error}") from error
    if manifest.format != layout:
        raise CheckpointError(f"{folder} has format {manifest.format}, this version reads {layout}")
    for file in files:
        if not (folder / file).is_file() or sha256_of(folder / file) != manifest.files.get(file):
            raise CheckpointError(
                f"{folder / file} is missing or not the file that {MANIFEST} describes; "
                "copy the directory again or train anew"
            )
    return manifest
