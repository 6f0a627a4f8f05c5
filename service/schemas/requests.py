"""What every request is."""

from pydantic import BaseModel, ConfigDict


class StrictRequest(BaseModel):
    """What callers send: nothing unknown, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
