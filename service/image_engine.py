"""What the service computes of images: texts in, vectors out, or refusals of the API."""

import asyncio
import base64
import binascii
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from jaxtyping import Float32, UInt8

from contracode.encoders.images import SHIPPED, ImageEmbedder, pixels_of, prepare
from contracode.errors import ImageReadError
from service.batching import Batcher
from service.errors import ServiceError, TooLargeError, UnreadableImageError
from service.settings import Settings

_READERS = 2
"""Images that are decoded at a time, of all requests: each may take 150 MB, and a copy of it."""

Pixels = UInt8[np.ndarray, "height width channels"]


class ServedImageEncoder(Protocol):
    """What the service asks of its image model; `ImageEmbedder` is the real one."""

    @property
    def name(self) -> str:
        """Name that callers use."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def size(self) -> int:
        """Height and width of the images, in pixels."""

    @property
    def channels(self) -> int:
        """1 for grey, 3 for red, green and blue."""

    @property
    def model_digest(self) -> str:
        """SHA-256 of the weights."""

    def embed(
        self, images: UInt8[np.ndarray, "images height width channels"]
    ) -> Float32[np.ndarray, "images dim"]:
        """Unit-length vectors of images of the model's size and channels, in order."""


class ImageEngine:
    """An image model and its inference thread, which is not the one of programs.

    Args:
        model: the model.
        batch_images: most images computed at once.
        max_request_pixels: most pixels decoded for one request.

    Attributes:
        model: the model.
        batcher: joins the images of concurrent callers; its speed is images a second.
    """

    def __init__(
        self, model: ServedImageEncoder, *, batch_images: int, max_request_pixels: int
    ) -> None:
        self.model = model
        self._max_request_pixels = max_request_pixels
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="decoding")
        self.batcher: Batcher[Pixels] = Batcher(self._compute, batch_images, lambda _: 1)

    async def warm_up(self) -> None:
        """Compute a vector, so that no caller pays for first times."""
        shape = (self.model.size, self.model.size, self.model.channels)
        await self.batcher.embed([np.zeros(shape, np.uint8)])

    async def read(self, texts: Sequence[str]) -> list[Pixels | ServiceError]:
        """Decode images off the event loop; what can't be read has its refusal instead.

        Args:
            texts: base64 of PNG, JPEG or WebP files, or data URLs.

        Raises:
            TooLargeError: the images have too many pixels in all.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, texts)

    def close(self) -> None:
        """End the threads."""
        self._readers.shutdown()
        self.batcher.close()

    def _compute(self, images: Sequence[Pixels]) -> Float32[np.ndarray, "images dim"]:
        return self.model.embed(np.stack(images))

    def _read(self, texts: Sequence[str]) -> list[Pixels | ServiceError]:
        files = [_file_of(text) for text in texts]
        self._check_pixels(sum(pixels_of(file) for file in files if isinstance(file, bytes)))
        return [self._decoded(file) if isinstance(file, bytes) else file for file in files]

    def _check_pixels(self, pixels: int) -> None:
        if pixels > self._max_request_pixels:
            raise TooLargeError(
                f"the images of the request have {pixels} pixels, at most "
                f"{self._max_request_pixels} are decoded at a time; send fewer or smaller images",
                param="input",
                limit=self._max_request_pixels,
            )

    def _decoded(self, file: bytes) -> Pixels | ServiceError:
        try:
            return prepare(file, self.model.size, self.model.channels)
        except ImageReadError as error:
            return UnreadableImageError(str(error))


def load_image_engine(settings: Settings) -> ImageEngine | None:
    """Load the image model that the settings name, or the one that comes with the package.

    None if neither is there.

    Raises:
        CheckpointError: the model is missing, unfinished or damaged.
    """
    folder = settings.image_model_dir
    if folder is None and SHIPPED.is_dir():
        folder = SHIPPED
    if folder is None:
        return None
    return ImageEngine(
        ImageEmbedder.load(folder),
        batch_images=settings.batch_images,
        max_request_pixels=settings.max_request_pixels,
    )


def _file_of(text: str) -> bytes | ServiceError:
    """Bytes of a file whose header tells of an image."""
    if text.lstrip()[:5].lower() == "data:":
        about, comma, text = text.partition(",")
        if not comma or not about.rstrip().lower().endswith(";base64"):
            return UnreadableImageError(
                "a data URL of an image begins with `data:image/png;base64,`, or jpeg or webp; "
                "this one doesn't"
            )
    try:
        # Base64 may be broken into lines.
        file = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        return UnreadableImageError(f"wanted the base64 of an image's file: {error}")
    try:
        pixels_of(file)
    except ImageReadError as error:
        return UnreadableImageError(str(error))
    return file
