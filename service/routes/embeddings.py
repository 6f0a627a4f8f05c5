"""OpenAI's embedding route."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from service.answering import Answered, answer, while_wanted
from service.engine import Engine
from service.routes.asked import check_asked
from service.routes.refusals import REFUSALS
from service.routes.vectors import numbers
from service.schemas import Embedding, EmbeddingRequest, EmbeddingResponse
from service.state import engine_of, state_of

router = APIRouter(prefix="/v1", tags=["embeddings"])
LoadedEngine = Annotated[Engine, Depends(engine_of)]


@router.post("/embeddings", responses=REFUSALS)
async def embeddings(
    body: EmbeddingRequest, request: Request, engine: LoadedEngine
) -> EmbeddingResponse:
    """Vectors of programs; the stock `openai` client works.

    Every program is parsed first. One that does not parse is refused with 422, line and column;
    in a list, the others are answered and its own entry has `embedding: null` and an error.
    """
    model = engine.model
    check_asked(body, model)
    state = state_of(request)
    work = answer(
        state, engine, body.input, param="input", language=body.language, truncate=body.truncate
    )
    answers = await while_wanted(request, state, work)
    return EmbeddingResponse(
        data=[
            _embedding(index, program, as_text=body.encoding_format == "base64")
            for index, program in enumerate(answers.programs)
        ],
        model=model.name,
        usage=answers.usage,
        model_digest=model.model_digest,
        tokenizer_digest=model.tokenizer_digest,
    )


def _embedding(index: int, program: Answered, *, as_text: bool) -> Embedding:
    return Embedding(
        index=index,
        embedding=None if program.vector is None else numbers(program.vector, as_text=as_text),
        error=program.error,
        truncation=program.truncation,
    )
