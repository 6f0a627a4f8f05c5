"""A generation's files, opened once they are proven."""

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool, Float32, Int64

from contracode.errors import CloneIndexError
from contracode.index.generation.manifest import (
    IDS,
    LOG,
    STRUCTURE,
    TABLES,
    VECTORS,
    Manifest,
    check_files,
    read_manifest,
)
from contracode.index.generation.pointer import Generation
from contracode.index.generation.table import TableReader
from contracode.index.structures.searcher import Searcher, read_structure


class Base:
    """One verified generation; never changes.

    Attributes:
        generation: where it is, and the digest of its manifest: its log belongs to that.
        manifest: what it says of itself.
        disk_bytes: that its files take, without the log.
        ids: of its vectors, ascending.
        vectors: whole, in the order of the ids, on the disk.
        table: its functions and files.
        searcher: finds vectors by their rows.
    """

    def __init__(self, generation: Generation) -> None:
        """Open a generation.

        Raises:
            CloneIndexError: a file is missing or damaged, or their counts differ.
        """
        try:
            self._open(generation)
        except (OSError, ValueError, sqlite3.Error) as error:
            # Between the check of its files and now it may have been removed.
            raise CloneIndexError(
                f"can't open {generation.folder}: {error}; build the index again with "
                "`contracode index build`"
            ) from error

    def _open(self, generation: Generation) -> None:
        self.generation = generation
        folder = generation.folder
        self.manifest: Manifest = read_manifest(folder, generation.digest)
        check_files(folder, self.manifest)
        self.disk_bytes = sum(each.stat().st_size for each in folder.iterdir() if each.name != LOG)
        self.ids: Int64[np.ndarray, " functions"] = np.load(folder / IDS, allow_pickle=False)
        self.vectors: Float32[np.ndarray, "functions dim"] = _mapped(folder / VECTORS)
        stored = None
        if self.manifest.structure.kind != "flat":
            stored = read_structure(folder / STRUCTURE)
        self.table = TableReader(folder / TABLES)
        try:
            self._check_counts(stored.ntotal if stored is not None else len(self.vectors))
            self.searcher = Searcher(self.manifest.structure, self.vectors, stored)
        except BaseException:
            self.table.close()
            raise

    def __len__(self) -> int:
        return len(self.ids)

    def rows_of(self, ids: Int64[np.ndarray, " some"]) -> Int64[np.ndarray, " some"]:
        """Row of each id; -1 where it is not there."""
        places = np.searchsorted(self.ids, ids)
        inside = np.minimum(places, max(len(self.ids) - 1, 0))
        known = (places < len(self.ids)) & (self.ids[inside] == ids) if len(self) else ids < 0
        return np.where(known, places, -1)

    def rows_where(self, ids: list[int]) -> Bool[np.ndarray, " functions"]:
        """Which rows have one of these ids."""
        chosen = np.zeros(len(self), dtype=bool)
        rows = self.rows_of(np.array(ids, dtype=np.int64))
        chosen[rows[rows >= 0]] = True
        return chosen

    def close(self) -> None:
        """Release the files."""
        self.table.close()

    def _check_counts(self, searched: int) -> None:
        counts = {
            "ids": len(self.ids),
            "vectors": len(self.vectors),
            "vectors in its structure": searched,
            "functions": len(self.table),
        }
        if set(counts.values()) != {self.manifest.functions}:
            told = ", ".join(f"{count} {what}" for what, count in counts.items())
            raise CloneIndexError(
                f"{self.generation.folder} has {told}, its manifest says "
                f"{self.manifest.functions}; build the index again with `contracode index build`"
            )


def _mapped(place: Path) -> Float32[np.ndarray, "functions dim"]:
    """An array that stays on the disk."""
    with place.open("rb") as file:
        np.lib.format.read_magic(file)
        shape, _, _ = np.lib.format.read_array_header_1_0(file)
    # What has no bytes can't be mapped.
    array: Any = np.load(place, mmap_mode="r" if shape[0] else None, allow_pickle=False)
    mapped: Float32[np.ndarray, "functions dim"] = array
    return mapped
