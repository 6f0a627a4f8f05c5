"""OpenAI's list of models."""

from typing import Annotated

from fastapi import APIRouter, Depends

from service.routes.refusals import REFUSALS
from service.schemas import ImageModel, Model, ModelList
from service.state import ServiceState, state_of

router = APIRouter(prefix="/v1", tags=["embeddings"])


@router.get("/models", responses={503: REFUSALS[503]})
async def models(state: Annotated[ServiceState, Depends(state_of)]) -> ModelList:
    """The loaded models: one of code, and one of images if the service was started with one."""
    code = state.engine.model
    loaded: list[Model | ImageModel] = [
        Model(
            id=code.name,
            dimensions=code.dimensions,
            max_tokens=code.max_tokens,
            model_digest=code.model_digest,
            tokenizer_digest=code.tokenizer_digest,
        )
    ]
    if state.image_engine is not None:
        image = state.image_engine.model
        loaded.append(
            ImageModel(
                id=image.name,
                dimensions=image.dimensions,
                size=image.size,
                channels=image.channels,
                model_digest=image.model_digest,
            )
        )
    return ModelList(data=loaded)
