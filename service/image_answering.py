"""The way of every request that brings images: in, decoded, let into the queue, computed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32

from service.errors import ServiceError
from service.image_engine import ImageEngine
from service.schemas import ErrorDetail
from service.state import ServiceState


@dataclass(frozen=True, slots=True)
class AnsweredImage:
    """One image of a request: its vector, or why it has none."""

    vector: Float32[np.ndarray, " dim"] | None
    error: ErrorDetail | None


async def answer_images(
    state: ServiceState, engine: ImageEngine, given: str | Sequence[str]
) -> list[AnsweredImage]:
    """Decode and embed the images of a request, in their order.

    Of a list the readable part is answered, and each other image has its own error.

    Args:
        state: lets the request in.
        engine: computes.
        given: one image as text, or a list.

    Raises:
        ServiceError: nothing is readable, or the request is too large, or there is too much to do.
    """
    texts = [given] if isinstance(given, str) else list(given)
    # Decoding is work too, so images are counted before they are read.
    with state.admission.request(), state.admission.queued_images(len(texts)):
        read = await engine.read(texts)
        for place, image in enumerate(read):
            if isinstance(image, ServiceError):
                image.detail.param = "input" if isinstance(given, str) else f"input.{place}"
        readable = [image for image in read if not isinstance(image, ServiceError)]
        if not readable:
            raise next(image for image in read if isinstance(image, ServiceError))
        vectors = iter(await engine.batcher.embed(readable))
    return [
        AnsweredImage(None, image.detail)
        if isinstance(image, ServiceError)
        else AnsweredImage(next(vectors), None)
        for image in read
    ]
