"""Bodies of the route that brings images."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from service.schemas.refusals import ErrorDetail
from service.schemas.requests import StrictRequest

ImageText = Annotated[str, StringConstraints(pattern=r"\S")]
ImageTexts = Annotated[list[ImageText], Field(min_length=1, max_length=256)]


class ImageEmbeddingRequest(StrictRequest):
    """OpenAI's request for embeddings, with images in place of texts."""

    model: str = Field(description="Name of the loaded image model, see `/v1/models`.")
    input: ImageText | ImageTexts = Field(
        description="One image or up to 256: a PNG, JPEG or WebP file as base64, or as a data URL.",
        examples=[
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNo"
            "AAAAggCBd81ytgAAAABJRU5ErkJggg=="
        ],
    )
    encoding_format: Literal["float", "base64"] = Field(
        default="float", description="Numbers, or the base64 of little-endian float32."
    )
    dimensions: int | None = Field(default=None, description="Must be the model's, if given.")
    user: str | None = Field(default=None, description="Ignored.")


class ImageEmbedding(BaseModel):
    """Vector of one image, or the reason why it has none."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str | None
    error: ErrorDetail | None = None


class ImageUsage(BaseModel):
    """Images computed."""

    images: int


class ImageEmbeddingResponse(BaseModel):
    """Vectors in the order of the input."""

    object: Literal["list"] = "list"
    data: list[ImageEmbedding]
    model: str
    usage: ImageUsage
    model_digest: str = Field(description="Compare vectors of equal digests only.")
