"""The application: state, middleware, routes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from service.draining import DrainMiddleware
from service.engine import Engine
from service.errors import install_handlers
from service.image_engine import ImageEngine, load_image_engine
from service.limits import BodyLimit
from service.routes import clones, embeddings, health, images, models
from service.settings import Settings
from service.state import ServiceState

_ABOUT = """Representations of JavaScript and TypeScript by what the code does, and of images.

Refusals mean the same everywhere: 413 too large, 422 unreadable, 429 busy (with `Retry-After`),
503 not ready; their body is OpenAI's error object. Nothing is cut silently.
"""


def create_app(
    settings: Settings,
    load: Callable[[Settings], Engine] = Engine.load,
    load_images: Callable[[Settings], ImageEngine | None] = load_image_engine,
) -> FastAPI:
    """Make the application; its engines load in the background once it is started.

    Args:
        settings: limits and places.
        load: makes the engine for programs.
        load_images: makes the engine for images, or None.
    """
    state = ServiceState(settings, load, load_images)
    # Its API page needs nothing from outside: a code base's service may have no way out.
    app = FastAPIOffline(
        redoc_url=None,
        title="ContraCode",
        version="1",
        description=_ABOUT,
        lifespan=_lifespan(state),
    )
    app.state.service = state
    install_handlers(app)
    for router in (
        embeddings.router,
        clones.router,
        images.router,
        models.router,
        health.router,
    ):
        app.include_router(router)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    app.add_middleware(DrainMiddleware, drain=state.drain)
    return app


def _lifespan(state: ServiceState) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        loading = asyncio.create_task(state.load())
        try:
            yield
        finally:
            state.drain.begin()
            await loading
            await asyncio.to_thread(state.close)

    return lifespan
