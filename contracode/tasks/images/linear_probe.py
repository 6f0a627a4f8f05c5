"""Linear evaluation: multinomial logistic regression on frozen vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from contracode.tasks.images.accuracy import accuracy, check_labels

STRENGTHS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)
"""L2 strengths that are tried, strong to weak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearProbe:
    """A linear classifier of vectors."""

    weights: Float[np.ndarray, "dim classes"]
    """Of standardised features."""
    bias: Float[np.ndarray, " classes"]
    means: Float[np.ndarray, " dim"]
    """Of the features it was fitted on."""
    scales: Float[np.ndarray, " dim"]
    """Their standard deviations; 1 where a feature is constant."""
    strength: float
    """Of the L2 penalty."""
    steepest: float
    """Length of the gradient where the fit ended; 0 at the optimum."""

    def logits(
        self, vectors: Float[np.ndarray, "images dim"]
    ) -> Float[np.ndarray, "images classes"]:
        """A score for every class; their softmax is its probability."""
        # The standardisation moves into the weights, so that no second copy of the vectors is made.
        weights = (self.weights / self.scales[:, None]).astype(vectors.dtype)
        bias = self.bias - (self.means / self.scales) @ self.weights
        logits: Float[np.ndarray, "images classes"] = vectors @ weights + bias.astype(vectors.dtype)
        return logits


def fitted_probe(
    vectors: Float[np.ndarray, "images dim"],
    labels: Int64[np.ndarray, " images"],
    *,
    classes: int,
    strength: float,
    steps: int = 500,
) -> LinearProbe:
    """The probe that minimises mean cross-entropy + ``strength / 2`` times its squared weights.

    The bias is not penalised. Computed in the precision of the vectors, full batch, by L-BFGS along
    the features' principal axes, each in the unit in which the cost bends alike; the same vectors
    always give the same probe.

    Args:
        vectors: frozen; standardised here.
        labels: a class each.
        classes: their number; some may have no image.
        strength: > 0. In terms of scikit-learn's C it is ``1 / (C images)``.
        steps: of L-BFGS, at most.

    Raises:
        ValueError: ``strength`` is not positive, a label is no class, or a vector is not finite.
    """
    return _path(vectors, labels, classes, [strength], steps)[0]


def chosen_probe(
    train: tuple[Float[np.ndarray, "images dim"], Int64[np.ndarray, " images"]],
    valid: tuple[Float[np.ndarray, "held dim"], Int64[np.ndarray, " held"]],
    *,
    classes: int,
    strengths: Sequence[float] = STRENGTHS,
    steps: int = 100,
) -> LinearProbe:
    """The probe, fitted on ``train``, whose strength names most images of ``valid`` rightly.

    Of equally good ones it is the strongest. Arguments are as for `fitted_probe`; each strength
    begins where the one before it ended, so that fewer steps do.

    Raises:
        ValueError: there are no strengths, or `fitted_probe` would refuse.

    Source: the linear evaluation of Chen et al. 2020, arXiv 2002.05709, B.8: L-BFGS on frozen
    vectors, the L2 strength chosen on a validation split.
    Differs: features are standardised, the grid is coarser, and the probe is not fitted again on
    both splits.
    """
    if not strengths:
        raise ValueError("at least one L2 strength is needed, got none")
    ordered = sorted(strengths, reverse=True)
    probes = _path(*train, classes, ordered, steps)
    held, labels = valid
    return max(probes, key=lambda probe: accuracy(probe.logits(held), labels))


def _path(
    vectors: Float[np.ndarray, "images dim"],
    labels: Int64[np.ndarray, " images"],
    classes: int,
    strengths: Sequence[float],
    steps: int,
) -> list[LinearProbe]:
    """Probes of these strengths, each begun where the one before it ended."""
    check_labels(labels, classes)
    if not min(strengths) > 0:
        raise ValueError(f"L2 strengths must be > 0, got {list(strengths)}")
    means = vectors.mean(axis=0, dtype=np.float64)
    scales = vectors.std(axis=0, dtype=np.float64)
    if not np.isfinite(scales).all():
        raise ValueError("vectors must be finite; the encoder gave infinity or NaN")
    # What varies by rounding alone would be blown up to noise.
    scales[scales <= 1e-6 * np.abs(means)] = 1.0
    features = torch.from_numpy(((vectors - means) / scales).astype(vectors.dtype))
    # Not `torch.linalg.eigh`: where most features are constant, MKL's gives NaN or an error.
    bends, axes = map(
        torch.from_numpy, np.linalg.eigh((features.T @ features / len(features)).double().numpy())
    )
    bends, axes = bends.to(features.dtype), axes.to(features.dtype)
    # The bias is the weight of one more feature, which is always 1.
    ones = features.new_ones(len(features), 1)
    problem = _Problem(
        features=torch.hstack([features @ axes, ones]),
        bends=torch.cat([bends.clamp(min=0), bends.new_ones(1)]),
        labels=torch.tensor(labels),
        classes=classes,
    )
    weights = features.new_zeros(vectors.shape[1] + 1, classes)
    probes = []
    for strength in strengths:
        weights, steepest = _descend(problem, weights, strength, steps)
        probes.append(
            LinearProbe(
                weights=(axes @ weights[:-1]).numpy(),
                bias=weights[-1].numpy(),
                means=means,
                scales=scales,
                strength=strength,
                steepest=steepest,
            )
        )
    return probes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    features: Float[Tensor, "images axes"]
    """Along their principal axes, then a 1."""
    bends: Float[Tensor, " axes"]
    """Mean square of each."""
    labels: Int64[Tensor, " images"]
    classes: int


def _descend(
    problem: _Problem, weights: Float[Tensor, "axes classes"], strength: float, steps: int
) -> tuple[Float[Tensor, "axes classes"], float]:
    """The optimum sought from these weights on; and the length of the gradient there."""
    features, labels = problem.features, problem.labels
    rows = torch.arange(len(labels))
    penalty = torch.full_like(problem.bends, strength)[:, None]
    penalty[-1] = 0
    # By p (1 - p) of equally likely classes. In these units the cost bends by about 1 along every
    # axis, and tens of steps do where pixels needed thousands.
    alike = 1 / problem.classes * (1 - 1 / problem.classes)
    units = (problem.bends[:, None] * alike + penalty).rsqrt() if alike else 1 + 0 * penalty
    steered = weights / units
    precise = features.dtype == torch.float64
    descent = torch.optim.LBFGS(
        [steered],
        max_iter=steps,
        max_eval=2 * steps,
        tolerance_grad=1e-9 if precise else 1e-4,
        # Progress below the precision of the loss is none.
        tolerance_change=1e-13 if precise else 1e-8,
        history_size=20,
        line_search_fn="strong_wolfe",
    )

    def slope(weights: Tensor) -> tuple[Tensor, Tensor]:
        # The gradient has a closed form, which takes half the time of autograd's.
        logs = (features @ weights).log_softmax(dim=1)
        cost = -logs[rows, labels].mean() + (penalty * weights.square()).sum() / 2
        errors = logs.exp_()
        errors[rows, labels] -= 1
        # In this order the product takes a sixth of the time of `features.T @ errors`.
        return cost, (errors.T @ features).T / len(labels) + penalty * weights

    def cost() -> Tensor:
        value, gradient = slope(steered * units)
        steered.grad = (gradient * units).contiguous()
        return value

    with torch.no_grad():
        descent.step(cost)  # type: ignore[no-untyped-call]
        found = steered * units
        return found, slope(found)[1].norm().item()
