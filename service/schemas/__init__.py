"""Bodies of requests and responses."""

from service.schemas.images import (
    ImageEmbedding,
    ImageEmbeddingRequest,
    ImageEmbeddingResponse,
    ImageUsage,
)
from service.schemas.programs import (
    CloneMatch,
    CloneRequest,
    CloneResponse,
    CloneResult,
    Embedding,
    EmbeddingRequest,
    EmbeddingResponse,
    Truncation,
    Usage,
)
from service.schemas.refusals import ErrorBody, ErrorDetail
from service.schemas.service import Health, ImageModel, Model, ModelList

__all__ = [
    "CloneMatch",
    "CloneRequest",
    "CloneResponse",
    "CloneResult",
    "Embedding",
    "EmbeddingRequest",
    "EmbeddingResponse",
    "ErrorBody",
    "ErrorDetail",
    "Health",
    "ImageEmbedding",
    "ImageEmbeddingRequest",
    "ImageEmbeddingResponse",
    "ImageModel",
    "ImageUsage",
    "Model",
    "ModelList",
    "Truncation",
    "Usage",
]
