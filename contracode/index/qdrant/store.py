"""The same index in a Qdrant server, for more than one machine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float32
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from contracode.errors import CloneIndexError
from contracode.index.closing import Closing
from contracode.index.encoder import CodeEncoder
from contracode.index.functions import IndexedFunction, check_pairing
from contracode.index.generation.filling import Block, Making, write_index
from contracode.index.generation.table import Filter
from contracode.index.qdrant.points import ROW, condition_of, function_of, payload_of
from contracode.index.store import (
    ANY,
    Hit,
    Stats,
    check_model,
    check_query,
    check_texts,
    check_vectors,
    cosine_of,
)

_FORMAT = 1
POINTS_AT_ONCE = 256
"""Sent in one request."""

COUNTS = ("files", "unreadable_files", "too_long", "truncated", "repeated")
"""Facts of `Stats` that only the index of files knows, kept with the collection."""


class QdrantStore(Closing):
    """Functions and vectors as points of one collection; a point's id is its function's.

    The collection says which model and tokenizer made its vectors; another's are refused. Qdrant
    keeps every write in its own log, and answers while it is written to.

    Attributes:
        generation: name of the collection.
    """

    def __init__(self, client: QdrantClient, collection: str, encoder: CodeEncoder) -> None:
        """Use a collection that is there.

        Raises:
            CloneIndexError: the server does not answer, there is no such collection, or it is
                another model's.
        """
        self.generation = collection
        self._client = client
        self._told = _metadata(client, collection)
        check_model(
            f"collection {collection}",
            encoder,
            self._told["model_digest"],
            self._told["tokenizer_digest"],
        )
        self._dimensions: int = self._told["dimensions"]

    @classmethod
    def open_or_create(
        cls, client: QdrantClient, collection: str, encoder: CodeEncoder, *, truncate: bool = False
    ) -> "QdrantStore":
        """Use a collection, which is made if it is missing.

        Raises:
            CloneIndexError: the server does not answer, or the collection is another model's.
        """
        with _asking(collection):
            if not client.collection_exists(collection):
                client.create_collection(
                    collection,
                    # Of unit vectors, the inner product is the cosine, to the last digit.
                    vectors_config=models.VectorParams(
                        size=encoder.dimensions, distance=models.Distance.DOT
                    ),
                    metadata={
                        "format": _FORMAT,
                        "model_digest": encoder.model_digest,
                        "tokenizer_digest": encoder.tokenizer_digest,
                        "dimensions": encoder.dimensions,
                        "truncate": truncate,
                        "source_digest": "",
                    },
                )
                for field in ("package", "language"):
                    client.create_payload_index(
                        collection, field, field_schema=models.PayloadSchemaType.KEYWORD
                    )
        return cls(client, collection, encoder)

    def upsert(
        self, functions: Sequence[IndexedFunction], vectors: Float32[np.ndarray, "functions dim"]
    ) -> None:
        """As `CloneStore.upsert`."""
        check_pairing(functions, vectors)
        check_vectors(vectors, self._dimensions)
        check_texts(functions)
        for start in range(0, len(functions), POINTS_AT_ONCE):
            some = slice(start, start + POINTS_AT_ONCE)
            points = [
                models.PointStruct(
                    id=function.id, vector=vector.tolist(), payload=payload_of(function)
                )
                for function, vector in zip(functions[some], vectors[some], strict=True)
            ]
            with _asking(self.generation):
                self._client.upsert(self.generation, points, wait=True)

    def delete(self, ids: Sequence[int]) -> int:
        """As `CloneStore.delete`."""
        if not ids:
            return 0
        with _asking(self.generation):
            there = self._client.retrieve(
                self.generation, list(ids), with_payload=False, with_vectors=False
            )
            self._client.delete(self.generation, models.PointIdsList(points=list(ids)), wait=True)
        return len(there)

    def search(
        self, vectors: Float32[np.ndarray, "batch dim"], limit: int, where: Filter = ANY
    ) -> list[list[Hit]]:
        """As `Searchable.search`."""
        check_query(vectors, limit, self._dimensions)
        asked = [
            models.QueryRequest(
                query=vector.tolist(), limit=limit, with_payload=True, filter=condition_of(where)
            )
            for vector in vectors
        ]
        with _asking(self.generation):
            answers = self._client.query_batch_points(self.generation, asked) if asked else []
        return [
            sorted(
                (
                    Hit(
                        function_of(int(point.id), point.payload or {}),
                        cosine_of(point.score),
                    )
                    for point in answer.points
                ),
                key=lambda hit: (-hit.cosine, hit.function.id),
            )
            for answer in answers
        ]

    def current(self) -> "QdrantStore":
        """Itself: the server has no states."""
        return self

    def stats(self) -> Stats:
        """As `Searchable.stats`."""
        told = _metadata(self._client, self.generation)
        with _asking(self.generation):
            count = self._client.count(self.generation, exact=True).count
        return Stats(
            generation=self.generation,
            functions=count,
            rows=count,
            tombstones=0,
            written_since=0,
            **{name: int(told.get(name, 0)) for name in COUNTS},
            structure="Qdrant",
            recall_at_10=None,
            memory_bytes=None,
            disk_bytes=None,
            model_digest=told["model_digest"],
            tokenizer_digest=told["tokenizer_digest"],
        )

    def snapshot(self, root: Path) -> None:
        """As `Searchable.snapshot`. Its files are not told: a build on it reads all of them."""
        told = _metadata(self._client, self.generation)
        making = Making(
            model_digest=told["model_digest"],
            tokenizer_digest=told["tokenizer_digest"],
            dimensions=self._dimensions,
            truncate=told["truncate"],
        )
        write_index(root, making, self._blocks(), (), told["source_digest"])

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def row_digests(self) -> dict[int, str]:
        """By id, the hash of every function that is there."""
        return {
            int(point.id): (point.payload or {}).get(ROW, "")
            for points in self._scrolled(payload=[ROW], vectors=False)
            for point in points
        }

    def describe(self, facts: Mapping[str, Any]) -> None:
        """Write facts of the whole collection beside those that are there."""
        with _asking(self.generation):
            self._client.update_collection(self.generation, metadata=dict(facts))

    def _blocks(self) -> Iterator[Block]:
        for points in self._scrolled(payload=True, vectors=True):
            functions = [function_of(int(point.id), point.payload or {}) for point in points]
            yield functions, np.array([point.vector for point in points], dtype=np.float32)

    def _scrolled(self, *, payload: bool | list[str], vectors: bool) -> Iterator[list[Any]]:
        """All points, some at a time."""
        offset: Any = None
        while True:
            with _asking(self.generation):
                points, offset = self._client.scroll(
                    self.generation,
                    limit=16 * POINTS_AT_ONCE,
                    offset=offset,
                    with_payload=payload,
                    with_vectors=vectors,
                )
            yield points
            if offset is None:
                return


def connect(url: str, api_key: str | None = None, timeout_s: int = 30) -> QdrantClient:
    """A client of the server at a URL; nothing is asked of it yet."""
    return QdrantClient(url=url, api_key=api_key, timeout=timeout_s, check_compatibility=False)


@contextmanager
def _asking(collection: str) -> Iterator[None]:
    try:
        yield
    except (ApiException, ValueError) as error:
        raise CloneIndexError(
            f"Qdrant did not do what was asked of collection {collection}: {error}; see that the "
            "server runs and that its URL and key are right"
        ) from error


def _metadata(client: QdrantClient, collection: str) -> Mapping[str, Any]:
    with _asking(collection):
        if not client.collection_exists(collection):
            raise CloneIndexError(
                f"Qdrant has no collection {collection}; fill one with `contracode index push "
                f"INDEX --url URL --collection {collection}`"
            )
        told = client.get_collection(collection).config.metadata
    if not told or told.get("format") != _FORMAT:
        raise CloneIndexError(
            f"collection {collection} was not made by `contracode index push`, or by another "
            "version; choose another name with --collection"
        )
    return told
