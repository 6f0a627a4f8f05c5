"""What a generation says about itself; a generation without a manifest was never finished."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from contracode.errors import CloneIndexError
from contracode.files import sha256_of, write_json

FORMAT = 1
MANIFEST = "manifest.json"
VECTORS = "vectors.faiss"
FUNCTIONS = "functions.sqlite"


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
    corpus_digest: str
    """SHA-256 of the functions' source: a corpus or the files of a folder."""
    truncate: bool
    """Whether functions longer than the model's window were cut (else left out)."""
    functions: int
    """Functions indexed."""
    truncated: int
    """Functions whose vector is of their beginning only."""
    left_out: int
    """Functions left out as longer than the model's window."""
    repeated: int
    """Functions left out as a second copy at the same place."""
    unreadable_files: int
    """Files left out: they do not parse, are not UTF-8, too large or minified."""
    faiss_version: str
    """Version of FAISS that wrote the vectors."""
    files: Mapping[str, str]
    """Name of each file, and its SHA-256."""


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Finish a generation: its other files are on the disk already."""
    write_json(generation / MANIFEST, asdict(manifest))


def read_manifest(generation: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        CloneIndexError: it is missing, damaged or of another format.
    """
    place = generation / MANIFEST
    try:
        manifest = TypeAdapter(Manifest).validate_json(place.read_bytes())
    except (OSError, ValidationError) as error:
        raise CloneIndexError(
            f"{place} is missing or damaged; build the index again with `contracode index build`"
        ) from error
    if manifest.format != FORMAT:
        raise CloneIndexError(
            f"{place} has format {manifest.format}, this version reads format {FORMAT}; "
            "build the index again with `contracode index build`"
        )
    return manifest


def check_files(generation: Path, manifest: Manifest) -> None:
    """Compare a generation's files with the hashes in its manifest.

    Raises:
        CloneIndexError: a file is missing, can't be read or has changed.
    """
    for name in (VECTORS, FUNCTIONS):
        _check_file(generation / name, manifest.files.get(name, ""))


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
