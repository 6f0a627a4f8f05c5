"""How similar a row and a key are."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Score:
    """A multiple of the dot product, of unit vectors or of vectors as they are."""

    scale: float
    """Factor of the dot product."""
    normalise: bool
    """Bring vectors to unit length first; the zero vector stays zero."""

    def __call__(
        self, rows: Float[Tensor, "rows dim"], keys: Float[Tensor, "keys dim"]
    ) -> Float[Tensor, "rows keys"]:
        """Scores of all pairs, computed in float32 at least, whatever autocast says."""
        accurate = torch.promote_types(rows.dtype, torch.float32)
        with torch.autocast(rows.device.type, enabled=False):
            rows, keys = rows.to(accurate), keys.to(accurate)
            if self.normalise:
                rows, keys = functional.normalize(rows, dim=1), functional.normalize(keys, dim=1)
            return rows @ keys.T * self.scale


def cosine(temperature: float) -> Score:
    """Cosine divided by a temperature > 0.

    Raises:
        ValueError: ``temperature`` is not positive.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be > 0, got {temperature}")
    return Score(scale=1.0 / temperature, normalise=True)
