"""Which fusion belongs to a model, and how far it can be trusted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from contracode.tasks.clones.fusion.fusion import CALIBRATION, Fusion

COSINE_THRESHOLD = 0.95
"""Score from which a pair is reported where no fusion belongs to the model: no one measured it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A fusion, and what it has to do with the model in use."""

    fusion: Fusion
    source: Literal["model", "recipe", "none"]
    """Fitted for this model; for another run of its recipe; or for neither."""
    model: str
    """Name of the recipe of the model in use."""

    @property
    def is_fitted(self) -> bool:
        """Whether scores are the fusion's and probabilities are said."""
        return self.source != "none"

    @property
    def threshold(self) -> float:
        """Lowest score that is reported unless the user chooses."""
        return self.fusion.threshold if self.is_fitted else COSINE_THRESHOLD

    @property
    def sentence(self) -> str:
        """What a report says of it."""
        if self.source == "model":
            return "scores and probabilities fitted for this model"
        if self.source == "recipe":
            return (
                f"scores and probabilities fitted for another run of the recipe {self.model}; "
                "`contracode calibrate` fits them for this one"
            )
        return (
            f"no calibration for the model {self.model}: scores are cosines, probabilities are not "
            "known; make one with `contracode calibrate --model DIR`"
        )


def trust_in(model: Path, recipe: str, model_digest: str) -> Trust:
    """Choose: the calibration in the model's folder, else the shipped one if the recipe is its own.

    Args:
        model: folder of the checkpoint.
        recipe: name of its recipe.
        model_digest: SHA-256 of its weights.

    Raises:
        CheckpointError: the calibration in the folder can't be read.
    """
    own = model / CALIBRATION
    if own.exists():
        fusion = Fusion.read(own)
        if fusion.model_digest == model_digest:
            return Trust(fusion=fusion, source="model", model=recipe)
        if fusion.recipe == recipe:
            return Trust(fusion=fusion, source="recipe", model=recipe)
    shipped = Fusion.shipped()
    if shipped.model_digest == model_digest:
        return Trust(fusion=shipped, source="model", model=recipe)
    return Trust(
        fusion=shipped, source="recipe" if shipped.recipe == recipe else "none", model=recipe
    )
