"""How similar, or how far from each other, a row and a key are: affine in their dot product."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.losses.pairing import accurate


@dataclass(frozen=True, slots=True)
class Score:
    """``scale * dot + shift``, of unit vectors or of vectors as they are."""

    scale: float | Tensor
    """Factor of the dot product; a tensor of one number may be learnt."""
    shift: float = 0.0
    """Added to every score."""
    normalise: bool = True
    """Bring vectors to unit length first; the zero vector stays zero, and gets gradient 0."""

    def prepare(self, features: Float[Tensor, "vectors dim"]) -> Float[Tensor, "vectors dim"]:
        """The vectors that are multiplied: in float32 at least, of unit length if asked for."""
        with torch.autocast(features.device.type, enabled=False):
            features = accurate(features)
            return _unit(features) if self.normalise else features

    def prepare_both(
        self, rows: Float[Tensor, "rows dim"], keys: Float[Tensor, "keys dim"]
    ) -> tuple[Float[Tensor, "rows dim"], Float[Tensor, "keys dim"]]:
        """Both, in the more accurate of their types; one tensor if rows and keys are one."""
        kind = torch.promote_types(rows.dtype, keys.dtype)
        anchors = self.prepare(rows.to(kind))
        return anchors, anchors if keys is rows else self.prepare(keys.to(kind))

    def scale_like(self, features: Float[Tensor, "vectors dim"]) -> Float[Tensor, ""]:
        """The factor as a tensor of the features' type and device."""
        if isinstance(self.scale, Tensor):
            return self.scale.to(features).reshape(())
        return torch.full((), self.scale, dtype=features.dtype, device=features.device)

    def __call__(
        self, rows: Float[Tensor, "rows dim"], keys: Float[Tensor, "keys dim"]
    ) -> Float[Tensor, "rows keys"]:
        """Scores of all pairs, computed in float32 at least, whatever autocast says."""
        rows, keys = self.prepare_both(rows, keys)
        with torch.autocast(rows.device.type, enabled=False):
            return rows @ keys.T * self.scale_like(rows) + self.shift


def cosine(temperature: float | Tensor) -> Score:
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


def _unit(features: Float[Tensor, "vectors dim"]) -> Float[Tensor, "vectors dim"]:
    """Of length 1, or 0. A direction doesn't depend on size, so neither over- nor underflows."""
    largest = features.detach().abs().amax(1, keepdim=True)
    # Division by infinity makes a zero of the zero vector, and of its gradient.
    features = features / largest.masked_fill(largest == 0, torch.inf)
    length: Tensor = torch.linalg.vector_norm(features, dim=1, keepdim=True)
    return features / length.masked_fill(length == 0, torch.inf)
