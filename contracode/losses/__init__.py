"""The loss core: who is what, how similar, reductions over rows, and the state beside a loss."""

from contracode.losses import terms
from contracode.losses.bank import FeatureBank
from contracode.losses.gathered import gathered
from contracode.losses.loss import Loss
from contracode.losses.momentum import MomentumCopy
from contracode.losses.pairing import NOBODY, Keys, Rows, accurate
from contracode.losses.queue import FeatureQueue
from contracode.losses.reduce import Reduce, mean_all, mean_valid, sum_valid, unreduced
from contracode.losses.reductions import (
    Backend,
    hit_rate,
    lse,
    pos_mean,
    softplus_sum,
    sweep,
    wmean,
)
from contracode.losses.score import Score, cosine, dot, sqdist
from contracode.losses.segments import Counts, counts
from contracode.losses.terms import Over, Term

__all__ = [
    "NOBODY",
    "Backend",
    "Counts",
    "FeatureBank",
    "FeatureQueue",
    "Keys",
    "Loss",
    "MomentumCopy",
    "Over",
    "Reduce",
    "Rows",
    "Score",
    "Term",
    "accurate",
    "cosine",
    "counts",
    "dot",
    "gathered",
    "hit_rate",
    "lse",
    "mean_all",
    "mean_valid",
    "pos_mean",
    "softplus_sum",
    "sqdist",
    "sum_valid",
    "sweep",
    "terms",
    "unreduced",
    "wmean",
]
