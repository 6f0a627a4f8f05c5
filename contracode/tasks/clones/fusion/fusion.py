"""One score for two functions from their vectors and their words, and what it is worth."""

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from jaxtyping import Float64
from pydantic import ConfigDict, TypeAdapter, ValidationError

from contracode.errors import CheckpointError
from contracode.files import sha256_of_text, write_json

FEATURES = ("cosine", "grams", "words")
CALIBRATION = "calibration.json"
"""Name of the file that `contracode calibrate` writes beside a model's weights."""
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """A logistic regression over `FEATURES`, and a probability for each of its scores."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    format: int
    """Version of this layout."""
    recipe: str
    """Recipe of the model whose cosines it was fitted with."""
    model_digest: str
    """SHA-256 of that model's weights."""
    corpus_digest: str
    """Corpus of clones it was fitted on; its split ``valid``."""
    weights: tuple[float, float, float]
    """Of the features; none is negative, so a pair that is more alike never scores lower."""
    intercept: float
    """Score of a pair that has nothing in common."""
    scores: tuple[float, ...]
    """Ascending scores at which the probability is known; between two it is interpolated."""
    probabilities: tuple[float, ...]
    """Probability at each of them, not descending."""
    threshold: float
    """Score from which a pair is reported unless the user chooses."""

    def __post_init__(self) -> None:
        if self.format != _FORMAT:
            raise ValueError(f"format {self.format}, this version reads {_FORMAT}")
        if min(self.weights) < 0:
            raise ValueError(f"weights must not be negative, got {self.weights}")
        if not 0 < len(self.scores) == len(self.probabilities):
            raise ValueError("as many probabilities as scores are needed, and at least one")
        if (np.diff(self.scores) <= 0).any() or (np.diff(self.probabilities) < 0).any():
            raise ValueError("scores must ascend and probabilities must not descend")

    @property
    def digest(self) -> str:
        """SHA-256 of all that it says."""
        return sha256_of_text(json.dumps(asdict(self), sort_keys=True))

    def score(
        self, features: Float64[np.ndarray, "*pairs features"]
    ) -> Float64[np.ndarray, "*pairs"]:
        """Log odds against a stranger: for ranking; not a probability."""
        return np.asarray(features @ np.array(self.weights) + self.intercept)

    def probability(self, scores: Float64[np.ndarray, "*pairs"]) -> Float64[np.ndarray, "*pairs"]:
        """Chance that a pair with this score does the same, among nearest pairs as fitted on."""
        return np.asarray(np.interp(scores, self.scores, self.probabilities))

    def write(self, file: Path) -> None:
        """Write it as JSON, whole or not at all."""
        write_json(file, asdict(self))

    @classmethod
    def read(cls, file: Path) -> "Fusion":
        """Read what `write` wrote.

        Raises:
            CheckpointError: the file is missing or no calibration of this version.
        """
        try:
            return TypeAdapter(cls).validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            raise CheckpointError(
                f"{file} is no calibration that can be read; make it with `contracode calibrate`"
            ) from error

    @classmethod
    def shipped(cls) -> "Fusion":
        """The one that comes along: fitted with a run of the recipe ``smoke``."""
        return cls.read(Path(str(files("contracode.tasks.clones.fusion") / "smoke.json")))
