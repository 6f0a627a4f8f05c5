"""Is the process alive, and can it answer?"""

from typing import Annotated

from fastapi import APIRouter, Depends

from service.schemas import ErrorBody, Health
from service.state import ServiceState, state_of

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
async def live() -> Health:
    """The process runs; never touches the model."""
    return Health(status="alive")


@router.get("/ready", responses={503: {"model": ErrorBody, "description": "Loading or stopping"}})
async def ready(state: Annotated[ServiceState, Depends(state_of)]) -> Health:
    """The model is warm and the index is loaded."""
    state.check_ready()
    return Health(status="ready")
