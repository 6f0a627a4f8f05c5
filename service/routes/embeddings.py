"""OpenAI's embedding route and its list of models."""

import base64
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Request
from jaxtyping import Float32

from service.answering import Answered, answer, while_wanted
from service.engine import Engine
from service.errors import InvalidError, UnknownModelError
from service.routes.refusals import REFUSALS
from service.schemas import Embedding, EmbeddingRequest, EmbeddingResponse, Model, ModelList
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
    if body.model != model.name:
        raise UnknownModelError(
            f"the loaded model is {model.name!r}, not {body.model!r}", param="model"
        )
    if body.dimensions not in (None, model.dimensions):
        raise InvalidError(
            f"vectors have {model.dimensions} dimensions, {body.dimensions} were asked for; "
            "leave the field out",
            param="dimensions",
        )
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


@router.get("/models", responses={503: REFUSALS[503]})
async def models(engine: LoadedEngine) -> ModelList:
    """The loaded model."""
    model = engine.model
    loaded = Model(
        id=model.name,
        dimensions=model.dimensions,
        max_tokens=model.max_tokens,
        model_digest=model.model_digest,
        tokenizer_digest=model.tokenizer_digest,
    )
    return ModelList(data=[loaded])


def _embedding(index: int, program: Answered, *, as_text: bool) -> Embedding:
    return Embedding(
        index=index,
        embedding=None if program.vector is None else _numbers(program.vector, as_text=as_text),
        error=program.error,
        truncation=program.truncation,
    )


def _numbers(vector: Float32[np.ndarray, " dim"], *, as_text: bool) -> list[float] | str:
    if not as_text:
        return [float(number) for number in vector]
    return base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")
