"""One forward pass through all stages, one backward pass from all losses: nothing is stopped."""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Float
from torch import Tensor, nn

from contracode.methods.loco.objective import Objective, unit_figures


def joint(
    stages: Sequence[nn.Module],
    decoder_at: Mapping[int, nn.Module],
    images: Float[Tensor, "batch channels height width"],
    objective: Objective,
) -> dict[str, Float[Tensor, ""]]:
    """Add the gradients of the sum of all losses to ``.grad``; return the losses' terms.

    See ``Schedule.step``, which checks what is passed. With a decoder at the last stage only it is
    end-to-end training, with one at every stage deep supervision. All stages are held at once.
    """
    total, terms = _forward(stages, decoder_at, images, objective)
    with torch.autocast(images.device.type, enabled=False):
        torch.autograd.backward(total)
    return terms


def _forward(
    stages: Sequence[nn.Module],
    decoder_at: Mapping[int, nn.Module],
    images: Tensor,
    objective: Objective,
) -> tuple[Tensor, dict[str, Tensor]]:
    """The sum of the losses, and their terms. Maps are held by the graph, not by this function."""
    terms: dict[str, Tensor] = {}
    totals = []
    for place, stage in enumerate(stages):
        images = stage(images)
        if place in decoder_at:
            loss = objective(decoder_at[place](images))
            totals.append(loss.total)
            terms |= unit_figures(len(totals), loss)
    return torch.stack(totals).sum(), terms
