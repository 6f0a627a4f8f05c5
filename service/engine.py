"""What the service computes: programs in, vectors and clones out, or refusals of the API."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from jaxtyping import Float32

from compiler_aug import Augmenter, Failure, Language, Program
from contracode.encoders.code.batches import cut
from contracode.encoders.code.embedder import Embedder
from contracode.index import CodeEncoder, FollowedIndex, Hit, Searchable
from contracode.tokens.lexical import lexical_similarity
from service.batching import Batcher
from service.errors import ServiceError, TooLongError, UnreadableError
from service.settings import Settings


class ServedEncoder(CodeEncoder, Protocol):
    """What the service asks of its model; `Embedder` is the real one."""

    @property
    def name(self) -> str:
        """Name that callers use."""

    def embed(
        self, tokens: Sequence[Sequence[int]], *, token_budget: int = ...
    ) -> Float32[np.ndarray, "programs dim"]:
        """Unit-length vectors of tokenized programs, in order."""


@dataclass(frozen=True, slots=True)
class ReadProgram:
    """A program that parses, as the model reads it."""

    tokens: list[int]
    """Token ids; at most the model's window."""
    tokens_left_out: int
    """Tokens at its end that were cut; 0 unless truncation was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    generation: str
    """Name of the generation that was searched."""
    hits: "list[list[ScoredHit]]"
    """By program, best first."""


@dataclass(frozen=True, slots=True)
class ScoredHit:
    """A function found, with its lexical similarity to the query."""

    hit: Hit
    lexical: float


class Engine:
    """Model, index, compiler and the inference thread.

    Attributes:
        model: the model.
        index: the clone index.
        batcher: joins the programs of concurrent callers.
    """

    def __init__(
        self, model: ServedEncoder, index: Searchable, augmenter: Augmenter, *, batch_tokens: int
    ) -> None:
        self.model = model
        self.index = index
        self._augmenter = augmenter
        self._batch_tokens = batch_tokens
        self.batcher: Batcher[Sequence[int]] = Batcher(self._compute, batch_tokens)

    @classmethod
    def load(cls, settings: Settings) -> "Engine":
        """Load everything; takes seconds.

        Raises:
            ContracodeError: the model or the index is missing, damaged, or they don't match.
            AugmentError: the compiler can't start.
        """
        with ExitStack() as on_failure:
            model = Embedder.load(settings.model_dir)
            index = open_index(settings, model)
            on_failure.callback(index.close)
            augmenter = Augmenter(settings.parse_workers, settings.parse_deadline_s)
            on_failure.pop_all()
        return cls(model, index, augmenter, batch_tokens=settings.batch_tokens)

    async def warm_up(self) -> None:
        """Answer a query of the greatest length, so that no caller pays for first times."""
        longest = "work();" * self.model.max_tokens
        (program,) = await self.read([longest], "js", truncate=True)
        if isinstance(program, ServiceError):
            raise program
        await self.search([longest], await self.batcher.embed([program.tokens]), limit=1)

    async def read(
        self, sources: Sequence[str], language: Language, *, truncate: bool
    ) -> list[ReadProgram | ServiceError]:
        """Parse and tokenize off the event loop; what can't be read has its refusal instead."""
        return await asyncio.to_thread(self._read, sources, language, truncate)

    async def search(
        self, sources: Sequence[str], vectors: Float32[np.ndarray, "programs dim"], limit: int
    ) -> Found:
        """Functions nearest to each program."""
        return await asyncio.to_thread(self._search, sources, vectors, limit)

    def close(self) -> None:
        """End the inference thread and the compiler, release the index."""
        self.batcher.close()
        self._augmenter.close()
        self.index.close()

    def _compute(self, programs: Sequence[Sequence[int]]) -> Float32[np.ndarray, "programs dim"]:
        return self.model.embed(programs, token_budget=self._batch_tokens)

    def _read(
        self, sources: Sequence[str], language: Language, truncate: bool
    ) -> list[ReadProgram | ServiceError]:
        failures = list(self._augmenter.check(Program(source, language) for source in sources))
        parsed = [
            source for source, failure in zip(sources, failures, strict=True) if failure is None
        ]
        tokenized = iter(self.model.tokenize(parsed) if parsed else [])
        return [
            self._within_window(next(tokenized), truncate) if failure is None else _refusal(failure)
            for failure in failures
        ]

    def _within_window(self, tokens: list[int], truncate: bool) -> ReadProgram | ServiceError:
        limit = self.model.max_tokens
        left_out = max(0, len(tokens) - limit)
        if left_out and not truncate:
            return TooLongError(
                f"the program has {len(tokens)} tokens, the model reads at most {limit}; "
                "shorten it, or set truncate to read its beginning only",
                tokens=len(tokens),
                limit=limit,
            )
        return ReadProgram(cut(tokens, limit), left_out)

    def _search(
        self, sources: Sequence[str], vectors: Float32[np.ndarray, "programs dim"], limit: int
    ) -> Found:
        view = self.index.current()
        return Found(
            generation=view.generation,
            hits=[
                [ScoredHit(hit, lexical_similarity(source, hit.function.source)) for hit in hits]
                for source, hits in zip(sources, view.search(vectors, limit), strict=True)
            ],
        )


def open_index(settings: Settings, model: CodeEncoder) -> Searchable:
    """The index that the settings name: files, or a collection of a Qdrant server.

    Raises:
        CloneIndexError: it is missing, damaged or another model's, or the server does not answer.
    """
    if settings.index_dir is not None:
        return FollowedIndex(settings.index_dir, model)
    assert settings.qdrant_url is not None
    # Imported here: not every installation has the client.
    from contracode.index.qdrant import QdrantStore, connect

    key = settings.qdrant_api_key
    client = connect(settings.qdrant_url, None if key is None else key.get_secret_value())
    return QdrantStore(client, settings.qdrant_collection, model)


def _refusal(failure: Failure) -> ServiceError:
    if failure.kind == "internal":
        return ServiceError("the compiler failed; the program was not at fault")
    if failure.kind == "syntax":
        return UnreadableError(
            f"does not parse: {failure.message}", line=failure.line, column=failure.column
        )
    return UnreadableError(f"can't be processed: {failure.message}")
