"""Is the process alive, and can it answer?"""

from typing import Annotated

from fastapi import APIRouter, Depends

from service.engine import Engine
from service.schemas import ErrorBody, Health
from service.state import engine_of

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
async def live() -> Health:
    """The process runs; never touches the model."""
    return Health(status="alive")


@router.get("/ready", responses={503: {"model": ErrorBody, "description": "Loading or stopping"}})
async def ready(_: Annotated[Engine, Depends(engine_of)]) -> Health:
    """The model is warm and the index is loaded."""
    return Health(status="ready")
