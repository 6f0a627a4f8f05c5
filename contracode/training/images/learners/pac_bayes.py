"""PAC-Bayes CURL: an encoder with random weights, trained by its loss and what a bound asks."""

from dataclasses import dataclass
from typing import Literal

import torch
from pydantic import ConfigDict, with_config
from torch import Tensor, nn

from contracode.encoders.images import ImageEncoder
from contracode.losses import Loss
from contracode.methods.pac_bayes import (
    PAPER_GRID,
    Stochastic,
    draw_start,
    encode_tuples,
    iid_complexity,
    logistic_bits,
    pac_bayes_loss,
)
from contracode.seeds import seed_for
from contracode.training.images.learners.learning import ImageLearner, learnt
from contracode.training.images.tuples import TupleStep


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class PacBayesConfig:
    """Bound-driven training on independent tuples, or that of CURL, without a bound."""

    kind: Literal["pac-bayes"] = "pac-bayes"
    stochastic: bool = True
    """Weights are drawn anew at every step and held to the prior; without, the mean weights are
    trained by the loss alone, which is CURL of Arora et al. 2019."""
    scale: float = 1e5
    """The paper's lambda: the divergence is divided by it."""
    tuples: int = 50_000
    """Training tuples."""
    log_prior_std: float = -4.0
    """Where the log of the prior's standard deviation starts."""
    delta: float = 0.05
    """Chance that the bound is wrong."""
    certificate_draws: int = 3000
    """Draws of weights behind the certificate; too few of them are refused."""

    def __post_init__(self) -> None:
        if not self.scale > 0:
            raise ValueError(f"method.scale must be > 0, got {self.scale}")
        if self.tuples < 1 or self.certificate_draws < 1:
            raise ValueError(
                "method.tuples and method.certificate_draws must be at least 1, "
                f"got {self.tuples} and {self.certificate_draws}"
            )
        if not 0 < self.delta < 1:
            raise ValueError(f"method.delta must be in (0, 1), got {self.delta}")
        largest = PAPER_GRID.log_std(1)
        if not self.log_prior_std <= largest:
            raise ValueError(
                f"method.log_prior_std must be at most {largest:.3f}, the largest that the bound "
                f"chooses among, got {self.log_prior_std}"
            )


class PacBayesLearner(ImageLearner):
    """A Gaussian over the encoder's weights; its means are the encoder that is kept.

    Source: Nozawa, Germain, Guedj 2020, arXiv 1910.04464.
    """

    def __init__(self, encoder: ImageEncoder, config: PacBayesConfig, seed: int) -> None:
        super().__init__()
        self.config = config
        # The prior's centre is drawn, never learnt: no data may enter it.
        draw_start(encoder, torch.Generator().manual_seed(seed_for(seed, "prior")))
        self.posterior = Stochastic(encoder, log_prior_std=config.log_prior_std)

    def kept(self) -> ImageEncoder:
        """The encoder with the posterior's mean weights."""
        encoder = self.posterior.module
        assert isinstance(encoder, ImageEncoder)
        return encoder

    def learn(self, seen: TupleStep) -> dict[str, Tensor]:
        """Gradients of one step; one draw of weights for all of its tuples."""
        if not self.config.stochastic:
            bits = logistic_bits(*encode_tuples(self.kept(), seen.pool, seen.index))
            return learnt(Loss({"empirical": bits.mean()}))
        generator = torch.Generator(seen.pool.device).manual_seed(seen.seed)
        drawn = self.posterior.draw(generator)
        kl = self.posterior.kl()
        complexity = iid_complexity(
            kl,
            self.posterior.log_prior_std,
            scale=self.config.scale,
            delta=self.config.delta,
        )
        found = pac_bayes_loss(*encode_tuples(drawn, seen.pool, seen.index), complexity)
        return {**learnt(found), "kl": kl.detach()}

    def after_step(self) -> None:
        """Keep the prior's variance on its grid."""
        self.posterior.keep_in_range(PAPER_GRID)

    def trained(self) -> list[nn.Parameter]:
        """Means, standard deviations and the prior's; the means alone for CURL."""
        if not self.config.stochastic:
            return list(self.kept().parameters())
        return super().trained()
