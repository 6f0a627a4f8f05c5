"""PAC-Bayes bounds on the mean zero-one risk of weights drawn from a posterior. Pure numbers.

With a chance of at least 1 - delta over the training tuples, each bound holds for all posteriors
and all indices of the prior's variance at once: both may be chosen by what the bound says.
"""

import math

from contracode.methods.pac_bayes.prior_grid import (
    Number,
    check_delta,
    check_index,
    union_price,
)
from contracode.methods.pac_bayes.small_kl import kl_inverse


def iid_budget(kl: float, samples: int, delta: float, index: int) -> float:
    """Divergence, in nats, allowed between seen and true risk: ``(KL + ln(2 sqrt(m)/delta_j))/m``.

    Args:
        kl: divergence of the posterior from the prior, in nats.
        samples: number m of independent training tuples.
        delta: chance that the bound is wrong, of which index j gets the share 6 / (pi j)^2.
        index: of the prior's variance on its grid, >= 1.

    Raises:
        ValueError: ``kl`` is negative or not finite, ``samples`` or ``index`` is below 1, or
            ``delta`` is not in (0, 1).
    """
    if not 0 <= kl < math.inf:
        raise ValueError(f"a divergence must be finite and >= 0, got {kl}")
    _check_samples(samples)
    price = union_price(math.log(check_index(index)), delta)
    return (kl + math.log(2 * math.sqrt(samples)) + price) / samples


def iid_bound(empirical_risk: float, kl: float, samples: int, delta: float, index: int) -> float:
    """Upper bound on the risk, for independent tuples: ``kl_inverse`` of ``iid_budget``.

    ``empirical_risk`` is the mean zero-one loss over tuples *and* posterior. Equals the smallest
    ``catoni_bound`` over all scales.

    Source: Maurer 2004, arXiv cs/0411099; Nozawa et al. 2020, arXiv 1910.04464, i.i.d.
    bound, with the union bound over the prior's variance.
    Differs: the paper searches Catoni's form over integer scales, which stays above its infimum by
    the width of the search grid; the infimum is computed here.
    """
    return kl_inverse(empirical_risk, iid_budget(kl, samples, delta, index))


def catoni_bound(
    empirical_risk: float, kl: float, samples: int, delta: float, index: int, *, scale: float
) -> float:
    """Upper bound on the risk, for independent tuples, at one weight of the empirical risk.

    ``(1 - exp(-C risk - budget)) / (1 - exp(-C))`` with ``C = scale / samples``. Above
    ``iid_bound`` but at ``best_scale``.

    Raises:
        ValueError: ``scale`` is not positive, or as ``iid_budget`` says.

    Source: Nozawa et al. 2020, arXiv 1910.04464, i.i.d. bound (their lambda is the scale); Catoni
    2007, arXiv 0712.0248.
    """
    if not scale > 0:
        raise ValueError(f"scale must be > 0, got {scale}")
    budget = iid_budget(kl, samples, delta, index)
    weight = scale / samples
    return math.expm1(-weight * empirical_risk - budget) / math.expm1(-weight)


def best_scale(empirical_risk: float, kl: float, samples: int, delta: float, index: int) -> float:
    """The scale at which ``catoni_bound`` is smallest: m times the rise of the risk's log odds.

    Infinite for an empirical risk of 0 or a bound of 1.
    """
    bound = iid_bound(empirical_risk, kl, samples, delta, index)
    if empirical_risk == 0 or bound == 1:
        return math.inf
    log_odds = math.log(bound) - math.log1p(-bound)
    return samples * (log_odds - math.log(empirical_risk) + math.log1p(-empirical_risk))


def dependent_bound(
    empirical_risk: float, log_chi2: float, samples: int, delta: float, index: int, *, reach: int
) -> float:
    """Upper bound on the risk for tuples of a sequence; above 1 it says nothing.

    Args:
        empirical_risk: mean zero-one loss over tuples and posterior.
        log_chi2: ``ln(chi2(posterior || prior) + 1)``, as ``log_chi2_plus_one`` gives it.
        samples: number m of tuples.
        delta: chance that the bound is wrong.
        index: of the prior's variance on its grid, >= 1.
        reach: tuples further apart than this are independent; the paper's T, its block size.

    Raises:
        ValueError: as ``log_dependent_slack`` says, or ``empirical_risk`` is outside [0, 1].

    Source: Nozawa et al. 2020, arXiv 1910.04464, non-i.i.d. bound, after Alquier and Guedj 2018,
    arXiv 1610.07193, with p = q = 2.
    """
    if not 0 <= empirical_risk <= 1:
        raise ValueError(f"empirical_risk must be in [0, 1], got {empirical_risk}")
    log_slack = log_dependent_slack(
        log_chi2, math.log(check_index(index)), samples, delta, reach=reach
    )
    # exp(700) is still a float; what lies beyond is as vacuous as infinity.
    return empirical_risk + (math.exp(log_slack) if log_slack < 700 else math.inf)


def log_dependent_slack(
    log_chi2: Number, log_index: Number, samples: int, delta: float, *, reach: int
) -> Number:
    """Log of what ``dependent_bound`` adds: ``pi j sqrt((1 + 4T) / (24 m delta) (chi2 + 1))``.

    For numbers, or with gradient for tensors, whose index need not be whole.

    Raises:
        ValueError: ``samples`` is below 1, ``reach`` is negative, or ``delta`` is not in (0, 1).

    Source: as ``dependent_bound``. The second moment of the empirical risk of T-dependent losses in
    [0, 1] is taken as at most (1 + 4T) / (4m), as the released code does.
    Differs: the paper's general statement has 8T in place of 4T. The 4T hold whichever way tuples
    look: 2T others depend on a tuple, and each pair has a covariance of at most 1/4.
    """
    _check_samples(samples)
    if reach < 0:
        raise ValueError(f"reach must be >= 0, got {reach}")
    constant = math.log((1 + 4 * reach) / (24 * samples * check_delta(delta)))
    slack: Number = math.log(math.pi) + log_index + 0.5 * (log_chi2 + constant)
    return slack


def _check_samples(samples: int) -> None:
    if samples < 1:
        raise ValueError(f"samples must be >= 1, got {samples}")
