"""Bodies of the routes that bring programs: embeddings and clone search."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from compiler_aug import Language
from service.schemas.refusals import ErrorDetail
from service.schemas.requests import StrictRequest

Source = Annotated[str, StringConstraints(pattern=r"\S")]
Sources = Annotated[list[Source], Field(min_length=1, max_length=2048)]
Queries = Annotated[list[Source], Field(min_length=1, max_length=64)]


class EmbeddingRequest(StrictRequest):
    """OpenAI's request, with two fields of our own: ``language`` and ``truncate``."""

    model: str = Field(description="Name of the loaded model, see `/v1/models`.")
    input: Source | Sources = Field(
        description="One program or up to 2,048; each must parse on its own.",
        examples=["const add = (a, b) => a + b"],
    )
    encoding_format: Literal["float", "base64"] = Field(
        default="float", description="Numbers, or the base64 of little-endian float32."
    )
    dimensions: int | None = Field(default=None, description="Must be the model's, if given.")
    user: str | None = Field(default=None, description="Ignored.")
    language: Language = Field(
        default="auto", description="`auto` tries JavaScript, then TypeScript."
    )
    truncate: bool = Field(
        default=False, description="Embed the beginning of a program that is too long, and say so."
    )


class CloneRequest(StrictRequest):
    """Programs whose clones are sought."""

    code: Source | Queries = Field(
        description="One program or up to 64; each must parse on its own.",
        examples=["function bound(v, lo, hi) { return v < lo ? lo : v > hi ? hi : v; }"],
    )
    language: Language = Field(
        default="auto", description="`auto` tries JavaScript, then TypeScript."
    )
    limit: int = Field(default=10, ge=1, le=100, description="Most matches of each program.")
    truncate: bool = Field(
        default=False,
        description="Search by the beginning of a program that is too long, and say so.",
    )


class Usage(BaseModel):
    """Tokens computed."""

    prompt_tokens: int
    total_tokens: int


class Truncation(BaseModel):
    """A program of which only the beginning was read."""

    tokens: int = Field(description="Length of the program.")
    tokens_left_out: int = Field(description="Tokens at its end that were not read.")


class Embedding(BaseModel):
    """Vector of one program, or the reason why it has none."""

    object: Literal["embedding"] = "embedding"
    index: int
    embedding: list[float] | str | None
    error: ErrorDetail | None = None
    truncation: Truncation | None = None


class EmbeddingResponse(BaseModel):
    """Vectors in the order of the input."""

    object: Literal["list"] = "list"
    data: list[Embedding]
    model: str
    usage: Usage
    model_digest: str = Field(description="Compare vectors of equal digests only.")
    tokenizer_digest: str


class CloneMatch(BaseModel):
    """An indexed function near to the query."""

    name: str
    owner: str
    package: str
    version: str
    licence: str
    file: str = Field(description="Path inside the package.")
    start_line: int
    end_line: int
    language: str
    cosine: float = Field(description="Cosine of the vectors, in [-1, 1].")
    lexical_similarity: float = Field(description="Share of common tokens, in [0, 1].")
    tokens_left_out: int = Field(description="Tokens that its vector does not stand for.")
    source: str


class CloneResult(BaseModel):
    """Matches of one program, best first, or the reason why it has none."""

    index: int
    matches: list[CloneMatch]
    error: ErrorDetail | None = None
    truncation: Truncation | None = None


class CloneResponse(BaseModel):
    """Results in the order of the programs."""

    object: Literal["list"] = "list"
    data: list[CloneResult]
    model: str
    usage: Usage
    model_digest: str
    tokenizer_digest: str
    index_generation: str
