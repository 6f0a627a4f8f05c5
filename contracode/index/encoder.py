"""What an index asks of the model that makes its vectors."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32


@runtime_checkable
class CodeEncoder(Protocol):
    """Programs in, unit-length vectors out; `contracode.encoders` has the real one."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Longest program it reads, in tokens."""

    @property
    def model_digest(self) -> str:
        """SHA-256 of the weights: vectors of different digests must not be compared."""

    @property
    def tokenizer_digest(self) -> str:
        """SHA-256 of the tokenizer."""

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, special tokens included, never cut."""

    def embed_texts(
        self, texts: Sequence[str], *, truncate: bool = False
    ) -> Float32[np.ndarray, "batch dim"]:
        """Unit-length vector of each text, in order; ``truncate`` cuts what is too long."""
