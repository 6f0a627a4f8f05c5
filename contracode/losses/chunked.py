"""The tiled back end: scores are computed tile by tile, used, and forgotten, forward and backward.

Memory is linear in rows plus keys. Of rows that are compared with themselves only the upper
triangle of tiles is computed, which halves the work. Written as custom operators, so that
``torch.compile`` takes a loss whole and never unrolls the loop over tiles.

Source: Cheng et al. 2025, arXiv 2410.17243 (Inf-CL), for recomputation by tiles.
Differs: scores are recomputed once for both gradients, not once for each; symmetry; any number of
positives; several terms from one sweep.
"""

from collections.abc import Sequence
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from contracode.losses.pairing import Keys, Rows
from contracode.losses.score import Score
from contracode.losses.terms import Term, decoded, encoded
from contracode.losses.tile_gradients import TileGradient
from contracode.losses.tile_terms import TileTerm, ceiling_of
from contracode.losses.tiles import Tile, tiles

TILE = 1024
"""Edge of a tile, in rows and keys: 4 MB of float32 scores, of which some copies live at a time."""

CUDA_TILE = 2048
"""On a GPU, where every operation has a price of its own."""


def sweep(
    rows: Rows, keys: Keys, score: Score, terms: Sequence[Term], *, tile: int | None = None
) -> tuple[Float[Tensor, " rows"], ...]:
    """Each term of every row, from one pass over the tiles."""
    mirrored = keys.are(rows)
    anchors, others = score.prepare_both(rows.features, keys.features)
    none = anchors.new_zeros(len(anchors))
    values, _ = _forward(
        anchors,
        others,
        score.scale_like(anchors),
        torch.stack([none if term.offset is None else term.offset.to(none) for term in terms]),
        torch.stack([rows.group, rows.uid]),
        torch.stack([keys.group, keys.uid]),
        score.shift,
        encoded(terms),
        mirrored,
        tile or (CUDA_TILE if anchors.is_cuda else TILE),
    )
    parts = zip(terms, values.unbind(0), strict=True)
    return tuple(part.detach() if term.kind == "best" else part for term, part in parts)


@torch.library.custom_op("contracode::sweep", mutates_args=())
def _forward(
    anchors: Tensor,
    others: Tensor,
    scale: Tensor,
    offsets: Tensor,
    rows_ids: Tensor,
    keys_ids: Tensor,
    shift: float,
    terms: str,
    mirrored: bool,
    tile: int,
) -> tuple[Tensor, Tensor]:
    """The terms, and the logs of the sums behind them; both [terms rows]."""
    scaled = anchors * scale
    reach = _reach(scaled, others)
    parts = [
        TileTerm(term, offset, reach, shift)
        for term, offset in zip(decoded(terms), offsets, strict=True)
    ]
    for place in tiles(rows_ids, keys_ids, size=tile, mirrored=mirrored):
        here = [part for part in parts if not place.is_empty(part.term.over)]
        if here:
            scores = _scores(place, scaled, others, shift)
            for part in here:
                part.absorb(place, scores)
    values, log_sums = zip(*(part.finish() for part in parts), strict=True)
    return torch.stack(values), torch.stack(log_sums)


@torch.library.custom_op("contracode::sweep_backward", mutates_args=())
def _backward(
    grads: Tensor,
    values: Tensor,
    log_sums: Tensor,
    anchors: Tensor,
    others: Tensor,
    scale: Tensor,
    offsets: Tensor,
    rows_ids: Tensor,
    keys_ids: Tensor,
    shift: float,
    terms: str,
    mirrored: bool,
    tile: int,
    others_too: bool,
) -> tuple[Tensor, Tensor, Tensor]:
    """Gradients of anchors and others, both for a scale of 1, and of the offsets.

    Mirrored anchors are their own others: theirs is then the sum of both, and the second is empty.
    """
    scaled = anchors * scale
    reach = _reach(scaled, others)
    parts = [
        TileGradient(term, offset, grad, value, log_sum, ceiling_of(term, reach, shift, grad.dtype))
        for term, offset, grad, value, log_sum in zip(
            decoded(terms), offsets, grads, values, log_sums, strict=True
        )
    ]
    to_anchors = torch.zeros_like(anchors)
    to_others = torch.zeros_like(others) if others_too else others.new_zeros(0, others.shape[1])
    for place in tiles(rows_ids, keys_ids, size=tile, mirrored=mirrored):
        here = [part for part in parts if not part.vanishes(place)]
        if not here:
            continue
        scores = _scores(place, scaled, others, shift)
        weights = here[0].of(place, scores)
        for part in here[1:]:
            weights += part.of(place, scores)
        with torch.autocast(anchors.device.type, enabled=False):
            to_anchors[place.rows].addmm_(weights, others[place.keys])
            if mirrored and not place.on_diagonal:
                to_anchors[place.keys].addmm_(weights.T, anchors[place.rows])
            elif others_too:
                to_others[place.keys].addmm_(weights.T, anchors[place.rows])
    return to_anchors, to_others, torch.stack([part.offset_grad for part in parts])


def _scores(place: Tile, scaled: Tensor, others: Tensor, shift: float) -> Tensor:
    with torch.autocast(scaled.device.type, enabled=False):
        scores = scaled[place.rows] @ others[place.keys].T
    return scores.add_(shift) if shift else scores


def _reach(scaled: Tensor, others: Tensor) -> float:
    """Bound of the absolute scores without their shift (Cauchy-Schwarz), rounded up."""
    if not len(scaled) or not len(others):
        return 0.0
    return 1.001 * float(scaled.norm(dim=1).amax() * others.norm(dim=1).amax())


@_forward.register_fake
def _forward_shapes(*inputs: Any) -> tuple[Tensor, Tensor]:  # noqa: ANN401
    offsets = inputs[3]
    return torch.empty_like(offsets), torch.empty_like(offsets)


@_backward.register_fake
def _backward_shapes(*inputs: Any) -> tuple[Tensor, Tensor, Tensor]:  # noqa: ANN401
    grads, anchors, others, others_too = inputs[0], inputs[3], inputs[4], inputs[-1]
    to_others = torch.empty_like(others) if others_too else others.new_empty(0, others.shape[1])
    return torch.empty_like(anchors), to_others, torch.empty_like(grads)


def _remember(ctx: Any, inputs: tuple[Any, ...], output: tuple[Tensor, Tensor]) -> None:  # noqa: ANN401
    tensors, ctx.settings = inputs[:6], inputs[6:]
    ctx.save_for_backward(*output, *tensors)
    ctx.set_materialize_grads(True)


def _differentiate(ctx: Any, grads: Tensor, _: Tensor) -> tuple[Tensor | None, ...]:  # noqa: ANN401
    values, log_sums, anchors, others, scale, *rest = ctx.saved_tensors
    mirrored = ctx.settings[2]
    others_too = ctx.needs_input_grad[1] and not mirrored
    to_anchors, to_others, to_offsets = _backward(
        grads.contiguous(),
        values,
        log_sums,
        anchors,
        others,
        scale,
        *rest,
        *ctx.settings,
        others_too,
    )
    # sum_ij w_ij a_i.b_j, the gradient of the scale, from what is summed over j already. Mirrored,
    # every pair is in there twice.
    to_scale = (to_anchors * anchors).sum() * (0.5 if mirrored else 1.0)
    return (
        to_anchors * scale,
        to_others * scale if others_too else None,
        to_scale,
        to_offsets,
        *[None] * 6,
    )


_forward.register_autograd(_differentiate, setup_context=_remember)
