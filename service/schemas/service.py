"""What the service says of itself: its models, and whether it is well."""

from typing import Literal

from pydantic import BaseModel, Field


class Model(BaseModel):
    """The loaded model of code; its length of vectors and its window are fields of our own."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "contracode"
    kind: Literal["code"] = Field(default="code", description="What it reads.")
    dimensions: int
    max_tokens: int
    model_digest: str
    tokenizer_digest: str


class ImageModel(BaseModel):
    """The loaded model of images; what it reads is told in fields of our own."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "contracode"
    kind: Literal["image"] = Field(default="image", description="What it reads.")
    dimensions: int
    size: int = Field(description="Images are brought to this height and width, in pixels.")
    channels: int = Field(description="1 is grey, 3 is red, green and blue.")
    model_digest: str


class ModelList(BaseModel):
    """The models that can be asked: one of code, and one of images if one is loaded."""

    object: Literal["list"] = "list"
    data: list[Model | ImageModel]


class Health(BaseModel):
    """State of the service."""

    status: Literal["alive", "ready"]
