"""How far a Gaussian over weights lies from its prior, in closed form."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Gaussians:
    """Independent Gaussians over all weights, and where their prior is centred.

    The prior has one variance for all weights, which is an argument of the divergences, because a
    bound may choose it.
    """

    mean: Float[Tensor, " weights"]
    log_std: Float[Tensor, " weights"]
    prior_mean: Float[Tensor, " weights"]

    def double(self) -> "Gaussians":
        """The same in float64 and without gradient, as bounds are computed."""
        return Gaussians(*(part.detach().double() for part in self._parts()))

    def _parts(self) -> tuple[Tensor, Tensor, Tensor]:
        return self.mean, self.log_std, self.prior_mean


def gaussian_kl(posterior: Gaussians, log_prior_std: Float[Tensor, ""]) -> Float[Tensor, ""]:
    """KL divergence of the posterior from the prior, in nats; exactly 0 where they are equal.

    Source: Nozawa et al. 2020, arXiv 1910.04464.
    Differs: summed weight by weight as ``(r - 1 - ln r) / 2`` with ``r`` the ratio of variances,
    which does not cancel, where the paper's four sums do in float32.
    """
    log_ratio = 2 * (posterior.log_std - log_prior_std)
    moved = ((posterior.mean - posterior.prior_mean) * torch.exp(-log_prior_std)).square()
    return 0.5 * (torch.expm1(log_ratio) - log_ratio + moved).sum()


def log_chi2_plus_one(
    posterior: Gaussians, log_prior_std: Float[Tensor, ""], *, reversed_as_released: bool = False
) -> Float[Tensor, ""]:
    """``ln(chi2(posterior || prior) + 1)``, the log of the integral of posterior^2 / prior.

    Stays in log space, because the product over weights overflows. Exactly 0 where the two are
    equal, as ``gaussian_kl`` is, and never below it: it is Renyi's divergence of order 2.

    Args:
        posterior: Gaussians over weights.
        log_prior_std: log of the prior's standard deviation.
        reversed_as_released: ``chi2(prior || posterior)`` instead. **No bound holds for it**; it is
            what the paper's code trains with, and here to repeat its runs.

    Raises:
        ValueError: some variance of the first distribution is at least twice that of the second,
            where the integral is infinite.

    Source: Nozawa et al. 2020, arXiv 1910.04464.
    Differs: the released code computes the reversed divergence and clamps the posterior's variance
    from below at half the prior's; the bound needs this one, and a clamp from above at twice.
    """
    log_ratio = 2 * (posterior.log_std - log_prior_std)
    log_std = log_prior_std
    if reversed_as_released:
        log_ratio, log_std = -log_ratio, posterior.log_std
    excess = torch.expm1(log_ratio)  # ratio of variances, minus 1
    if bool((excess >= 1).any()):
        first, second = ("prior", "posterior") if reversed_as_released else ("posterior", "prior")
        raise ValueError(
            f"chi2({first} || {second}) needs every variance of the {first} below twice that of "
            f"the {second}, got {(excess.max() + 1).item():.6g} times; keep it in range while "
            "training (Stochastic.keep_in_range)"
        )
    moved = ((posterior.mean - posterior.prior_mean) * torch.exp(-log_std)).square()
    # With r the ratio: 1 / sqrt(r (2 - r)) = 1 / sqrt(1 - (r - 1)^2).
    return (moved / (1 - excess) - 0.5 * torch.log1p(-excess.square())).sum()
