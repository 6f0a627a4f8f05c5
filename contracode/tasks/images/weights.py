"""CACR's weights made visible: which positives attract a query, which negatives repel it."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float64
from scipy.special import entr, softmax


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalWeights:
    """Of one query: squared distances of unit vectors, and the weights that follow from them."""

    attraction: Float64[np.ndarray, " positives"]
    """``softmax(+t+ d)``: the farthest positive has most."""
    repulsion: Float64[np.ndarray, " negatives"]
    """``softmax(-t- d)``: the nearest negative has most."""
    positive_distances: Float64[np.ndarray, " positives"]
    """From 0 to 4."""
    negative_distances: Float64[np.ndarray, " negatives"]


def conditional_weights(
    query: Float[np.ndarray, " dim"],
    positives: Float[np.ndarray, "positives dim"],
    negatives: Float[np.ndarray, "negatives dim"],
    *,
    attraction_sharpness: float = 1.0,
    repulsion_sharpness: float = 1.0,
) -> ConditionalWeights:
    """The weights of one query's positives and negatives; vectors of any length but 0.

    Args:
        query: its vector.
        positives: vectors of its other views, at least one.
        negatives: vectors of views of other images, at least one.
        attraction_sharpness: ``t+`` >= 0; at 0 all positives weigh the same.
        repulsion_sharpness: ``t-`` >= 0; at 0 all negatives weigh the same.

    Raises:
        ValueError: there are no positives or no negatives, or a sharpness is negative.

    Source: Zheng et al. 2021, arXiv 2105.03746: the conditional distributions of CACR, as
    :func:`contracode.methods.cacr.cacr` weighs by.
    """
    if not (len(positives) and len(negatives)):
        raise ValueError(
            "weights need a positive and a negative, got "
            f"{len(positives)} positives and {len(negatives)} negatives"
        )
    if not (attraction_sharpness >= 0 and repulsion_sharpness >= 0):
        raise ValueError(
            f"sharpness must be >= 0, got t+ {attraction_sharpness} and t- {repulsion_sharpness}"
        )
    far, near = _distances(query, positives), _distances(query, negatives)
    return ConditionalWeights(
        attraction=softmax(attraction_sharpness * far),
        repulsion=softmax(-repulsion_sharpness * near),
        positive_distances=far,
        negative_distances=near,
    )


def weight_figures(
    weights: ConditionalWeights, same_class: Bool[np.ndarray, " negatives"] | None = None
) -> dict[str, float]:
    """How uneven the weights of one query are.

    Args:
        weights: of the query.
        same_class: whether a negative shows the query's class, where labels are known.

    Returns:
        ``attraction entropy`` and ``repulsion entropy``, in nats; both as a share of the entropy
        of even weights, ``... evenness`` (1 where there is one weight only); ``attraction of the
        farthest tenth`` and ``repulsion of the nearest tenth``, shares of the weight, where a tenth
        is rounded up; ``repulsion of the same class`` and, to compare, ``same class``, the shares
        of the weight and of the negatives.
    """
    figures = {}
    for name, values in (("attraction", weights.attraction), ("repulsion", weights.repulsion)):
        entropy = float(entr(values).sum())
        figures[f"{name} entropy"] = entropy
        figures[f"{name} evenness"] = entropy / np.log(len(values)) if len(values) > 1 else 1.0
    # The heaviest positives are the farthest, the heaviest negatives the nearest; of even weights
    # the distances decide.
    figures["attraction of the farthest tenth"] = _share(
        weights.attraction, -weights.positive_distances
    )
    figures["repulsion of the nearest tenth"] = _share(
        weights.repulsion, weights.negative_distances
    )
    if same_class is not None:
        figures["repulsion of the same class"] = float(weights.repulsion[same_class].sum())
        figures["same class"] = float(same_class.mean())
    return {name: float(value) for name, value in figures.items()}


def _distances(
    query: Float[np.ndarray, " dim"], others: Float[np.ndarray, "others dim"]
) -> Float64[np.ndarray, " others"]:
    units = others.astype(np.float64) / np.linalg.norm(others, axis=1, keepdims=True)
    distances: Float64[np.ndarray, " others"] = np.square(
        units - query.astype(np.float64) / np.linalg.norm(query)
    ).sum(axis=1)
    return distances


def _share(values: Float64[np.ndarray, " keys"], order: Float64[np.ndarray, " keys"]) -> float:
    first = np.argsort(order, kind="stable")[: -(-len(values) // 10)]
    return float(values[first].sum())
