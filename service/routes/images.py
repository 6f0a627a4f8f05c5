"""Embeddings of images."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from service.answering import while_wanted
from service.image_answering import AnsweredImage, answer_images
from service.image_engine import ImageEngine
from service.routes.asked import check_asked
from service.routes.refusals import REFUSALS
from service.routes.vectors import numbers
from service.schemas import (
    ImageEmbedding,
    ImageEmbeddingRequest,
    ImageEmbeddingResponse,
    ImageUsage,
)
from service.state import image_engine_of, state_of

router = APIRouter(prefix="/v1/images", tags=["images"])


@router.post("/embeddings", responses=REFUSALS)
async def image_embeddings(
    body: ImageEmbeddingRequest,
    request: Request,
    engine: Annotated[ImageEngine, Depends(image_engine_of)],
) -> ImageEmbeddingResponse:
    """Vectors of images; the stock `openai` client works, with `/v1/images` as its address.

    Each is decoded, turned as its camera says, put on white where it is transparent, and scaled
    until the shorter side fits the model; the centre is kept. One that can't be decoded is refused
    with 422; in a list, the others are answered and its own entry has `embedding: null` and an
    error.
    """
    model = engine.model
    check_asked(body, model)
    state = state_of(request)
    answered = await while_wanted(request, state, answer_images(state, engine, body.input))
    as_text = body.encoding_format == "base64"
    return ImageEmbeddingResponse(
        data=[_embedding(index, image, as_text=as_text) for index, image in enumerate(answered)],
        model=model.name,
        usage=ImageUsage(images=sum(image.vector is not None for image in answered)),
        model_digest=model.model_digest,
    )


def _embedding(index: int, image: AnsweredImage, *, as_text: bool) -> ImageEmbedding:
    vector = None if image.vector is None else numbers(image.vector, as_text=as_text)
    return ImageEmbedding(index=index, embedding=vector, error=image.error)
