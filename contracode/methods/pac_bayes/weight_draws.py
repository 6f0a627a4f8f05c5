"""The empirical risk over a posterior, known only through draws of weights."""

import math
from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.methods.pac_bayes.prior_grid import check_delta
from contracode.methods.pac_bayes.small_kl import kl_inverse, small_kl
from contracode.methods.pac_bayes.stochastic import Hypothesis, Stochastic


@torch.no_grad()
def risk_draws(
    posterior: Stochastic,
    risk: Callable[[Hypothesis], Tensor],
    draws: int,
    generator: torch.Generator,
    *,
    together: int = 1,
) -> Float[Tensor, " draws"]:
    """The empirical risk of each of some independent draws of weights, in float64.

    Args:
        posterior: settled; a change that looks at the risks makes them void.
        risk: gives the mean zero-one loss over all training tuples, in [0, 1], or an unbiased and
            independent estimate of it, such as that on tuples drawn anew.
        draws: how many.
        generator: of the weights; the draws do not depend on ``together``.
        together: draws computed at once, which is faster for small modules and takes as many times
            the memory. ``risk`` then runs under ``torch.func.vmap``.

    Raises:
        ValueError: ``draws`` or ``together`` is below 1.
    """
    if draws < 1 or together < 1:
        raise ValueError(f"draws and together must be >= 1, got {draws} and {together}")

    def risk_of(weights: dict[str, Tensor]) -> Tensor:
        return risk(Hypothesis(posterior.module, weights))

    risks: list[Tensor] = []
    for done in range(0, draws, together):
        number = min(together, draws - done)
        drawn = [posterior.draw(generator).weights for _ in range(number)]
        stacked = {name: torch.stack([one[name] for one in drawn]) for name in posterior.names}
        risks.append(torch.func.vmap(risk_of)(stacked) if number > 1 else risk_of(drawn[0])[None])
    return torch.cat(risks).double()


def draws_enough(empirical_risk: float, delta: float, slack: float) -> int:
    """Draws of weights after which ``risk_upper`` exceeds an empirical risk by at most ``slack``.

    Raises:
        ValueError: ``slack`` is not positive or lost in rounding, or as ``risk_upper`` says.
    """
    if not slack > 0:
        raise ValueError(f"slack must be > 0, got {slack}")
    divergence = small_kl(empirical_risk, min(1.0, empirical_risk + slack))
    if empirical_risk >= 1:
        return 1
    if not divergence > 0:
        raise ValueError(f"slack must be large enough to be seen at {empirical_risk}, got {slack}")
    return max(1, math.ceil(math.log(2 / check_delta(delta)) / divergence))


def risk_upper(empirical_risk: float, draws: int, delta: float) -> float:
    """Upper bound on the posterior's mean empirical risk, from its mean over some draws of weights.

    Holds with probability ``1 - delta`` over the draws; each draw's risk lies in [0, 1].

    Raises:
        ValueError: there are no draws, or ``delta`` is not in (0, 1).

    Source: Langford and Caruana 2001, "(Not) bounding the true error"; Dziugaite and Roy 2017,
    arXiv 1703.11008.
    Differs: Nozawa et al. 2020, arXiv 1910.04464, take the mean of 10 draws for the exact value.
    """
    if draws < 1:
        raise ValueError(f"draws must be >= 1, got {draws}")
    return kl_inverse(empirical_risk, math.log(2 / check_delta(delta)) / draws)


def mean_risk(risks: Float[Tensor, " draws"]) -> float:
    """The mean over draws, if all are zero-one risks.

    Raises:
        ValueError: there are none, or one is outside [0, 1].
    """
    if not len(risks):
        raise ValueError("a certificate needs draws of weights, got none")
    if not bool(((risks >= 0) & (risks <= 1)).all()):
        raise ValueError(
            "every risk must be in [0, 1] (the zero-one loss, not the logistic), got "
            f"{risks.min().item():.4g} to {risks.max().item():.4g}"
        )
    return min(1.0, risks.double().mean().item())


def risk_upper_within(mean: float, draws: int, delta: float, largest_slack: float) -> float:
    """``risk_upper``, if it exceeds the mean by at most ``largest_slack``.

    Raises:
        ValueError: ``largest_slack`` is not positive, or it exceeds it by more; says how many draws
            would be enough.
    """
    if not largest_slack > 0:
        raise ValueError(f"largest_slack must be > 0, got {largest_slack}")
    upper = risk_upper(mean, draws, delta)
    if upper - mean > largest_slack:
        raise ValueError(
            f"{draws} draws of weights leave a slack of {upper - mean:.4g} on the empirical risk "
            f"{mean:.4g}, more than {largest_slack}; "
            f"{draws_enough(mean, delta, largest_slack)} draws would be enough"
        )
    return upper
