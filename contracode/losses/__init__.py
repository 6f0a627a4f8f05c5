"""The loss core: who is what, how similar, reductions over rows, and the state beside a loss."""

from contracode.losses.infonce import info_nce
from contracode.losses.momentum import MomentumCopy
from contracode.losses.pairing import Keys, Rows
from contracode.losses.queue import FeatureQueue
from contracode.losses.reductions import hit_rate, lse, mean_valid, pos_mean
from contracode.losses.score import Score, cosine

__all__ = [
    "FeatureQueue",
    "Keys",
    "MomentumCopy",
    "Rows",
    "Score",
    "cosine",
    "hit_rate",
    "info_nce",
    "lse",
    "mean_valid",
    "pos_mean",
]
