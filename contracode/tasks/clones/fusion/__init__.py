"""Vectors and words as one score, and a probability where it was fitted."""

from contracode.tasks.clones.fusion.fusion import CALIBRATION, FEATURES, Fusion
from contracode.tasks.clones.fusion.scorer import FusedComparison, FusedScorer, PairFeatures
from contracode.tasks.clones.fusion.trust import COSINE_THRESHOLD, Trust, trust_in
from contracode.tasks.clones.fusion.wording import Wording

__all__ = [
    "CALIBRATION",
    "COSINE_THRESHOLD",
    "FEATURES",
    "FusedComparison",
    "FusedScorer",
    "Fusion",
    "PairFeatures",
    "Trust",
    "Wording",
    "trust_in",
]
