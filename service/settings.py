"""Settings of the service; the only file of the project that reads environment variables."""

from pathlib import Path

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is read from the environment as ``CONTRACODE_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="CONTRACODE_", frozen=True, extra="forbid")

    model_dir: Path
    """Checkpoint that makes the vectors."""
    index_dir: Path | None = None
    """Clone index made by that checkpoint; this, or a Qdrant server."""
    qdrant_url: str | None = None
    """Qdrant server that holds a clone index instead."""
    qdrant_collection: str = "contracode"
    """Its collection."""
    qdrant_api_key: SecretStr | None = None
    """Its key."""
    image_model_dir: Path | None = None
    """Checkpoint of an image model; if not given, the one that comes with the package, if any."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on; 0 takes a free one."""
    max_body_bytes: int = Field(default=8_000_000, gt=0)
    """Largest body of a request."""
    max_request_tokens: int = Field(default=300_000, gt=0)
    """Most tokens in the programs of one request, as OpenAI has it."""
    max_queued_tokens: int = Field(default=1_000_000, gt=0)
    """Most tokens of all requests that wait or are computed."""
    max_queued_requests: int = Field(default=256, gt=0)
    """Most requests that are being answered."""
    max_queued_images: int = Field(default=1024, gt=0)
    """Most images of all requests that wait or are computed."""
    max_request_pixels: int = Field(default=100_000_000, gt=0)
    """Most pixels to decode for one request: small files can hold very many."""
    batch_images: int = Field(default=64, gt=0)
    """Images computed at once; bounds the memory."""
    batch_tokens: int = Field(default=16_384, gt=0)
    """Padded tokens computed at once; bounds the memory."""
    deadline_s: float = Field(default=30.0, gt=0)
    """Longest time to answer a request, in seconds."""
    parse_deadline_s: float = Field(default=5.0, gt=0)
    """Longest time for the compiler to read up to 16 programs, its unit of work, in seconds."""
    parse_workers: int = Field(default=2, gt=0)
    """Compiler processes."""
    drain_s: float = Field(default=20.0, ge=0)
    """Longest time for running requests to end after a signal to stop, in seconds."""

    @model_validator(mode="after")
    def _one_index(self) -> "Settings":
        if (self.index_dir is None) == (self.qdrant_url is None):
            raise ValueError(
                "wanted one index: index_dir (--index-dir or CONTRACODE_INDEX_DIR), or qdrant_url "
                "(--qdrant-url or CONTRACODE_QDRANT_URL)"
            )
        return self
