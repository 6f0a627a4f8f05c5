"""How similar, or how far from each other, a row and a key are: affine in their dot product."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.nn import functional

from contracode.losses.pairing import accurate


@dataclass(frozen=True, slots=True)
class Score:
    """``scale * dot + shift``, of unit vectors or of vectors as they are."""

    scale: float | Float[Tensor, ""]
    """Factor of the dot product; a tensor may be learnt."""
    shift: float = 0.0
    """Added to every score."""
    normalise: bool = True
    """Bring vectors to unit length first; the zero vector stays zero."""

    def prepare(self, features: Float[Tensor, "vectors dim"]) -> Float[Tensor, "vectors dim"]:
        """The vectors that are multiplied: in float32 at least, of unit length if asked for."""
        with torch.autocast(features.device.type, enabled=False):
            features = accurate(features)
            return functional.normalize(features, dim=1) if self.normalise else features

    def scale_like(self, features: Float[Tensor, "vectors dim"]) -> Float[Tensor, ""]:
        """The factor as a tensor of the features' type and device."""
        if isinstance(self.scale, Tensor):
            return self.scale.to(features)
        return torch.full((), self.scale, dtype=features.dtype, device=features.device)

    def __call__(
        self, rows: Float[Tensor, "rows dim"], keys: Float[Tensor, "keys dim"]
    ) -> Float[Tensor, "rows keys"]:
        """Scores of all pairs, computed in float32 at least, whatever autocast says."""
        rows, keys = self.prepare(rows), self.prepare(keys)
        with torch.autocast(rows.device.type, enabled=False):
            return rows @ keys.T * self.scale_like(rows) + self.shift


def cosine(temperature: float | Float[Tensor, ""]) -> Score:
    """Cosine divided by a temperature > 0; a tensor may be learnt, and is not checked.

    To learn it, make it ``log_temperature.exp()`` of a parameter, so that it stays positive.

    Raises:
        ValueError: ``temperature`` is a number and not positive.
    """
    if not isinstance(temperature, Tensor) and not temperature > 0:
        raise ValueError(f"temperature must be > 0, got {temperature}")
    return Score(scale=1.0 / temperature)


def dot() -> Score:
    """Dot product of the vectors as they are."""
    return Score(scale=1.0, normalise=False)


def sqdist() -> Score:
    """Squared Euclidean distance of unit vectors, ``2 - 2 cos``, in [0, 4]: a cost, not a score."""
    return Score(scale=-2.0, shift=2.0)
