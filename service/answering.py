"""The way of every request that brings programs: in, read, let into the queue, computed."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from fastapi import Request
from jaxtyping import Float32

from compiler_aug import Language
from service.engine import Engine, ReadProgram
from service.errors import BusyError, ServiceError
from service.schemas import ErrorDetail, Truncation, Usage
from service.state import ServiceState

T = TypeVar("T")
Vector = Float32[np.ndarray, " dim"]


@dataclass(frozen=True, slots=True)
class Answered:
    """One program of a request: its vector, or why it has none."""

    source: str
    vector: Vector | None
    error: ErrorDetail | None
    truncation: Truncation | None


@dataclass(frozen=True, slots=True)
class Answers:
    """All programs of a request, in order."""

    programs: list[Answered]
    usage: Usage


async def answer(
    state: ServiceState,
    engine: Engine,
    given: str | Sequence[str],
    *,
    param: str,
    language: Language,
    truncate: bool,
) -> Answers:
    """Read and embed the programs of a request.

    Of a list the readable part is answered, and each other program has its own error.

    Args:
        state: lets the request in.
        engine: computes.
        given: one program, or a list.
        param: name of the request's field, for errors.
        language: language of all programs.
        truncate: read the beginning of what is too long, and report it.

    Raises:
        ServiceError: nothing is readable, or the request is too large, or there is too much to do.
    """
    sources = [given] if isinstance(given, str) else list(given)
    with state.admission.request():
        read = await engine.read(sources, language, truncate=truncate)
        for place, program in enumerate(read):
            if isinstance(program, ServiceError):
                program.detail.param = param if isinstance(given, str) else f"{param}.{place}"
        readable = [program for program in read if isinstance(program, ReadProgram)]
        if not readable:
            raise next(program for program in read if isinstance(program, ServiceError))
        tokens = sum(len(program.tokens) for program in readable)
        with state.admission.queued(tokens):
            vectors = await engine.batcher.embed([program.tokens for program in readable])
    remaining = iter(vectors)
    programs = [
        _answered(source, program, remaining) for source, program in zip(sources, read, strict=True)
    ]
    return Answers(programs, Usage(prompt_tokens=tokens, total_tokens=tokens))


def _answered(
    source: str, program: ReadProgram | ServiceError, vectors: Iterator[Vector]
) -> Answered:
    if isinstance(program, ServiceError):
        return Answered(source, None, program.detail, None)
    left_out = program.tokens_left_out
    cut = Truncation(tokens=len(program.tokens) + left_out, tokens_left_out=left_out)
    return Answered(source, next(vectors), None, cut if left_out else None)


async def while_wanted(request: Request, state: ServiceState, work: Coroutine[Any, Any, T]) -> T:
    """Do the work while its caller waits and its deadline has not passed; else cancel it.

    Raises:
        BusyError: the deadline has passed.
        CallerLeftError: the caller has closed the connection.
    """
    deadline_s = state.settings.deadline_s
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        done, _ = await asyncio.wait(
            {task, gone}, timeout=deadline_s, return_when=asyncio.FIRST_COMPLETED
        )
        if task in done:
            return task.result()
        if gone in done:
            raise CallerLeftError("the caller closed the connection")
        raise BusyError(
            f"not answered within {deadline_s:g} s, the service has too much to do; try later",
            retry_after_s=max(1, round(deadline_s)),
        )
    finally:
        task.cancel()
        gone.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


class CallerLeftError(ServiceError):
    """No one is there to read the answer; the status is seen in the server's log only."""

    status = 499
    kind = "invalid_request_error"
    code = "caller_left"


async def _gone(request: Request) -> None:
    """Return when the connection is closed; the body has been read by now."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
