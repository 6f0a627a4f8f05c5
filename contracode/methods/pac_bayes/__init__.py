"""PAC-Bayes contrastive learning: stochastic encoders, block losses, bounds, certificates."""

from contracode.methods.pac_bayes.block_losses import block_margins, hinge, logistic_bits, zero_one
from contracode.methods.pac_bayes.bounds import (
    best_scale,
    catoni_bound,
    dependent_bound,
    iid_bound,
    iid_budget,
)
from contracode.methods.pac_bayes.certificate import (
    Certificate,
    certify,
    scope_of,
)
from contracode.methods.pac_bayes.divergences import Gaussians, gaussian_kl, log_chi2_plus_one
from contracode.methods.pac_bayes.objective import (
    PAPER_GRID,
    dependent_complexity,
    iid_complexity,
    pac_bayes_loss,
)
from contracode.methods.pac_bayes.prior_grid import VarianceGrid
from contracode.methods.pac_bayes.small_kl import kl_inverse, small_kl
from contracode.methods.pac_bayes.stochastic import Hypothesis, Stochastic, draw_start
from contracode.methods.pac_bayes.tuples import TupleIndex, draw_tuples, encode_tuples
from contracode.methods.pac_bayes.weight_draws import draws_enough, risk_draws, risk_upper

__all__ = [
    "PAPER_GRID",
    "Certificate",
    "Gaussians",
    "Hypothesis",
    "Stochastic",
    "TupleIndex",
    "VarianceGrid",
    "best_scale",
    "block_margins",
    "catoni_bound",
    "certify",
    "dependent_bound",
    "dependent_complexity",
    "draw_start",
    "draw_tuples",
    "draws_enough",
    "encode_tuples",
    "gaussian_kl",
    "hinge",
    "iid_bound",
    "iid_budget",
    "iid_complexity",
    "kl_inverse",
    "log_chi2_plus_one",
    "logistic_bits",
    "pac_bayes_loss",
    "risk_draws",
    "risk_upper",
    "scope_of",
    "small_kl",
    "zero_one",
]
