"""Open a clone index and search it."""

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float32, Int64

from contracode.errors import CloneIndexError
from contracode.index.closing import Closing
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction
from contracode.index.generation.base import Base
from contracode.index.generation.changes import Change, from_bytes
from contracode.index.generation.filling import Block, Making, write_index
from contracode.index.generation.log import LogContent, read_log
from contracode.index.generation.manifest import LOG, Manifest
from contracode.index.generation.overlay import Overlay, empty_overlay
from contracode.index.generation.pointer import current_generation
from contracode.index.generation.table import Filter, IndexedFile
from contracode.index.store import ANY, Hit, Stats, check_model, check_query, cosine_of
from contracode.index.structures.searcher import best_of

# Functions copied at once.
_AT_ONCE = 16_384


class CloneIndex(Closing):
    """An immutable view: one verified generation and its log as far as it was written.

    Any number of threads may search it. What is written later does not disturb it: open the index
    again to see it.

    Attributes:
        base: the generation.
        overlay: what the log adds and takes away.
        state: name of the generation, and the log's digest: equal views are equal.
    """

    def __init__(self, base: Base, overlay: Overlay, log_digest: bytes) -> None:
        self.base = base
        self.overlay = overlay
        self.state = (base.generation.folder.name, log_digest)
        self._alive = ~overlay.dead if overlay.dead.any() else None
        self._cut = base.rows_where(base.table.truncated()) & ~overlay.dead

    @classmethod
    def open(cls, root: Path, encoder: CodeEncoder) -> "CloneIndex":
        """Open the index as it is now, once its hashes and counts are proven.

        Args:
            root: folder of the index.
            encoder: the model that will make the queries, to be checked against the index's.

        Raises:
            CloneIndexError: there is no index, it is damaged, or another model made it.
        """
        view = cls.open_for_any(root)
        try:
            check_model(root, encoder, view.manifest.model_digest, view.manifest.tokenizer_digest)
        except CloneIndexError:
            view.close()
            raise
        return view

    @classmethod
    def open_for_any(cls, root: Path) -> "CloneIndex":
        """Open the index without a model: to look at it, copy it or compact it.

        Raises:
            CloneIndexError: there is no index, or it is damaged.
        """
        while True:
            generation = current_generation(root)
            try:
                view = cls._of(Base(generation))
            except CloneIndexError:
                # A writer may have moved on, and removed this generation, since its name was read.
                if current_generation(root) == generation:
                    raise
                continue
            if current_generation(root) == generation:
                return view
            # Its log may have been removed before it was read, and then seemed empty.
            view.close()

    @classmethod
    def _of(cls, base: Base) -> "CloneIndex":
        try:
            return cls._with(base, _log_of(base))
        except BaseException:
            base.close()
            raise

    @classmethod
    def _with(cls, base: Base, log: LogContent) -> "CloneIndex":
        changes = (from_bytes(each, base.manifest.dimensions) for each in log.payloads)
        return cls(base, empty_overlay(base).after(changes, base), log.digest)

    @property
    def generation(self) -> str:
        """Name of the generation."""
        return self.base.generation.folder.name

    @property
    def manifest(self) -> Manifest:
        """Where the generation's vectors come from."""
        return self.base.manifest

    @property
    def source_digest(self) -> str:
        """Of the corpus or the files that it was made from."""
        return self.overlay.source_digest

    @property
    def files(self) -> dict[str, IndexedFile]:
        """The files by their paths."""
        return dict(self.overlay.files)

    def __len__(self) -> int:
        """Functions that a search can find."""
        return len(self.base) - int(self.overlay.dead.sum()) + len(self.overlay.functions)

    def search(
        self, vectors: Float32[np.ndarray, "batch dim"], limit: int, where: Filter = ANY
    ) -> list[list[Hit]]:
        """As `Searchable.search`; of those found, equal scores are in the order of ids."""
        check_query(vectors, limit, self.manifest.dimensions)
        limit = min(limit, max(len(self), 1))
        found = [dict[int, float]() for _ in vectors]
        if len(self.base):
            scores, rows = self.base.searcher.search(vectors, limit, self._allowed(where))
            ids = np.where(rows >= 0, self.base.ids[rows], -1)
            _collect(found, ids, scores)
        added = self._added(where)
        if added is None or len(added):
            scores, places = best_of(vectors, self.overlay.vectors, added, limit)
            _collect(found, np.where(places >= 0, self.overlay.ids[places], -1), scores)
        return [self._hits(each, limit) for each in found]

    def contents(self) -> tuple[list[IndexedFunction], Float32[np.ndarray, "functions dim"]]:
        """All functions that a search can find, in the order of their ids, and their vectors."""
        alive = ~self.overlay.dead
        ids = np.concatenate([self.base.ids[alive], self.overlay.ids])
        vectors = np.concatenate([np.asarray(self.base.vectors)[alive], self.overlay.vectors])
        order = np.argsort(ids)
        standing = {function.id: function for function in self.base.table.all()}
        by_id = standing | dict(self.overlay.functions)
        return [by_id[each] for each in ids[order].tolist()], vectors[order]

    def packages(self) -> list[str]:
        """Names of the packages that a search can find functions of, sorted."""
        added = {each.package for each in self.overlay.functions.values()}
        return sorted(added | set(self.base.table.packages()))

    def known(self, ids: Collection[int]) -> list[int]:
        """Those of the ids that a search can find."""
        wanted = list(dict.fromkeys(ids))
        rows = self.base.rows_of(np.array(wanted, dtype=np.int64))
        return [
            each
            for each, row in zip(wanted, rows.tolist(), strict=True)
            if each in self.overlay.functions or (row >= 0 and not self.overlay.dead[row])
        ]

    def functions_in(self, paths: Collection[str]) -> dict[int, IndexedFunction]:
        """The functions of some files, by id."""
        wanted = self.base.table.ids_in(list(paths))
        rows = self.base.rows_of(np.array(wanted, dtype=np.int64))
        alive = [each for each, row in zip(wanted, rows, strict=True) if not self.overlay.dead[row]]
        added = self.overlay.functions.items()
        return self.base.table.get(alive) | {
            each: function for each, function in added if function.path in paths
        }

    def stats(self) -> Stats:
        """What it holds."""
        files = self.overlay.files.values()
        added = self.overlay.functions.values()
        log = self.base.generation.folder / LOG
        return Stats(
            generation=self.generation,
            functions=len(self),
            rows=len(self.base) + self.overlay.written,
            tombstones=self.overlay.tombstones,
            written_since=self.overlay.written,
            files=len(files),
            unreadable_files=sum(bool(file.left_out) for file in files),
            too_long=sum(file.too_long for file in files),
            truncated=int(self._cut.sum()) + sum(each.tokens_left_out > 0 for each in added),
            repeated=sum(file.repeated for file in files),
            structure=self.manifest.structure.factory,
            recall_at_10=self.manifest.recall_at_10,
            memory_bytes=self.manifest.structure.memory_bytes + self.overlay.vectors.nbytes,
            disk_bytes=self.base.disk_bytes + (log.stat().st_size if log.exists() else 0),
            model_digest=self.manifest.model_digest,
            tokenizer_digest=self.manifest.tokenizer_digest,
        )

    def snapshot(self, root: Path) -> None:
        """As `Searchable.snapshot`."""
        write_index(root, self.making, self.blocks(), self.files.values(), self.source_digest)

    @property
    def making(self) -> Making:
        """How its generation was made, to make another likewise."""
        return Making(
            model_digest=self.manifest.model_digest,
            tokenizer_digest=self.manifest.tokenizer_digest,
            dimensions=self.manifest.dimensions,
            truncate=self.manifest.truncate,
            memory_bytes=self.manifest.memory_allowed,
        )

    def blocks(self) -> Iterator[Block]:
        """All that a search can find, a part at a time in memory."""
        alive = np.flatnonzero(~self.overlay.dead)
        for start in range(0, len(alive), _AT_ONCE):
            rows = alive[start : start + _AT_ONCE]
            ids = self.base.ids[rows].tolist()
            functions = self.base.table.get(ids)
            yield [functions[each] for each in ids], np.asarray(self.base.vectors[rows])
        yield list(self.overlay.functions.values()), self.overlay.vectors

    def after(self, change: Change, log_digest: bytes) -> "CloneIndex":
        """The view once a change is in the log; both share their files."""
        return CloneIndex(self.base, self.overlay.after((change,), self.base), log_digest)

    def renewed(self, root: Path) -> "CloneIndex":
        """The index as it is now; if only its log has grown, no file is proven again.

        Raises:
            CloneIndexError: as for `open`; also if another model has made it anew.
        """
        if current_generation(root) != self.base.generation:
            view = CloneIndex.open_for_any(root)
            made = (view.manifest.model_digest, view.manifest.tokenizer_digest)
            if made != (self.manifest.model_digest, self.manifest.tokenizer_digest):
                view.close()
                raise CloneIndexError(f"{root} was made anew by another model")
            return view
        log = _log_of(self.base)
        return self if log.digest == self.state[1] else self._with(self.base, log)

    def current(self) -> "CloneIndex":
        """Itself: it never changes."""
        return self

    def close(self) -> None:
        """Release the files."""
        self.base.close()

    def _allowed(self, where: Filter) -> Bool[np.ndarray, " functions"] | None:
        """Rows of the generation that a search may find; None if all."""
        if not where:
            return self._alive
        chosen = self.base.rows_where(self.base.table.ids_where(where))
        return chosen if self._alive is None else chosen & self._alive

    def _added(self, where: Filter) -> Int64[np.ndarray, " some"] | None:
        """Places in the overlay that a search may find; None if all."""
        functions = self.overlay.functions.values()
        if not where and functions:
            return None
        allowed = [place for place, each in enumerate(functions) if where.allows(each)]
        return np.array(allowed, dtype=np.int64)

    def _hits(self, cosines: dict[int, float], limit: int) -> list[Hit]:
        best = sorted(cosines, key=lambda each: (-cosines[each], each))[:limit]
        standing = self.base.table.get(
            [each for each in best if each not in self.overlay.functions]
        )
        return [
            Hit(self.overlay.functions.get(each) or standing[each], cosines[each]) for each in best
        ]


def _log_of(base: Base) -> LogContent:
    return read_log(base.generation.folder / LOG, base.generation.digest)


def _collect(
    found: list[dict[int, float]], ids: np.ndarray, scores: Float32[np.ndarray, "queries limit"]
) -> None:
    """Add hits of every query; id -1 is none."""
    for known, row_ids, row_scores in zip(found, ids.tolist(), scores.tolist(), strict=True):
        known |= {
            each: cosine_of(score)
            for each, score in zip(row_ids, row_scores, strict=True)
            if each >= 0
        }
