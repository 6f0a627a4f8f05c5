"""Vectors as responses carry them."""

import base64

import numpy as np
from jaxtyping import Float32


def numbers(vector: Float32[np.ndarray, " dim"], *, as_text: bool) -> list[float] | str:
    """A list of numbers, or the base64 of little-endian float32."""
    if not as_text:
        return [float(number) for number in vector]
    return base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")
