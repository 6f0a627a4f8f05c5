"""SupCon: InfoNCE with labels, where every key of a row's class is a positive."""

from typing import Literal, get_args

import torch
from jaxtyping import Float, Int
from torch import Tensor

from contracode.losses import Backend, Keys, Loss, Reduce, Rows, Score, cosine, mean_valid
from contracode.methods.supcon.capped import first_positives
from contracode.methods.supcon.costs import (
    Denominator,
    Summation,
    costs_of_class,
    costs_of_listed,
)

LossScale = Literal["none", "tau", "tau_over_base"]
"""Nothing; the temperature; or the temperature divided by a base."""


def supcon(
    rows: Rows,
    keys: Keys,
    score: Score,
    *,
    summation: Summation = "out",
    denominator: Denominator = "all",
    positives: Int[Tensor, "rows picked"] | None = None,
    loss_scale: LossScale = "none",
    base_temperature: float = 0.07,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """Cost of naming a row's positives among its keys, in nats; ``in`` never exceeds ``out``.

    Terms: over ``all``, ``contrast`` and ``spread`` as in ``info_nce``, where ``in`` has a spread
    of just the log of the number of positives; over ``one_positive`` only ``contrast``; over
    ``only_negatives``, ``attraction`` and ``repulsion``, the log of the denominator. A row without
    positives is not valid and counts nothing. One with positives but no negatives costs 0 under
    ``one_positive``, and is not valid under ``only_negatives``, where nothing is left to divide by.

    Its floor is above 0: with ``denominator="all"`` no row costs less than the log of the number of
    its positives, however good the features are. With ``one_positive`` the floor is 0, and with
    ``only_negatives`` there is none.

    ``out`` over ``all`` is InfoNCE, and NT-Xent if every sample has a label of its own. With one
    positive a row, ``in`` and ``out`` are equal, and so are ``all`` and ``one_positive``;
    ``only_negatives`` is then the decoupled loss.

    Args:
        rows: anchors; ``group`` is the class.
        keys: what they are compared with.
        score: a similarity, such as ``cosine(temperature)``.
        summation: ``out`` averages the costs of the positives (``L_out``), ``in`` takes the cost of
            their average probability (``L_in``).
        denominator: ``all`` keys; a positive itself and all negatives (``one_positive``); or
            ``only_negatives``.
        positives: indices of the keys that are a row's positives, padded with -1; they must be of
            its class and not ignored, which is not checked. Its other keys of the same class are
            then ignored. Memory grows with its size. None takes the whole class.
        loss_scale: factor of the loss, where the temperature is ``1 / score.scale``; no gradient
            reaches it through this factor.
        base_temperature: > 0, for ``tau_over_base``.
        reduce: ``mean_all`` averages over all rows, as the authors' code does.
        backend: how the scores are computed.

    Raises:
        ValueError: an unknown option, or ``base_temperature`` is not positive.

    Source: Khosla et al. 2020, arXiv 2004.11362, eq. 2 (``out``) and 3 (``in``); denominators and
    ``tau`` of the authors' TensorFlow code, ``tau_over_base`` of their PyTorch code.
    Differs: by default no factor, and rows without positives do not enter the mean. Their
    TensorFlow code divides by the number of positives once more if there is only one view; that is
    not followed.
    """
    _refuse_unknown("summation", summation, get_args(Summation))
    _refuse_unknown("denominator", denominator, get_args(Denominator))
    _refuse_unknown("loss_scale", loss_scale, get_args(LossScale))
    weight = _weight(score, loss_scale, base_temperature)
    if positives is None:
        costs = costs_of_class(rows, keys, score, summation, denominator, backend)
    else:
        costs = costs_of_listed(rows, keys, score, positives, summation, denominator, backend)
    return Loss({name: reduce(part, costs.valid) * weight for name, part in costs.parts.items()})


def supcon_views(
    views: Float[Tensor, "views batch dim"],
    labels: Int[Tensor, " batch"] | None,
    temperature: float | Float[Tensor, ""] = 0.1,
    *,
    anchors: Literal["all", "one"] = "all",
    summation: Summation = "out",
    denominator: Denominator = "all",
    positives_cap: int | None = None,
    loss_scale: LossScale = "none",
    base_temperature: float = 0.07,
    reduce: Reduce = mean_valid,
    backend: Backend = "auto",
) -> Loss:
    """SupCon of every view of a batch, or of the first views only, against all other views.

    Vectors are brought to unit length. Without labels each sample is a class of its own; a sample
    labelled -1 has no positives, not even its own views. With ``anchors="one"`` a single view is
    compared with itself as it is with ``all``.

    Args:
        views: a batch seen several times.
        labels: class of each sample, or None.
        temperature: > 0; cosines are divided by it. A tensor may be learnt.
        anchors: which views cost something; all of them are keys.
        summation: see :func:`supcon`, as for what follows.
        denominator: as there.
        positives_cap: at most so many positives beside a row's own other views: all views of the
            first samples of its class, in the batch's order. A multiple of the number of views.
            What is left of the class is ignored. None takes the whole class.
        loss_scale: as there.
        base_temperature: as there.
        reduce: as there.
        backend: as there.

    Raises:
        ValueError: an unknown option; a temperature is not positive; or ``positives_cap`` is
            negative or no multiple of the number of views.

    Source: Khosla et al. 2020, arXiv 2004.11362, eq. 2 and 3; anchors and cap of the authors' code.
    """
    _refuse_unknown("anchors", anchors, ("all", "one"))
    rows = Rows.of_views(views, labels)
    keys = Keys.of(rows)
    number, batch, _ = views.shape
    positives = None
    if positives_cap is not None:
        own = torch.arange(batch, device=views.device) if labels is None else labels
        positives = first_positives(own, views=number, cap=positives_cap)
    if anchors == "one":
        rows = Rows(rows.features[:batch], rows.group[:batch], rows.uid[:batch])
        positives = None if positives is None else positives[:batch]
    return supcon(
        rows,
        keys,
        cosine(temperature),
        summation=summation,
        denominator=denominator,
        positives=positives,
        loss_scale=loss_scale,
        base_temperature=base_temperature,
        reduce=reduce,
        backend=backend,
    )


def _weight(score: Score, loss_scale: LossScale, base_temperature: float) -> float | Tensor:
    if not base_temperature > 0:
        raise ValueError(f"base_temperature must be > 0, got {base_temperature}")
    if loss_scale == "none":
        return 1.0
    if score.shift:
        raise ValueError("loss_scale needs a similarity divided by a temperature, got a distance")
    scale = score.scale.detach() if isinstance(score.scale, Tensor) else score.scale
    return 1.0 / scale if loss_scale == "tau" else 1.0 / (scale * base_temperature)


def _refuse_unknown(name: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}, got {given!r}")
