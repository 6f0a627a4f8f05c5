"""Noise on every value: Gaussian, of few photons, of broken pixels."""

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.tasks.images.corruptions.draws import Draws


def gaussian_noise(
    images: Float[Tensor, "images channels height width"], severity: int, draws: Draws
) -> Float[Tensor, "images channels height width"]:
    """Normal noise on every value."""
    deviation = (0.04, 0.06, 0.08, 0.09, 0.10)[severity - 1]
    noise = draws.generator("noise").standard_normal(images.shape)
    return images + deviation * torch.from_numpy(noise).to(images)


def shot_noise(
    images: Float[Tensor, "images channels height width"], severity: int, draws: Draws
) -> Float[Tensor, "images channels height width"]:
    """Every value is a count of photons, Poisson; fewer the severer."""
    photons = (500, 250, 100, 75, 50)[severity - 1]
    counts = draws.generator("photons").poisson(images.double().numpy() * photons)
    return torch.from_numpy(counts / photons).to(images)


def impulse_noise(
    images: Float[Tensor, "images channels height width"], severity: int, draws: Draws
) -> Float[Tensor, "images channels height width"]:
    """Some values are black or white, half of them each, every channel by itself."""
    share = (0.01, 0.02, 0.03, 0.05, 0.07)[severity - 1]
    broken = torch.from_numpy(draws.generator("broken").random(images.shape) < share)
    white = torch.from_numpy(draws.generator("white").random(images.shape) < 0.5)
    return torch.where(broken, white.to(images), images)
