"""Search for clones of programs."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Request

from service.answering import Answers, answer, while_wanted
from service.engine import Engine, ScoredHit
from service.routes.refusals import REFUSALS
from service.schemas import CloneMatch, CloneRequest, CloneResponse, CloneResult
from service.state import ServiceState, engine_of, state_of

router = APIRouter(prefix="/v1/clones", tags=["clones"])


@router.post(
    "/search", responses={status: each for status, each in REFUSALS.items() if status != 404}
)
async def search(
    body: CloneRequest, request: Request, engine: Annotated[Engine, Depends(engine_of)]
) -> CloneResponse:
    """Indexed functions that do what each program does, best first.

    Every program is parsed first. One that does not parse is refused with 422, line and column;
    in a list, the others are answered and its own result has no matches and an error.
    """
    state = state_of(request)
    return await while_wanted(request, state, _search(state, engine, body))


async def _search(state: ServiceState, engine: Engine, body: CloneRequest) -> CloneResponse:
    answers = await answer(
        state, engine, body.code, param="code", language=body.language, truncate=body.truncate
    )
    found = [
        (program.source, program.vector)
        for program in answers.programs
        if program.vector is not None
    ]
    searched = await engine.search(
        [source for source, _ in found], np.stack([vector for _, vector in found]), body.limit
    )
    return CloneResponse(
        data=_results(answers, iter(searched.hits)),
        model=engine.model.name,
        usage=answers.usage,
        model_digest=engine.model.model_digest,
        tokenizer_digest=engine.model.tokenizer_digest,
        index_generation=searched.generation,
    )


def _results(answers: Answers, hits: Iterator[list[ScoredHit]]) -> list[CloneResult]:
    """One a program, in their order; those without a vector have none of the hits."""
    return [
        CloneResult(
            index=index,
            matches=[] if program.vector is None else [_match(hit) for hit in next(hits)],
            error=program.error,
            truncation=program.truncation,
        )
        for index, program in enumerate(answers.programs)
    ]


def _match(scored: ScoredHit) -> CloneMatch:
    function = scored.hit.function
    return CloneMatch(
        name=function.name,
        owner=function.owner,
        package=function.package,
        version=function.version,
        licence=function.licence,
        file=function.path,
        start_line=function.start_line,
        end_line=function.end_line,
        language=function.language,
        cosine=scored.hit.cosine,
        lexical_similarity=scored.lexical,
        tokens_left_out=function.tokens_left_out,
        source=function.source,
    )
