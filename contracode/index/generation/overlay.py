"""What was written since a generation: functions added and replaced, and what no longer counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, Int64

from contracode.index.functions import IndexedFunction
from contracode.index.generation.base import Base
from contracode.index.generation.changes import Change
from contracode.index.generation.table import IndexedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The changes of a log, taken together; never changes itself."""

    functions: Mapping[int, IndexedFunction]
    """By id: those that count."""
    ids: Int64[np.ndarray, " added"]
    """Of the vectors, in the order of ``functions``."""
    vectors: Float32[np.ndarray, "added dim"]
    dead: Bool[np.ndarray, " functions"]
    """Which rows of the generation are deleted, or replaced by one here: tombstones."""
    written: int
    """Functions that the log holds, those that no longer count among them."""
    files: Mapping[str, IndexedFile]
    """All files, those of the generation among them."""
    source_digest: str

    @property
    def tombstones(self) -> int:
        """Vectors that are there and no longer count."""
        return int(self.dead.sum()) + self.written - len(self.functions)

    def after(self, changes: Iterable[Change], base: Base) -> "Overlay":
        """The overlay with further changes, in their order."""
        functions = dict(self.functions)
        vectors = dict(zip(self.ids.tolist(), self.vectors, strict=True))
        files = dict(self.files)
        written, source_digest = self.written, self.source_digest
        touched: list[int] = []
        for change in changes:
            replaced = [*change.deleted, *(function.id for function in change.functions)]
            touched += replaced
            for each in replaced:
                functions.pop(each, None)
                vectors.pop(each, None)
            for function, vector in zip(change.functions, change.vectors, strict=True):
                functions[function.id] = function
                vectors[function.id] = vector
            for path in change.gone:
                files.pop(path, None)
            files |= {file.path: file for file in change.files}
            written += len(change.functions)
            source_digest = change.source_digest or source_digest
        return Overlay(
            functions=functions,
            ids=np.array(list(functions), dtype=np.int64),
            vectors=np.stack(list(vectors.values())) if vectors else self.vectors[:0],
            dead=self.dead | base.rows_where(touched),
            written=written,
            files=files,
            source_digest=source_digest,
        )


def empty_overlay(base: Base) -> Overlay:
    """Of a generation that nothing was written to."""
    return Overlay(
        functions={},
        ids=np.zeros(0, dtype=np.int64),
        vectors=np.zeros((0, base.manifest.dimensions), dtype=np.float32),
        dead=np.zeros(len(base), dtype=bool),
        written=0,
        files=base.table.files(),
        source_digest=base.manifest.source_digest,
    )
