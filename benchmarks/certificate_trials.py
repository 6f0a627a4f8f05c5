"""Certificates put to the test: train on few tuples of a small world whose true risk is known."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn

from contracode.methods.pac_bayes.block_losses import zero_one
from contracode.methods.pac_bayes.certificate import Certificate, certify
from contracode.methods.pac_bayes.objective import PAPER_GRID, iid_complexity, pac_bayes_loss
from contracode.methods.pac_bayes.stochastic import Hypothesis, Stochastic
from contracode.methods.pac_bayes.tuples import TupleIndex, draw_tuples
from contracode.methods.pac_bayes.weight_draws import risk_draws

CLASSES, MEMBERS, WIDTH, FEATURES = 4, 3, 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialConfig:
    """One run: how much it trains, and what it certifies."""

    samples: int = 128
    """Training tuples; few, so that training fits them better than new ones."""
    steps: int = 100
    """Optimizer steps, each over all tuples with a new draw of the weights."""
    learning_rate: float = 0.05
    """Of Adam."""
    draws: int = 1000
    """Draws of weights for the empirical risk."""
    true_draws: int = 2000
    """Draws of weights for the true risk, whose error is at most half over their root."""
    delta: float = 0.1
    """Chance that a certificate may be wrong."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a certificate said, and what was true."""

    certificate: Certificate
    true_risk: float

    @property
    def holds(self) -> bool:
        """Whether the true risk lies under the bound."""
        return self.true_risk <= self.certificate.bound


def trials(seeds: Iterable[int], config: TrialConfig) -> list[Trial]:
    """One trial a seed: a new world, new tuples, a new prior centre, new draws.

    At least ``1 - config.delta`` of many have to hold.
    """
    return [trial(seed, config) for seed in seeds]


def trial(seed: int, config: TrialConfig) -> Trial:
    """Train a linear encoder on tuples of a small world, certify it, and find its true risk.

    The world is ``CLASSES * MEMBERS`` random points, so that the true risk is a mean over all
    tuples there can be: exact but for the draws of weights.
    """
    generator = torch.Generator().manual_seed(seed)
    centres = torch.randn(CLASSES, 1, WIDTH, generator=generator)
    spread = torch.randn(CLASSES, MEMBERS, WIDTH, generator=generator)
    pool = (0.5 * centres + spread).flatten(0, 1)
    labels = torch.arange(CLASSES).repeat_interleave(MEMBERS)
    seen = draw_tuples(labels, config.samples, block=1, negatives=1, generator=generator)

    encoder = nn.Linear(WIDTH, FEATURES, bias=False)
    with torch.no_grad():
        encoder.weight.normal_(0, 0.2, generator=generator)
    posterior = Stochastic(encoder, log_prior_std=-2.0)
    _train(posterior, pool, seen, config, generator)

    def mean_risk(index: TupleIndex, draws: int) -> Float[Tensor, " draws"]:
        def risk(hypothesis: Hypothesis) -> Tensor:
            risks: Tensor = zero_one(*index.take(hypothesis(pool)))
            return risks.mean()

        return risk_draws(posterior, risk, draws, generator, together=250)

    certificate = certify(
        mean_risk(seen, config.draws),
        posterior.gaussians(),
        posterior.log_prior_std.item(),
        samples=config.samples,
        delta=config.delta,
    )
    return Trial(certificate, mean_risk(_every_tuple(labels), config.true_draws).mean().item())


def _train(
    posterior: Stochastic,
    pool: Tensor,
    seen: TupleIndex,
    config: TrialConfig,
    generator: torch.Generator,
) -> None:
    weights = [weight for weight in posterior.parameters() if weight.requires_grad]
    optimizer = torch.optim.Adam(weights, lr=config.learning_rate)
    for _ in range(config.steps):
        complexity = iid_complexity(
            posterior.kl(), posterior.log_prior_std, scale=float(config.samples), delta=config.delta
        )
        features = seen.take(posterior.draw(generator)(pool))
        optimizer.zero_grad()
        pac_bayes_loss(*features, complexity).total.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        posterior.keep_in_range(PAPER_GRID)


def _every_tuple(labels: Tensor) -> TupleIndex:
    """Each tuple with blocks of one and one negative, once: all are equally likely."""
    things = torch.arange(len(labels))
    anchors, positive, negative = torch.cartesian_prod(things, things, things).unbind(1)
    possible = labels[anchors] == labels[positive]
    return TupleIndex(anchors[possible], positive[possible, None], negative[possible, None, None])
