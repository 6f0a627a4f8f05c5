"""Vectors of functions; what was embedded before is not embedded again."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float32

from contracode.errors import CloneIndexError
from contracode.index.clone_index import CloneIndex
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction
from contracode.index.generation.changes import pack, unpack
from contracode.index.generation.log import LogWriter, read_log
from contracode.index.generation.pointer import writing
from contracode.index.store import check_vectors

_KEPT = ".embedded"


class Embedding:
    """Embeds functions, and keeps on the disk what a killed build would lose.

    Vectors are known by the hash of the text: from the standing index, if the same model made it,
    and from a build that was killed.

    Attributes:
        embedded: texts that the model read.
    """

    def __init__(
        self, root: Path, encoder: CodeEncoder, truncate: bool, standing: CloneIndex | None
    ) -> None:
        self._encoder = encoder
        self._truncate = truncate
        self._root = root
        self._owner = f"{encoder.model_digest} {encoder.tokenizer_digest} {truncate}"
        self._log: LogWriter | None = None
        self._known: dict[str, Float32[np.ndarray, " dim"]] = self._kept()
        if standing is not None:
            self._learn_from(standing)
        self.embedded = 0

    def vectors_of(
        self, functions: Sequence[IndexedFunction]
    ) -> Float32[np.ndarray, "functions dim"]:
        """Vectors in the order of the functions.

        Raises:
            CloneIndexError: the model's vectors are not of unit length.
        """
        texts = {
            function.content_sha256: function.source
            for function in functions
            if function.content_sha256 not in self._known
        }
        if texts:
            fresh = self._encoder.embed_texts(list(texts.values()), truncate=self._truncate)
            check_vectors(fresh, self._encoder.dimensions)
            self.embedded += len(texts)
            self._keep(list(texts), fresh)
            self._known |= zip(texts, fresh, strict=True)
        if not functions:
            return np.zeros((0, self._encoder.dimensions), dtype=np.float32)
        return np.stack([self._known[function.content_sha256] for function in functions])

    def forget(self) -> None:
        """Remove what was kept: it is in the index now."""
        self.close()
        (self._root / _KEPT).unlink(missing_ok=True)

    def close(self) -> None:
        """Release the file, and leave what was kept for the next build."""
        if self._log is not None:
            self._log.close()
            self._log = None

    def _learn_from(self, standing: CloneIndex) -> None:
        rows = standing.base.vectors
        contents = standing.base.table.contents()
        ids = standing.base.ids.tolist()
        self._known |= {contents[each]: rows[row] for row, each in enumerate(ids)}
        added = standing.overlay.functions.values()
        self._known |= zip(
            (function.content_sha256 for function in added), standing.overlay.vectors, strict=True
        )

    def _kept(self) -> dict[str, Float32[np.ndarray, " dim"]]:
        place = self._root / _KEPT
        try:
            payloads = read_log(place, self._owner).payloads
        except CloneIndexError:
            # Another model's, or damaged: it only saves time.
            place.unlink()
            return {}
        known: dict[str, Float32[np.ndarray, " dim"]] = {}
        for payload in payloads:
            contents, vectors = unpack(payload, self._encoder.dimensions)
            known |= zip(contents, vectors, strict=True)
        return known

    def _keep(self, contents: list[str], vectors: Float32[np.ndarray, "functions dim"]) -> None:
        with writing(self._root):
            if self._log is None:
                self._log = LogWriter(self._root / _KEPT, self._owner)
            self._log.append(pack(contents, vectors))
