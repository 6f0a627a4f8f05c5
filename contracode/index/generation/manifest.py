"""What a generation says about itself; a generation without a manifest was never finished."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from contracode.errors import CloneIndexError
from contracode.files import sha256_of, write_json
from contracode.index.structures.choice import Structure

FORMAT = 2
MANIFEST = "manifest.json"
TABLES = "functions.sqlite"
IDS = "ids.npy"
VECTORS = "vectors.npy"
STRUCTURE = "structure.faiss"
LOG = "changes.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Where a generation's vectors come from, and the hashes that prove its files."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)

    format: int
    """Version of the layout of the files."""
    created: str
    """Time of the build, UTC, ISO 8601."""
    model_digest: str
    """SHA-256 of the weights that made the vectors."""
    tokenizer_digest: str
    """SHA-256 of the tokenizer that read the functions."""
    dimensions: int
    """Length of a vector."""
    metric: Literal["inner product of unit vectors"]
    """What a score is; for unit vectors it equals the cosine."""
    source_digest: str
    """SHA-256 of the functions' source: a corpus or the files of a folder."""
    truncate: bool
    """Whether functions longer than the model's window were cut (else left out)."""
    functions: int
    """Functions in this generation; what was written since stands in its log."""
    structure: Structure
    """How its vectors are searched."""
    memory_allowed: int
    """Bytes that searching may take."""
    recall_at_10: float
    """Share of the ten nearest others that a search finds, in [0, 1]; 1 for an exact search."""
    recall_queries: int
    """Functions that this was measured with, drawn, each asked for the others; 0 if exact."""
    versions: Mapping[str, str]
    """Of the libraries that wrote the files."""
    files: Mapping[str, str]
    """Name of each file, and its SHA-256."""


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Finish a generation: its other files are on the disk already."""
    write_json(generation / MANIFEST, asdict(manifest))


def read_manifest(generation: Path, digest: str) -> Manifest:
    """Read a generation's manifest.

    Args:
        generation: its folder.
        digest: SHA-256 that the manifest must have.

    Raises:
        CloneIndexError: it is missing, changed, damaged or of another format.
    """
    place = generation / MANIFEST
    try:
        text = place.read_bytes()
        if (found := hashlib.sha256(text).hexdigest()) != digest:
            raise CloneIndexError(
                f"{place} was changed since it was published: its SHA-256 was {digest[:12]}…, it "
                f"has {found[:12]}…; build the index again with `contracode index build`"
            )
        stated = TypeAdapter(_Format).validate_json(text)
        if stated.format != FORMAT:
            raise CloneIndexError(
                f"{place} has format {stated.format}, this version reads format {FORMAT}; "
                "build the index again with `contracode index build`"
            )
        return TypeAdapter(Manifest).validate_json(text)
    except (OSError, ValidationError) as error:
        raise CloneIndexError(
            f"{place} is missing or damaged; build the index again with `contracode index build`"
        ) from error


def check_files(generation: Path, manifest: Manifest) -> None:
    """Compare a generation's files with the hashes in its manifest.

    Raises:
        CloneIndexError: a file is missing, can't be read, has changed, or the manifest promises
            other files than its structure needs.
    """
    needed = {TABLES, IDS, VECTORS} | ({STRUCTURE} if manifest.structure.kind != "flat" else set())
    if set(manifest.files) != needed:
        raise CloneIndexError(
            f"{generation / MANIFEST} names {', '.join(sorted(manifest.files)) or 'no files'}; "
            f"wanted {', '.join(sorted(needed))}; build the index again with "
            "`contracode index build`"
        )
    for name in needed:
        _check_file(generation / name, manifest.files[name])


@dataclass(frozen=True, slots=True)
class _Format:
    format: int


def _check_file(place: Path, promised: str) -> None:
    try:
        found = sha256_of(place)
    except OSError as error:
        raise CloneIndexError(
            f"{place} can't be read; build the index again with `contracode index build`"
        ) from error
    if found != promised:
        raise CloneIndexError(
            f"{place} is damaged: its manifest promises SHA-256 {promised[:12]}…, it has "
            f"{found[:12]}…; build the index again with `contracode index build`"
        )
