"""Body of every refusal."""

from pydantic import BaseModel, Field


class ErrorDetail(BaseModel):
    """Why a request, or one program of it, is not answered."""

    message: str
    type: str
    code: str
    param: str | None = Field(default=None, description="Field at fault, with its place in a list.")
    line: int | None = Field(default=None, description="Line of a syntax error, from 1.")
    column: int | None = Field(default=None, description="Column of a syntax error, from 1.")
    tokens: int | None = Field(default=None, description="Length of what is too long or too large.")
    limit: int | None = Field(default=None, description="The limit that it exceeds.")


class ErrorBody(BaseModel):
    """Body of every response that is no success."""

    error: ErrorDetail
