"""What one running service holds, from its start to its end."""

import asyncio
from collections.abc import Callable

from fastapi import Request

from service.admission import Admission
from service.draining import Drain
from service.engine import Engine
from service.errors import NoImageModelError, NotReadyError
from service.image_engine import ImageEngine
from service.settings import Settings


class ServiceState:
    """The engines once they are loaded, and what lets requests in.

    Attributes:
        settings: limits and places.
        drain: whether the service is stopping.
        admission: how much is let in.
        failure: why loading failed, if it did.
    """

    def __init__(
        self,
        settings: Settings,
        load: Callable[[Settings], Engine],
        load_images: Callable[[Settings], ImageEngine | None],
    ) -> None:
        self.settings = settings
        self.drain = Drain(settings.drain_s)
        self.admission = Admission(
            max_requests=settings.max_queued_requests,
            max_tokens=settings.max_queued_tokens,
            max_request_tokens=settings.max_request_tokens,
            tokens_per_second=self._tokens_per_second,
            max_images=settings.max_queued_images,
            images_per_second=self._images_per_second,
        )
        self.failure: Exception | None = None
        self._load = load
        self._load_images = load_images
        self._engine: Engine | None = None
        self._image_engine: ImageEngine | None = None
        self._warm = False

    @property
    def engine(self) -> Engine:
        """The warm engine; requests that run when the service begins to stop may still use it.

        Raises:
            NotReadyError: it is still loading.
        """
        if self._engine is None or not self._warm:
            raise NotReadyError(
                "the model is loading; try again soon", headers={"Retry-After": "1"}
            )
        return self._engine

    @property
    def image_engine(self) -> ImageEngine | None:
        """The warm engine for images; None if the service was started without.

        Raises:
            NotReadyError: it is still loading.
        """
        _ = self.engine
        return self._image_engine

    def check_ready(self) -> None:
        """Whether new requests are welcome.

        Raises:
            NotReadyError: the engine is still loading, or the service is stopping.
        """
        if self.drain.begun:
            raise NotReadyError("the service is stopping; ask another instance")
        _ = self.engine

    async def load(self) -> None:
        """Load and warm up the engines, or keep the failure for who started the service."""
        try:
            self._engine = await asyncio.to_thread(self._load, self.settings)
            self._image_engine = await asyncio.to_thread(self._load_images, self.settings)
            await self._engine.warm_up()
            if self._image_engine is not None:
                await self._image_engine.warm_up()
        except Exception as error:  # noqa: BLE001 - whoever started the service gets it
            self.failure = error
            return
        self._warm = True

    def close(self) -> None:
        """Release the engines."""
        self._warm = False
        for engine in (self._engine, self._image_engine):
            if engine is not None:
                engine.close()

    def _tokens_per_second(self) -> float:
        return self._engine.batcher.speed if self._engine else 0.0

    def _images_per_second(self) -> float:
        return self._image_engine.batcher.speed if self._image_engine else 0.0


def state_of(request: Request) -> ServiceState:
    """The state of the application that got this request."""
    state: ServiceState = request.app.state.service
    return state


def engine_of(request: Request) -> Engine:
    """The warm engine of the application that got this request.

    Raises:
        NotReadyError: it is still loading.
    """
    return state_of(request).engine


def image_engine_of(request: Request) -> ImageEngine:
    """The warm engine for images of the application that got this request.

    Raises:
        NotReadyError: it is still loading.
        NoImageModelError: the service was started without one.
    """
    engine = state_of(request).image_engine
    if engine is None:
        raise NoImageModelError(
            "no image model is loaded; start the service with --image-model-dir DIR "
            "(or CONTRACODE_IMAGE_MODEL_DIR=DIR)"
        )
    return engine
