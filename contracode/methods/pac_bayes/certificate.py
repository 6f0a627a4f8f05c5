"""Certificates: bounds that hold as stated, with all they were computed from, or a refusal."""

import math
from dataclasses import dataclass
from typing import Literal

from jaxtyping import Float
from torch import Tensor

from contracode.methods.pac_bayes.bounds import dependent_bound, iid_bound
from contracode.methods.pac_bayes.divergences import Gaussians, gaussian_kl, log_chi2_plus_one
from contracode.methods.pac_bayes.prior_grid import VarianceGrid, check_delta
from contracode.methods.pac_bayes.weight_draws import mean_risk, risk_upper_within

SCOPE = (
    "With probability at least 1 - delta over the training tuples and the draws of weights, this "
    "bounds the zero-one risk on block means of weights drawn anew from the posterior: not the "
    "risk of the mean weights, and not the logistic loss, which is unbounded. The risk is over new "
    "tuples of {tuples}: not over things outside it. Prior centre, grid, architecture and any "
    "scaling of the inputs must not come from the tuples, or be counted as tried."
)
_TUPLES = {
    "iid": "the same distribution, drawn independently from the given pool",
    "dependent": "the same stationary sequence, independent beyond the stated reach",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An upper bound on the risk, valid with probability ``1 - delta``."""

    kind: Literal["iid", "dependent"]
    """Whether the tuples were taken as independent."""
    bound: float
    """The risk is at most this."""
    empirical_risk: float
    """Mean zero-one loss over the training tuples and the draws of weights."""
    empirical_risk_bound: float
    """Upper bound on the mean over *all* weights, which the bound is computed from."""
    divergence: float
    """KL of posterior from prior in nats; ``ln(chi2 + 1)`` of them for dependent tuples."""
    prior_index: int
    """Index of the prior's variance on its grid."""
    prior_std: float
    """Standard deviation of the prior at that index, which the divergence is computed with."""
    samples: int
    """Training tuples."""
    draws: int
    """Draws of weights that the empirical risk is a mean over."""
    delta_bound: float
    """The part of delta spent on the training tuples, before division by ``tried``."""
    delta_draws: float
    """The part of delta spent on the draws of weights, before division by ``tried``."""
    tried: int
    """Pairs of prior and posterior this one was chosen among; both parts are divided by it."""

    @property
    def delta(self) -> float:
        """Chance that the certificate is wrong."""
        return self.delta_bound + self.delta_draws

    @property
    def scope(self) -> str:
        """What is bounded, and for which data, in words."""
        return scope_of(self.kind)


def scope_of(kind: Literal["iid", "dependent"]) -> str:
    """What certificates of this kind bound, and for which data, in words."""
    return SCOPE.format(tuples=_TUPLES[kind])


def certify(
    risks: Float[Tensor, " draws"],
    posterior: Gaussians,
    log_prior_std: float,
    *,
    samples: int,
    delta: float = 0.05,
    draws_share: float = 0.2,
    largest_slack: float = 0.05,
    tried: int = 1,
    reach: int | None = None,
    grid: VarianceGrid = VarianceGrid(),  # noqa: B008 - frozen
) -> Certificate:
    """Bound the risk of weights drawn from a posterior, or refuse.

    The prior's variance is rounded to the grid both ways, and the better bound is kept.

    Args:
        risks: from ``risk_draws``, on draws made after the posterior was settled.
        posterior: Gaussians over the weights, and the centre of their prior.
        log_prior_std: log of the prior's standard deviation, anywhere on the grid's range.
        samples: number of training tuples behind each risk.
        delta: chance that the certificate is wrong.
        draws_share: the part of delta spent on the draws of weights.
        largest_slack: how much the draws may add to the empirical risk.
        tried: pairs of prior and posterior that this one was, or will be, chosen among. Seeds count
            when they set the prior's centre.
        reach: None for independent tuples; else tuples of a sequence further apart are independent.
        grid: where the prior's variance may lie.

    Raises:
        ValueError: draws are too few (says how many would do); a risk is outside [0, 1]; the prior
            is off the grid; a share or count is out of range; for dependent tuples, the divergence
            is infinite or the bound 1 or more.
    """
    if not 0 < draws_share < 1:
        raise ValueError(f"draws_share must be in (0, 1), got {draws_share}")
    if tried < 1:
        raise ValueError(f"tried must be >= 1, got {tried}")
    delta_draws = check_delta(delta) * draws_share
    delta_bound = delta - delta_draws
    mean = mean_risk(risks)
    upper = risk_upper_within(mean, len(risks), delta_draws / tried, largest_slack)
    exact = posterior.double()

    def at(index: int) -> Certificate:
        divergence, bound = _bound_at(
            upper, exact, grid.log_std(index), index, samples, delta_bound / tried, reach
        )
        return Certificate(
            kind="iid" if reach is None else "dependent",
            bound=bound,
            empirical_risk=mean,
            empirical_risk_bound=upper,
            divergence=divergence,
            prior_index=index,
            prior_std=math.exp(grid.log_std(index)),
            samples=samples,
            draws=len(risks),
            delta_bound=delta_bound,
            delta_draws=delta_draws,
            tried=tried,
        )

    best = min(map(at, _indices(grid, log_prior_std, exact, reach)), key=lambda found: found.bound)
    if reach is not None and best.bound >= 1:
        raise ValueError(
            f"the bound for dependent tuples is {best.bound:.4g}, and every risk is at most 1: it "
            f"certifies nothing (ln(chi2 + 1) is {best.divergence:.4g}, index {best.prior_index}, "
            f"{samples} tuples)"
        )
    return best


def _indices(
    grid: VarianceGrid, log_prior_std: float, posterior: Gaussians, reach: int | None
) -> list[int]:
    near = grid.neighbours(log_prior_std)
    if reach is None:
        return near
    # Rounding to the smaller variance may make the divergence infinite; one that is so at the
    # larger variance too is refused by log_chi2_plus_one.
    widest = posterior.log_std.max().item() - 0.5 * math.log(2)
    return [index for index in near if widest < grid.log_std(index)] or near


def _bound_at(
    risk: float,
    posterior: Gaussians,
    log_prior_std: float,
    index: int,
    samples: int,
    delta: float,
    reach: int | None,
) -> tuple[float, float]:
    """Divergence and bound at one prior variance."""
    prior = posterior.mean.new_tensor(log_prior_std)
    if reach is None:
        kl = gaussian_kl(posterior, prior).item()
        return kl, iid_bound(risk, kl, samples, delta, index)
    log_chi2 = log_chi2_plus_one(posterior, prior).item()
    return log_chi2, dependent_bound(risk, log_chi2, samples, delta, index, reach=reach)
