"""Fill a generation's folder: functions and vectors as they come, by their ids at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import faiss
import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.files import sha256_of, sync
from contracode.index.functions import IndexedFunction
from contracode.index.generation.manifest import (
    FORMAT,
    IDS,
    STRUCTURE,
    TABLES,
    VECTORS,
    Manifest,
    write_manifest,
)
from contracode.index.generation.pointer import (
    has_index,
    is_unfinished,
    new_generation,
    only_writer,
    writing,
)
from contracode.index.generation.table import IndexedFile, TableWriter
from contracode.index.store import check_vectors
from contracode.index.structures.building import build_structure
from contracode.index.structures.choice import structure_for

Block = tuple[Sequence[IndexedFunction], Float32[np.ndarray, "functions dim"]]
"""Some functions and their vectors."""

MEMORY_BYTES = 4_000_000_000
"""What searching may take if nothing else is asked for."""

_UNSORTED = "vectors.unsorted"
_ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a generation's vectors are made by, and how it is searched."""

    model_digest: str
    """SHA-256 of the weights."""
    tokenizer_digest: str
    """SHA-256 of the tokenizer."""
    dimensions: int
    """Length of a vector."""
    truncate: bool = False
    """Whether functions longer than the model's window are cut, else left out."""
    memory_bytes: int = MEMORY_BYTES
    """What searching may take; decides about the structure."""


class Filling:
    """A new generation, filled by one writer. Vectors go to the disk as they come."""

    def __init__(self, folder: Path, making: Making) -> None:
        self._folder = folder
        self._making = making
        self._ids: list[int] = []
        with writing(folder.parent):
            self._tables = TableWriter(folder / TABLES)
            self._unsorted = (folder / _UNSORTED).open("wb")

    def add(
        self,
        functions: Sequence[IndexedFunction],
        vectors: Float32[np.ndarray, "functions dim"],
    ) -> None:
        """Append functions of new ids.

        Raises:
            CloneIndexError: the vectors are not of unit length, or can't be written.
        """
        check_vectors(vectors, self._making.dimensions)
        with writing(self._folder.parent):
            self._tables.add(functions)
            self._unsorted.write(vectors.astype("<f4").tobytes())
        self._ids += [function.id for function in functions]

    def finish(self, files: Iterable[IndexedFile], source_digest: str) -> Manifest:
        """Bring all files to the disk, the manifest last.

        Raises:
            CloneIndexError: they can't be written, or searching them takes too much memory.
        """
        with writing(self._folder.parent):
            return self._finish(files, source_digest)

    def _finish(self, files: Iterable[IndexedFile], source_digest: str) -> Manifest:
        self._tables.add_files(files)
        self._tables.finish()
        self._tables.close()
        self._unsorted.close()
        vectors = self._sorted()
        making = self._making
        structure = structure_for(len(vectors), making.dimensions, making.memory_bytes)
        built = build_structure(vectors, structure)
        names = [TABLES, IDS, VECTORS]
        if built.index is not None:
            faiss.write_index(built.index, str(self._folder / STRUCTURE))
            names.append(STRUCTURE)
        for name in names:
            sync(self._folder / name)
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model_digest=making.model_digest,
            tokenizer_digest=making.tokenizer_digest,
            dimensions=making.dimensions,
            metric="inner product of unit vectors",
            source_digest=source_digest,
            truncate=making.truncate,
            functions=len(self._ids),
            structure=built.searcher.structure,
            memory_allowed=making.memory_bytes,
            recall_at_10=built.recall,
            recall_queries=built.queries,
            versions={"faiss": faiss.__version__, "contracode": version("contracode")},
            files={name: sha256_of(self._folder / name) for name in names},
        )
        write_manifest(self._folder, manifest)
        return manifest

    def close(self) -> None:
        """Release the files, finished or not."""
        self._tables.close()
        self._unsorted.close()

    def _sorted(self) -> Float32[np.ndarray, "functions dim"]:
        """Write ids and vectors in the order of ids."""
        ids = np.array(self._ids, dtype=np.int64)
        order = np.argsort(ids)
        np.save(self._folder / IDS, ids[order])
        unsorted = self._folder / _UNSORTED
        shape = (len(ids), self._making.dimensions)
        if not len(ids):
            vectors = np.zeros(shape, dtype=np.float32)
            np.save(self._folder / VECTORS, vectors)
        else:
            came = np.memmap(unsorted, dtype="<f4", mode="r", shape=shape)
            # By `write`, not through a map: of a full disk a map tells by killing the process.
            with (self._folder / VECTORS).open("wb") as file:
                np.lib.format.write_array_header_1_0(
                    file, {"descr": "<f4", "fortran_order": False, "shape": shape}
                )
                for start in range(0, len(ids), _ROWS_AT_ONCE):
                    file.write(came[order[start : start + _ROWS_AT_ONCE]].tobytes())
            vectors = np.load(self._folder / VECTORS, mmap_mode="r")
        unsorted.unlink()
        return vectors


def write_index(
    root: Path,
    making: Making,
    blocks: Iterable[Block],
    files: Iterable[IndexedFile],
    source_digest: str,
) -> None:
    """Write functions, with their vectors, as a new index.

    Raises:
        CloneIndexError: there is something at ``root``, or it can't be written.
    """
    taken = CloneIndexError(f"there is something at {root} already; choose an empty place")
    if root.exists() and not root.is_dir():
        raise taken
    with only_writer(root):
        # What a killed attempt left is no hindrance.
        foreign = [each for each in root.iterdir() if not is_unfinished(each.name)]
        if has_index(root) or foreign:
            raise taken
        with new_generation(root) as folder:
            fill(folder, making, blocks, files, source_digest)


def fill(
    folder: Path,
    making: Making,
    blocks: Iterable[Block],
    files: Iterable[IndexedFile],
    source_digest: str,
) -> None:
    """Fill a generation's folder, whole."""
    filling = Filling(folder, making)
    try:
        for functions, vectors in blocks:
            filling.add(functions, vectors)
        filling.finish(files, source_digest)
    finally:
        filling.close()
