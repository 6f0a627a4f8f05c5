"""What a bound certifies of a stochastic encoder, and what new tuples say of it."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.methods.pac_bayes import (
    PAPER_GRID,
    Certificate,
    Hypothesis,
    Stochastic,
    TupleIndex,
    certify,
    encode_tuples,
    logistic_bits,
    risk_draws,
    zero_one,
)

_BLOCK = 2000
"""Tuples whose vectors are compared at once."""


@dataclass(frozen=True, slots=True)
class Tuples:
    """Tuples of images."""

    pool: Float[Tensor, "pool channels height width"]
    """Normalised pixels."""
    index: TupleIndex

    def __len__(self) -> int:
        return len(self.index.anchors)

    def some(self, rows: Tensor) -> "Tuples":
        """Tuples at these places."""
        return Tuples(self.pool, self.index.some(rows))


@torch.no_grad()
def certificate_of(
    posterior: Stochastic,
    train: Tuples,
    *,
    draws: int,
    tuples_a_draw: int,
    delta: float,
    tried: int,
    seed: int,
) -> Certificate:
    """Certify a trained posterior on the tuples that it was trained on.

    Every draw of weights meets training tuples drawn anew, uniformly and with replacement. Its risk
    on them is an unbiased estimate, in [0, 1], of the posterior's mean risk on all training tuples,
    and independent of the other draws', which is all that the bound on that mean asks for. So many
    draws are affordable, and with few of them the bound on the mean is useless.

    Args:
        posterior: settled.
        train: all training tuples.
        draws: of weights.
        tuples_a_draw: that each of them meets.
        delta: chance that the certificate is wrong.
        tried: posteriors that this one is chosen among.
        seed: of weights and tuples.

    Raises:
        ValueError: as ``certify`` says, such as for too few draws.
    """
    device = train.pool.device
    weights = torch.Generator(device).manual_seed(seed)
    places = torch.Generator(device).manual_seed(seed + 1)

    def risk(hypothesis: Hypothesis) -> Tensor:
        rows = torch.randint(len(train), (tuples_a_draw,), generator=places, device=device)
        return zero_one(*_vectors(hypothesis, train.some(rows))).mean()

    risks = risk_draws(posterior, risk, draws, weights)
    return certify(
        risks,
        posterior.gaussians(),
        posterior.log_prior_std.item(),
        samples=len(train),
        delta=delta,
        tried=tried,
        grid=PAPER_GRID,
    )


@torch.no_grad()
def mean_losses(encode: Callable[[Tensor], Tensor], tuples: Tuples) -> tuple[float, float]:
    """Zero-one risk and logistic loss, in bits, of one choice of weights on all tuples."""
    vectors = torch.cat([encode(part) for part in torch.split(tuples.pool, _BLOCK)])
    risks, losses = [], []
    everyone = torch.arange(len(tuples), device=tuples.pool.device)
    for rows in torch.split(everyone, _BLOCK):
        parts = tuples.some(rows).index.take(vectors)
        risks.append(zero_one(*parts))
        losses.append(logistic_bits(*parts))
    return torch.cat(risks).mean().item(), torch.cat(losses).mean().item()


@torch.no_grad()
def drawn_losses(
    posterior: Stochastic, tuples: Tuples, *, draws: int, seed: int
) -> tuple[float, float]:
    """The same two, averaged over draws of weights, each on all tuples."""
    generator = torch.Generator(tuples.pool.device).manual_seed(seed)
    found = [mean_losses(posterior.draw(generator), tuples) for _ in range(draws)]
    risks, losses = zip(*found, strict=True)
    return sum(risks) / draws, sum(losses) / draws


def _vectors(hypothesis: Hypothesis, tuples: Tuples) -> tuple[Tensor, Tensor, Tensor]:
    return encode_tuples(hypothesis, tuples.pool, tuples.index)
