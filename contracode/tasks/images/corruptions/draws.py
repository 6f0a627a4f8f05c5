"""What a corruption draws: named, so that one draw moves no other."""

from dataclasses import dataclass

import numpy as np

from contracode.seeds import seed_for


@dataclass(frozen=True, slots=True)
class Draws:
    """Generators of one corruption.

    What is drawn for all images in one call, by a generator of its own, is the same for the first
    images however many follow.
    """

    seed: int
    corruption: str

    def generator(self, purpose: str) -> np.random.Generator:
        """A fresh generator; the same for the same purpose."""
        return np.random.default_rng(seed_for(self.seed, f"{self.corruption}/{purpose}"))
