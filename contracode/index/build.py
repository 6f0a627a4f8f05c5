"""Build a generation of a clone index from functions and a model."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import faiss
import numpy as np
from jaxtyping import Float32

from contracode.corpus.functions.records import FunctionRecord
from contracode.errors import CloneIndexError
from contracode.files import sha256_of, sync
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import FunctionWriter, identity_of, indexed
from contracode.index.generations import current_generation, new_generation
from contracode.index.manifest import (
    FORMAT,
    FUNCTIONS,
    VECTORS,
    Manifest,
    check_files,
    read_manifest,
    write_manifest,
)
from contracode.index.sources import FunctionSource

# Functions embedded and written at a time: enough for batches of equal length, and little enough
# that a build holds the tokens of few. All vectors, and of a corpus all records, it holds anyway.
_BLOCK = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did."""

    generation: Path
    """Folder of the generation now in use."""
    manifest: Manifest
    """Its manifest."""
    built: bool
    """False if the index was up to date, so that nothing was done."""
    seconds: float
    """Time taken."""


def build_index(
    source: FunctionSource,
    encoder: CodeEncoder,
    root: Path,
    *,
    truncate: bool = False,
    progress: Callable[[int], object] | None = None,
) -> BuildReport:
    """Bring the index at ``root`` up to date with its functions and its model.

    Args:
        source: the functions.
        encoder: the model.
        root: folder of the index; made if missing.
        truncate: index a function longer than the model's window by its beginning, and record
            the cut in its row; without it such functions are left out. Both are counted.
        progress: called with the number of functions done since its last call.

    Raises:
        CloneIndexError: another build is writing, or the model's vectors are not of unit length.
    """
    started = time.monotonic()
    standing = _up_to_date(source, encoder, root, truncate)
    if standing is not None:
        return BuildReport(
            generation=current_generation(root),
            manifest=standing,
            built=False,
            seconds=time.monotonic() - started,
        )
    with new_generation(root) as generation:
        build = _Build(generation, encoder, truncate)
        build.add_all(source.records(), progress or (lambda _: None))
        manifest = build.finish(source)
    return BuildReport(
        generation=generation,
        manifest=manifest,
        built=True,
        seconds=time.monotonic() - started,
    )


def _up_to_date(
    source: FunctionSource, encoder: CodeEncoder, root: Path, truncate: bool
) -> Manifest | None:
    """Manifest of the standing index if it is whole and a build would make the same again."""
    try:
        generation = current_generation(root)
        manifest = read_manifest(generation)
        check_files(generation, manifest)
    except CloneIndexError:
        return None
    same = (
        manifest.model_digest == encoder.model_digest
        and manifest.tokenizer_digest == encoder.tokenizer_digest
        and manifest.corpus_digest == source.digest
        and manifest.truncate == truncate
    )
    return manifest if same else None


class _Build:
    """A generation being filled."""

    def __init__(self, generation: Path, encoder: CodeEncoder, truncate: bool) -> None:
        self._generation = generation
        self._encoder = encoder
        self._truncate = truncate
        self._vectors = faiss.IndexIDMap2(faiss.IndexFlatIP(encoder.dimensions))
        self._functions = FunctionWriter(generation / FUNCTIONS)
        self._seen: set[int] = set()
        self._truncated = self._left_out = self._repeated = 0

    def add_all(self, records: Iterable[FunctionRecord], progress: Callable[[int], object]) -> None:
        try:
            for block in _blocks(records, _BLOCK):
                self._add(block)
                progress(len(block))
        finally:
            self._functions.close()

    def _add(self, records: list[FunctionRecord]) -> None:
        limit = self._encoder.max_tokens
        lengths = [len(ids) for ids in self._encoder.tokenize([each.source for each in records])]
        chosen = []
        for record, tokens in zip(records, lengths, strict=True):
            identity = identity_of(record)
            if identity in self._seen:
                self._repeated += 1
            elif tokens > limit and not self._truncate:
                self._left_out += 1
            else:
                self._seen.add(identity)
                self._truncated += tokens > limit
                chosen.append(indexed(record, tokens, limit))
        if not chosen:
            return
        texts = [function.source for function in chosen]
        vectors = self._encoder.embed_texts(texts, truncate=self._truncate)
        _check_unit_length(vectors)
        self._vectors.add_with_ids(vectors, np.array([each.id for each in chosen], dtype=np.int64))
        self._functions.add(chosen)

    def finish(self, source: FunctionSource) -> Manifest:
        """Bring all files to the disk, the manifest last."""
        faiss.write_index(self._vectors, str(self._generation / VECTORS))
        names = (VECTORS, FUNCTIONS)
        for name in names:
            sync(self._generation / name)
        manifest = Manifest(
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            model_digest=self._encoder.model_digest,
            tokenizer_digest=self._encoder.tokenizer_digest,
            dimensions=self._encoder.dimensions,
            metric="inner product of unit vectors",
            corpus_digest=source.digest,
            truncate=self._truncate,
            functions=len(self._seen),
            truncated=self._truncated,
            left_out=self._left_out,
            repeated=self._repeated,
            unreadable_files=source.unreadable,
            faiss_version=faiss.__version__,
            files={name: sha256_of(self._generation / name) for name in names},
        )
        write_manifest(self._generation, manifest)
        return manifest


def _blocks(records: Iterable[FunctionRecord], size: int) -> Iterator[list[FunctionRecord]]:
    remaining = iter(records)
    while block := list(itertools.islice(remaining, size)):
        yield block


def _check_unit_length(vectors: Float32[np.ndarray, "batch dim"]) -> None:
    lengths = np.linalg.norm(vectors, axis=1)
    # Written so that a length that is not a number is refused too.
    if not (np.abs(lengths - 1) < 1e-3).all():
        raise CloneIndexError(
            "the model gave vectors that are not of unit length, so their inner product is no "
            "cosine; train a model with `contracode pretrain`, or choose another with --model"
        )
