"""A module with random weights: a Gaussian posterior, and the prior it is held against."""

import copy
import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.func import functional_call

from contracode.methods.pac_bayes.divergences import Gaussians, gaussian_kl, log_chi2_plus_one
from contracode.methods.pac_bayes.prior_grid import VarianceGrid


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A module with one fixed choice of weights; call it on as many batches as belong together."""

    module: nn.Module
    weights: dict[str, Tensor]

    def __call__(self, *inputs: Tensor) -> Tensor:
        """What the module gives with these weights."""
        output: Tensor = functional_call(self.module, self.weights, inputs)
        return output


class Stochastic(nn.Module):
    """Any module, its trained parameters drawn from N(mean, std^2), one Gaussian a weight.

    The means are the module's own parameters; called as it is, ``Stochastic`` computes with them.
    The prior N(start, prior_std^2 I) is centred where the parameters stand when this is built, and
    the posterior starts equal to it, so that the KL divergence starts at 0.

    Frozen parameters stay what they are and cost nothing: they must not come from the data that a
    bound is computed on, and neither must the starting point.

    Args:
        module: wrapped, not copied.
        log_prior_std: where the log of the prior's standard deviation starts; it is learned.

    Raises:
        ValueError: no parameter of the module is trained, or a part of it normalises by statistics
            of the data.

    Source: Nozawa et al. 2020, arXiv 1910.04464; Blundell et al. 2015, arXiv 1505.05424.
    Differs: works for every module, not for linear and convolution layers only; a draw is a value
    handed around, where the released code keeps noise as parameters and weights as attributes.
    """

    module: nn.Module
    names: tuple[str, ...]

    def __init__(self, module: nn.Module, *, log_prior_std: float = -4.0) -> None:
        super().__init__()
        for name, part in module.named_modules():
            # Rows would depend on each other, and running means on data outside the posterior.
            batched = isinstance(part, nn.modules.batchnorm._BatchNorm)
            if batched or getattr(part, "track_running_stats", False):
                raise ValueError(f"no bound holds with statistics of the data, got {name}: {part}")
        trained = {n: w.detach() for n, w in module.named_parameters() if w.requires_grad}
        if not trained:
            raise ValueError("a posterior needs a parameter that takes a gradient, got none")
        first = next(iter(trained.values()))
        self.names = tuple(trained)
        self.module = module
        self.prior = copy.deepcopy(module).requires_grad_(False)
        self.log_stds = nn.ParameterList(
            nn.Parameter(torch.full_like(weight, log_prior_std)) for weight in trained.values()
        )
        self.log_prior_std = nn.Parameter(first.new_tensor(log_prior_std))

    def forward(self, *inputs: Tensor) -> Tensor:
        """What the module gives with the posterior's mean weights."""
        output: Tensor = self.module(*inputs)
        return output

    def draw(self, generator: torch.Generator) -> Hypothesis:
        """One choice of all weights, with gradient to means and standard deviations.

        The generator has to be on the weights' device.
        """
        weights = {
            name: mean + torch.exp(log_std) * _normal_like(mean, generator)
            for name, mean, log_std in zip(
                self.names, self._means(self.module), self.log_stds, strict=True
            )
        }
        return Hypothesis(self.module, weights)

    def gaussians(self) -> Gaussians:
        """Posterior and prior centre over all drawn weights, flat, with gradient."""
        return Gaussians(
            mean=_flat(self._means(self.module)),
            log_std=_flat(list(self.log_stds)),
            prior_mean=_flat(self._means(self.prior)),
        )

    def kl(self) -> Tensor:
        """``gaussian_kl`` of the posterior from its prior, in nats, with gradient."""
        return gaussian_kl(self.gaussians(), self.log_prior_std)

    def log_chi2(self, *, reversed_as_released: bool = False) -> Tensor:
        """``log_chi2_plus_one`` of the posterior and its prior, with gradient."""
        return log_chi2_plus_one(
            self.gaussians(), self.log_prior_std, reversed_as_released=reversed_as_released
        )

    @torch.no_grad()
    def keep_in_range(self, grid: VarianceGrid, *, finite_chi2: bool = False) -> None:
        """After an optimizer step: bring the prior's variance to index 1 or beyond.

        With ``finite_chi2`` every variance of the posterior is also brought below twice the
        prior's, where ``log_chi2`` is finite.

        Differs: the released code undoes a step that leaves the range; here the value is moved to
        the range's end, so that no state of an earlier step is needed.
        """
        self.log_prior_std.clamp_(max=grid.log_std(1))
        if finite_chi2:
            # A little below half of ln 2: at the limit itself the divergence is infinite.
            most = self.log_prior_std + 0.5 * math.log(2) - 1e-4
            for log_std in self.log_stds:
                log_std.copy_(torch.minimum(log_std, most))

    def _means(self, of: nn.Module) -> list[Tensor]:
        parameters = dict(of.named_parameters())
        return [parameters[name] for name in self.names]


@torch.no_grad()
def draw_start(module: nn.Module, generator: torch.Generator) -> None:
    """Set linear and convolution weights as the paper's prior centre, and their biases to 0.

    Standard normals cut at +-0.1: all but uniform on [-0.1, 0.1], whatever the layer's width.

    Source: Nozawa et al. 2020, arXiv 1910.04464, released code. The source that the paper names
    (Dziugaite and Roy 2017, arXiv 1703.11008) cuts a small Gaussian at twice its deviation instead.
    """
    for layer in module.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            nn.init.trunc_normal_(layer.weight, a=-0.1, b=0.1, generator=generator)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)


def _normal_like(like: Tensor, generator: torch.Generator) -> Tensor:
    return torch.randn(like.shape, generator=generator, dtype=like.dtype, device=like.device)


def _flat(parts: list[Tensor]) -> Tensor:
    return torch.cat([part.flatten() for part in parts])
